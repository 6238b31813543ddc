import { afterAll } from '@jest/globals';
import { searchEngineContract } from '../search-engine.contract.js';
import { emptyIndices, testElasticsearch } from './elasticsearch.fixture.js';

const test = testElasticsearch();

afterAll(() => test.drop());

searchEngineContract('Elasticsearch', async () => {
  await emptyIndices(test);
  return { engine: test.engine, settle: () => test.engine.refresh(), close: () => Promise.resolve() };
});
