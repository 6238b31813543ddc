export type { FeedOptions, FeedWriter, ItemOptions, ItemWriter, Writable, Writer } from './writer.js';
export { nitfWriter } from './nitf/index.js';
export { ninjs2Writer } from './ninjs/ninjs-2.js';
export { ninjs3Writer } from './ninjs/ninjs-3.js';
export { atomWriter } from './feeds/atom.js';
export { jsonFeedWriter } from './feeds/jsonfeed.js';
export { rssWriter } from './feeds/rss.js';
export { newsmlG2Writer } from './newsml-g2/index.js';
