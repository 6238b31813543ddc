import { afterEach, beforeEach, describe } from '@jest/globals';
import { cursorContract } from './contract/cursor.contract.js';
import type { EngineUnderTest, TestEngine } from './contract/engine-under-test.js';
import { matcherContract } from './contract/matcher.contract.js';
import { rightsContract } from './contract/rights.contract.js';
import { viewContract } from './contract/view.contract.js';
import { wordsContract } from './contract/words.contract.js';
import { writeContract } from './contract/write.contract.js';

/** What every search engine must do, whatever it is made of. Call it in a spec of the engine. */
export function searchEngineContract(name: string, makeEngine: () => Promise<EngineUnderTest>): void {
  describe(`${name} as a search engine`, () => {
    let current: EngineUnderTest;
    const test: TestEngine = () => current;

    beforeEach(async () => {
      current = await makeEngine();
    });

    afterEach(() => current.close());

    wordsContract(test);
    matcherContract(test);
    viewContract(test);
    rightsContract(test);
    cursorContract(test);
    writeContract(test);
  });
}
