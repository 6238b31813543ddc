import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import type { CloudEvent } from '#contracts';
import { drop, ok, OnBatch, type EventBatch, type StepResult } from '#events';
import { Metrics } from '#platform';
import { readRawTransmissions, type RawTransmission } from '#store';
import type { Parser } from '#wire';
import { normalised, unreadable, type NormalisedTransmission } from './normalised.js';
import { NormaliserStore } from './normaliser.store.js';

/** Token of the parser: a pool of worker threads in a service, in-process in tests. */
export const parserToken = Symbol('parser');

/** Reads transmissions: charset, format, item, signal. Keeps no state, so that any number of replicas may run. */
@Controller()
export class NormaliserHandler {
  private readonly items;
  private readonly seconds;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(parserToken) private readonly parser: Parser,
    @Inject(NormaliserStore) private readonly store: NormaliserStore,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.items = metrics.counter('wiredesk_normalised_items_total', 'Items read, by format and result', [
      'format',
      'result',
    ]);
    this.seconds = metrics.histogram('wiredesk_normalise_seconds', 'Time to read one transmission', [
      'format',
    ]);
  }

  @OnBatch('wire.transmissions', { group: 'normaliser', maxBatch: 100 })
  async handle(@Payload() batch: EventBatch<'wire.transmissions'>): Promise<StepResult[]> {
    const received = batch.events.map(({ event }) => event);
    const raw = await readRawTransmissions(
      this.dataSource,
      received.flatMap((event) => event?.data.transmissionId ?? []),
    );
    const read = await Promise.all(
      received.map((event) => {
        const transmission = event && raw.get(event.data.transmissionId);
        return transmission ? this.read(event, transmission) : Promise.resolve(null);
      }),
    );
    await this.store.save(read.filter((one) => one !== null));
    return read.map((one) => (one ? ok : drop('raw_bytes_gone')));
  }

  private async read(
    { data, traceparent }: CloudEvent<'wire.transmission.received.v1'>,
    raw: RawTransmission,
  ): Promise<NormalisedTransmission> {
    const started = performance.now();
    const result = await this.parser
      .parse({
        bytes: raw.body,
        contentType: raw.contentType ?? undefined,
        filename: raw.filename ?? undefined,
        receivedAt: new Date(data.receivedAt),
        provider: data.provider,
        profile: data.profile ?? undefined,
      })
      .then(
        (parsed) => normalised(data, raw.body, parsed, traceparent),
        // reading is pure: whatever it throws is a fault of this transmission, and its neighbours go on
        (error: unknown) => unreadable(data, raw.body, error),
      );
    const format = result.format ?? 'unknown';
    this.seconds.observe({ format }, (performance.now() - started) / 1_000);
    this.items.inc({ format, result: 'read' }, result.events.length);
    this.items.inc({ format, result: 'refused' }, result.quarantine.length);
    return result;
  }
}
