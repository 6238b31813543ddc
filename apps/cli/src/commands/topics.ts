import { Command, InvalidArgumentError } from 'commander';
import { ConfigError } from '#contracts';
import type { TopicChange } from '#events';
import { printPlain } from '../output.js';

/** `topics`: brings the topics of Kafka to what the registry says; safe to run twice. */
export function topicsCommand(): Command {
  return new Command('topics')
    .description('create the topics of Kafka (KAFKA_BROKERS) and mend their settings')
    .option('--dry-run', 'only print what would be done')
    .option(
      '--replication <n>',
      'replicas of new topics (default: 3, or as many as there are brokers)',
      count,
    )
    .action(async (options: { dryRun?: true; replication?: number }) => {
      const [{ readConfig }, events] = await Promise.all([import('#platform'), import('#events')]);
      const { kafka } = readConfig(process.env, { service: 'cli' });
      if (!kafka) throw new ConfigError('no_kafka', 'KAFKA_BROKERS is missing');
      // what fails is thrown; the client's own words on the way there would only come on top
      const client = new events.KafkaJsClient({ ...kafka, clientId: 'wiredesk-cli' }, () => undefined);
      const admin = client.admin();
      try {
        const changes = await events.compareTopics(admin, options.replication);
        if (changes.length > 0) printPlain(tableOf(changes, kafka.prefix));
        if (changes.every(({ kind }) => kind === 'keep')) printPlain('nothing to do');
        else if (!options.dryRun) await events.applyTopics(admin, changes);
      } finally {
        await admin.close();
      }
    });
}

/** One line a change, in columns. */
function tableOf(changes: readonly TopicChange[], prefix: string): string {
  const rows = changes.map((change) => row(change, prefix));
  const widths = [0, 1].map((column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map(([what, topic, detail]) => `${what.padEnd(widths[0]!)}  ${topic.padEnd(widths[1]!)}  ${detail}`)
    .join('\n');
}

function row(change: TopicChange, prefix: string): [what: string, topic: string, detail: string] {
  switch (change.kind) {
    case 'create': {
      const { name, partitions, replication, config } = change.topic;
      const settings = Object.entries(config).map(([setting, value]) => `${setting}=${value}`);
      return [
        'create',
        prefix + name,
        `partitions=${partitions} replicas=${replication} ${settings.join(' ')}`,
      ];
    }
    case 'add partitions':
      return ['add partitions', prefix + change.name, `${change.from} -> ${change.to}`];
    case 'set':
      return ['set', prefix + change.name, `${change.setting} ${change.from ?? '(default)'} -> ${change.to}`];
    case 'keep':
      return ['keep', prefix + change.name, change.reason];
  }
}

function count(value: string): number {
  if (!/^[1-9]\d?$/.test(value)) throw new InvalidArgumentError('must be a whole number from 1 to 99');
  return Number(value);
}
