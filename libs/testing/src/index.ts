export { testDatabase, testServerUrl, withDatabase } from './test-database.js';
export { aDispatch, embargoUntil, reportOn, type DispatchOptions } from './dispatch-builder.js';
export { streamNow, wireStream } from './wire-stream.js';
export { aSnapshot } from './story-builder.js';
export { OtlpCollector } from './otlp-collector.js';
