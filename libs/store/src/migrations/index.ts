import { Bus1790000000001 } from './0001-bus.js';
import { AccessGateway1790000000002 } from './0002-access-gateway.js';
import { Truth1790000000003 } from './0003-truth.js';
import { Search1790000000004 } from './0004-search.js';
import { Publisher1790000000005 } from './0005-publisher.js';
import { Normaliser1790000000006 } from './0006-normaliser.js';
import { LeasesEventData1790000000007 } from './0007-leases-event-data.js';
import { LeanTruth1790000000008 } from './0008-lean-truth.js';
import { LeanStatistics1790000000009 } from './0009-lean-statistics.js';

/** All migrations, oldest first. One that has landed is never edited: write a new one. */
export const migrations = [
  Bus1790000000001,
  AccessGateway1790000000002,
  Truth1790000000003,
  Search1790000000004,
  Publisher1790000000005,
  Normaliser1790000000006,
  LeasesEventData1790000000007,
  LeanTruth1790000000008,
  LeanStatistics1790000000009,
];
