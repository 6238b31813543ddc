export { testDatabase, testServerUrl, withDatabase } from './test-database.js';
