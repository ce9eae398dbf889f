import { type Random, uniform } from '../../../random.js';
import type { Interval } from '../space/index.js';
import { positionOf, valueAt } from '../space/scale.js';
import type { Parameter } from '../space/space.js';
import { density, draw, parzen, pick, probability, weightsOf } from './parzen.js';
import { random } from './random.js';
import type { Observation, Strategy } from './strategy.js';

/** Trials by chance before the first that is proposed by results. */
const STARTUP = 10;
/** Values of which the most promising is taken. */
const CANDIDATES = 24;
/** Number of trials, of n, that count as good ones. */
const goodOf = (n: number): number => Math.min(Math.ceil(0.1 * n), 25);

/**
 * Tree-structured Parzen estimator, each parameter by itself: densities l of the values of good trials and g of all
 * others; of 24 candidates from l the one with the greatest l / g. Bergstra et al. 2011, with Optuna's defaults.
 */
export const tpe = {
  summary: 'values like those of the best trials so far and unlike the others, after 10 by chance',
  adapts: true,
  trials: () => Number.POSITIVE_INFINITY,
  propose(space, trial, seen, rng) {
    if (seen.length < STARTUP) return random.propose(space, trial, seen, rng);
    const ranked = [...seen].sort(
      (a, b) => b.rung - a.rung || compare(a.score, b.score) || a.trial - b.trial,
    );
    const count = goodOf(seen.length);
    const byAge = (some: readonly Observation[]) => [...some].sort((a, b) => a.trial - b.trial);
    const [good, others] = [byAge(ranked.slice(0, count)), byAge(ranked.slice(count))];
    return Object.fromEntries(
      space.map((parameter) => [parameter.name, proposed(parameter, good, others, rng)]),
    );
  },
} satisfies Strategy;

/** Order of two scores, of which both may be ∞. */
const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

function proposed(
  { name, domain }: Parameter,
  good: readonly Observation[],
  others: readonly Observation[],
  rng: Random,
): unknown {
  const valuesOf = (some: readonly Observation[]) => some.map(({ values }) => values[name]);
  return 'choices' in domain
    ? proposedChoice(domain.choices, valuesOf(good), valuesOf(others), rng)
    : proposedNumber(domain, valuesOf(good) as number[], valuesOf(others) as number[], rng);
}

function proposedNumber(
  domain: Interval,
  good: readonly number[],
  others: readonly number[],
  rng: Random,
): number {
  const of = (values: readonly number[]) => parzen(values.map((value) => positionOf(domain, value)));
  const [l, g] = [of(good), of(others)];
  return mostPromising(
    () => {
      const position = draw(l, rng);
      return { value: valueAt(domain, position), position };
    },
    ({ value, position }) => {
      if (!domain.whole) return density(l, position) / density(g, position);
      const [from, to] = [positionOf(domain, value - 0.5), positionOf(domain, value + 0.5)];
      return probability(l, from, to) / probability(g, from, to);
    },
  ).value;
}

function proposedChoice(
  choices: readonly unknown[],
  good: readonly unknown[],
  others: readonly unknown[],
  rng: Random,
): unknown {
  const [l, g] = [frequencies(choices, good), frequencies(choices, others)];
  const index = mostPromising(
    () => pick(l, uniform(rng)),
    (i) => l[i] / g[i],
  );
  return choices[index];
}

/** Candidate of 24 whose ratio is the greatest; the first of equals. */
function mostPromising<Candidate>(
  candidate: () => Candidate,
  ratio: (candidate: Candidate) => number,
): Candidate {
  let best = candidate();
  let most = ratio(best);
  for (let i = 1; i < CANDIDATES; i++) {
    const other = candidate();
    const its = ratio(other);
    if (its > most) [best, most] = [other, its];
  }
  return best;
}

/**
 * Probabilities of choices by their counts: of n values, each a mixture of itself and of all choices, the latter with
 * the weight 1 / (n + 1) each, and of a prior in which all are alike. Optuna's `_calculate_categorical_distributions`.
 */
export function frequencies(choices: readonly unknown[], values: readonly unknown[]): number[] {
  const n = values.length;
  const count = choices.length;
  const weights = weightsOf(n);
  const sum = weights.reduce((total, weight) => total + weight, 1);
  const each = 1 / (n + 1);
  const texts = choices.map((choice) => JSON.stringify(choice));
  const found = new Array<number>(count).fill(1 / count);
  for (const [k, value] of values.entries()) {
    const chosen = texts.indexOf(JSON.stringify(value));
    for (let i = 0; i < count; i++)
      found[i] += (weights[k] * (each + Number(i === chosen))) / (1 + count * each);
  }
  return found.map((weight) => weight / sum);
}
