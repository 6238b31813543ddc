import type { Topic } from '#contracts';
import { KafkaEventBus } from './kafka-event-bus.js';
import type { KafkaOptions } from './kafka-port.js';
import { KafkaJsClient } from './kafkajs-client.js';
import { noStream } from './no-stream.fixture.js';

/** A process that takes events and hangs before it has settled them; prints how many it took. */
const [options, group, topic] = process.argv.slice(2) as [string, string, Topic];
const kafka = new KafkaJsClient(JSON.parse(options) as KafkaOptions, () => undefined);
const bus = new KafkaEventBus({ kafka, log: noStream, onTrouble: () => undefined });
bus.consume({ group, topic }, (batch) => {
  process.stdout.write(`${batch.length}\n`);
  return new Promise(() => undefined);
});
