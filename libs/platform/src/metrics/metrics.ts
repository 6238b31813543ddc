import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Upper bounds of durations, in seconds. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * The metrics of a process in Prometheus' terms, on one registry, with Node's own (memory, CPU, event-loop lag).
 * Asking twice for a name gives the same metric. Names: `wiredesk_<noun>_<unit>`, counters end in `_total`.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<T extends string = string>(name: string, help: string, labelNames: readonly T[] = []): Counter<T> {
    return this.once(
      name,
      Counter<T>,
      () => new Counter({ name, help, labelNames, registers: [this.registry] }),
    );
  }

  gauge<T extends string = string>(
    name: string,
    help: string,
    labelNames: readonly T[] = [],
    /** Called at each scrape to set the value. */
    collect?: (gauge: Gauge<T>) => void | Promise<void>,
  ): Gauge<T> {
    return this.once(name, Gauge<T>, () => {
      const gauge: Gauge<T> = new Gauge({
        name,
        help,
        labelNames,
        registers: [this.registry],
        ...(collect ? { collect: () => collect(gauge) } : {}),
      });
      return gauge;
    });
  }

  histogram<T extends string = string>(
    name: string,
    help: string,
    labelNames: readonly T[] = [],
    buckets: readonly number[] = secondsBuckets,
  ): Histogram<T> {
    return this.once(
      name,
      Histogram<T>,
      () => new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [this.registry] }),
    );
  }

  /** The text that Prometheus scrapes, with its content type. */
  async exposition(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  private once<M>(name: string, kind: new (...parameters: never[]) => M, make: () => M): M {
    const known: unknown = this.registry.getSingleMetric(name);
    if (known === undefined) return make();
    if (known instanceof kind) return known;
    throw new TypeError(`metric ${name} is already there as another kind`);
  }
}
