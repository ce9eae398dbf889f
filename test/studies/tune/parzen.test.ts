import { expect, test } from 'vitest';
import { log } from '../../../src/math/index.js';
import { random } from '../../../src/random.js';
import type { Interval } from '../../../src/studies/tune/space/index.js';
import { positionOf } from '../../../src/studies/tune/space/scale.js';
import { density, draw, parzen, probability } from '../../../src/studies/tune/strategies/parzen.js';
import { frequencies } from '../../../src/studies/tune/strategies/tpe.js';
import golden from '../../golden/tpe.json' with { type: 'json' };

const intervalOf = ({ kind, low, high }: (typeof golden.numbers)[number]): Interval => ({
  ...{ low, high, points: 5 },
  log: kind.includes('log'),
  whole: kind.startsWith('int'),
});

test.each(golden.numbers)("Optuna's densities of $n values: $kind", (reference) => {
  const interval = intervalOf(reference);
  const position = (value: number) => positionOf(interval, value);
  const mixture = parzen(reference.observations.map(position));
  const [from, to] = [interval.low, interval.high].map((end, i) =>
    interval.whole ? end + (i === 0 ? -0.5 : 0.5) : end,
  );
  const width = interval.log ? log(to / from) : to - from;
  const { weights, deviations } = mixture;
  for (const [i, weight] of reference.weights.entries()) {
    expect(weights[i]).toBeCloseTo(weight, 12);
    expect(deviations[i] * width).toBeCloseTo(reference.sigmas[i], 11);
  }
  for (const [i, value] of reference.at.entries()) {
    // theirs is the density of the value, or of its logarithm; ours that of its position
    const found = interval.whole
      ? probability(mixture, position(value - 0.5), position(value + 0.5))
      : density(mixture, position(value)) / width;
    expect(log(found)).toBeCloseTo(reference.log_pdf[i], 9);
  }
});

test("Optuna's probabilities of choices, by counts and age", () => {
  const choices = ['a', 'b', 'c', 'd'];
  for (const { observations, log_pdf } of golden.choices) {
    const found = frequencies(
      choices,
      observations.map((i) => choices[i]),
    );
    for (const [i, p] of log_pdf.entries()) expect(log(found[i])).toBeCloseTo(p, 12);
  }
});

test('draws are of the density: the share below each tenth, within four standard errors', () => {
  const mixture = parzen([0.02, 0.5, 0.51, 0.9]);
  const rng = random(1, 'check');
  const count = 20_000;
  const drawn = Array.from({ length: count }, () => draw(mixture, rng));
  for (let tenth = 1; tenth < 10; tenth++) {
    const expected = probability(mixture, 0, tenth / 10);
    const share = drawn.filter((position) => position < tenth / 10).length / count;
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / count));
  }
});
