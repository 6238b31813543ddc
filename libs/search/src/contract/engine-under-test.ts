import type { SearchEngine } from '../search-engine.js';

/** An engine with an empty index of its own. */
export interface EngineUnderTest {
  readonly engine: SearchEngine;
  /** Resolves when everything that was indexed is found. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Gives a test its engine; valid inside tests only. */
export type TestEngine = () => EngineUnderTest;
