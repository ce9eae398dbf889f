import type { Ranks } from '../../src/ranks/ranks.js';

/** Ends the work of a rank at an exchange whose numbers the others have not given yet. */
class NotYet extends Error {}

/**
 * Runs `work` as each of so many ranks, in this thread: all of them again and again from the beginning, each time one
 * exchange further. So the work has to be the same in every run. Returns the results of the ranks, errors too.
 */
export async function inRanks<T>(
  size: number,
  work: (ranks: Ranks) => T | Promise<T>,
): Promise<(T | Error)[]> {
  const exchanges: Float64Array[] = [];
  for (;;) {
    const given: (Float64Array | undefined)[] = [];
    const results: (T | Error)[] = [];
    for (let rank = 0; rank < size; rank++) {
      let next = 0;
      const exchange = (mine: Float64Array, all: Float64Array) => {
        const known = exchanges[next++];
        if (known === undefined) {
          given[rank] = mine.slice();
          throw new NotYet();
        }
        if (all.length !== known.length) throw new Error(`rank ${rank} exchanges what others do not`);
        all.set(known);
      };
      try {
        results[rank] = await work({ rank, size, exchange });
      } catch (error) {
        results[rank] = error as Error;
      }
    }
    const waiting = results.filter((result) => result instanceof NotYet).length;
    if (waiting === 0) return results;
    if (waiting < size) throw new Error(`${size - waiting} of ${size} ranks ended before an exchange`);
    const length = given[0]!.length;
    const all = new Float64Array(size * length);
    for (const [rank, mine] of given.entries()) {
      if (mine!.length !== length)
        throw new Error(`rank ${rank} gives ${mine!.length} numbers, not ${length}`);
      all.set(mine!, rank * length);
    }
    exchanges.push(all);
  }
}
