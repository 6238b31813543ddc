import { testDatabase } from '#testing';
import { eventBusContract } from '../event-bus.contract.js';
import { busOnBoth, copyLog, publishTo, readDeadLetters, testClient, testTopics } from './kafka.fixture.js';

eventBusContract('Kafka', async () => {
  const kafka = testClient();
  const database = await testDatabase();
  const topics = await testTopics(kafka, ['wire.filings']);
  const buses = [busOnBoth(database.dataSource, database.url, kafka)];
  const copy = await copyLog(buses[0]!.log, kafka, 'wire.filings');
  return {
    bus: buses[0]!.bus,
    publish: publishTo(database.dataSource),
    restart: () => {
      buses.push(busOnBoth(database.dataSource, database.url, kafka));
      return Promise.resolve(buses.at(-1)!.bus);
    },
    deadLetters: (topic) => readDeadLetters(kafka, topic),
    close: async () => {
      await copy.stop();
      for (const { bus, log } of buses) {
        await bus.close();
        await log.close();
      }
      await topics.drop();
      await database.drop();
    },
  };
});
