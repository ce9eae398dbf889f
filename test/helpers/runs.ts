import { integerBelow, random } from '../../src/random.js';

/** Whether tests run in their long form (`npm run test:long`) or in their short one (`npm test`). */
export const isLong = process.env.MLP_TESTS === 'long';

/** The number of runs of a property, or whatever else makes a test short or long. */
export const runs = <T>(short: T, long: T): T => (isLong ? long : short);

/**
 * All cases in the long form; in the short one `count` of them in their order, chosen by a fixed seed. Each `turn`
 * chooses the next ones, so that n / count turns have chosen each.
 */
export function sample<T>(cases: readonly T[], count: number, turn = 0): readonly T[] {
  if (isLong || count >= cases.length) return cases;
  const rng = random(20_261_122, 'check');
  const order = cases.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = integerBelow(rng, i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const chosen = Array.from({ length: count }, (_, i) => order[(turn * count + i) % order.length]);
  return chosen.sort((a, b) => a - b).map((i) => cases[i]);
}
