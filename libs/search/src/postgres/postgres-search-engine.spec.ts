import { afterAll } from '@jest/globals';
import { testDatabase } from '#testing';
import { searchEngineContract } from '../search-engine.contract.js';
import { PostgresSearchEngine } from './postgres-search-engine.js';

const database = testDatabase();

afterAll(async () => (await database).drop());

searchEngineContract('PostgreSQL', async () => {
  const { dataSource } = await database;
  return {
    engine: new PostgresSearchEngine(dataSource),
    settle: () => Promise.resolve(),
    close: async () => {
      await dataSource.query('truncate search.documents');
    },
  };
});
