import { describe, expect, it, vi } from 'vitest';
import { activations } from '../../src/nn/activations/index.js';
import { losses } from '../../src/nn/losses/index.js';
import { random } from '../../src/random.js';
import { activationLoops, loopSettings, lossArrays } from '../helpers/loops.js';
import { firstDifference } from './arena.js';
import { type Kind, kinds } from './numbers.js';

// Formulas over whole rows, called as they stand: a sum or a maximum that is not known yet takes the argument of each
// column in turn, so that a formula is called over the row again until all are known. That has to give the bits of the
// plain loop.

const row = vi.hoisted(() => ({ known: [] as number[], asked: 0, terms: [] as number[][] }));

const reduce = vi.hoisted(() => (...values: number[]) => {
  const at = row.asked++;
  if (at < row.known.length) return row.known[at];
  row.terms.push(values);
  throw new Error('not known yet');
});

vi.mock('../../src/nn/row_functions.js', () => ({
  rowSum: (term: number) => reduce(0, term),
  rowMax: (value: number) => reduce(1, value),
  rowSumWithout: (term: number, left: number) => reduce(2, term, left),
}));

/** Value of a reduction from the arguments of all columns, in their order. */
function reduced(terms: readonly number[][]): number {
  const [kind] = terms[0];
  if (kind === 1)
    return terms.reduce((most, [, value]) => (value > most ? value : most), Number.NEGATIVE_INFINITY);
  const first = kind === 2 ? terms.findIndex(([, term, left]) => term === left) : -1;
  return terms.reduce((sum, [, term], k) => (k === first ? sum : sum + term), 0);
}

/** Values of a formula in each column of a row. */
function overRow(columns: number, formula: (k: number) => number): number[] {
  row.known = [];
  for (;;) {
    row.terms = [];
    const values = Array.from({ length: columns }, (_, k) => {
      row.asked = 0;
      try {
        return formula(k);
      } catch (error) {
        if ((error as Error).message === 'not known yet') return Number.NaN;
        throw error;
      }
    });
    if (row.terms.length === 0) return values;
    row.known.push(reduced(row.terms));
  }
}

const filled = (length: number, seed: number, kind: Kind): Float64Array => {
  const rng = random(seed, 'check');
  return Float64Array.from({ length }, () => kinds[kind](rng));
};

const shapes = [1, 2, 3, 5, 10].flatMap((columns) =>
  (['ordinary', 'wide', 'probabilities'] as const).map((kind) => [columns, kind] as const),
);

describe.each(shapes)('%i columns of %s numbers', (columns, kind) => {
  const rows = 7;
  const n = rows * columns;
  const perRow = (formula: (k: number) => number) =>
    Float64Array.from(
      Array.from({ length: rows }, (_, i) => overRow(columns, (k) => formula(i * columns + k))).flat(),
    );

  it('activation softmax', () => {
    const { y: formula, dx: slope } = activations.softmax;
    const { forward, backward } = activationLoops('softmax');
    const [x, dy] = [filled(n, 1, kind), filled(n, 2, 'ordinary')];
    const [y, dx] = [new Float64Array(n), new Float64Array(n)];
    forward(x, y, rows, columns, {});
    backward(x, y, dy, dx, rows, columns, {});
    expect(
      firstDifference(
        y,
        perRow((k) => formula(x[k])),
      ),
    ).toBeNull();
    expect(
      firstDifference(
        dx,
        perRow((k) => slope(y[k], dy[k])),
      ),
    ).toBeNull();
  });

  it.each(['cross_entropy', 'kl_divergence'] as const)('loss %s with softmax', (name) => {
    const { term, da } = losses[name].fused.softmax;
    const compiled = lossArrays(name).fused.softmax!;
    const softmax = activationLoops('softmax');
    const [a, t] = [filled(n, 3, kind), filled(n, 4, 'probabilities')];
    // a column that is left out of the sum asks for nothing: targets of 0 have golden values
    for (let k = 0; k < n; k++) t[k] = Math.max(t[k], 2 ** -60);
    const [y, scale] = [new Float64Array(n), filled(rows, 6, 'ordinary')];
    softmax.forward(a, y, rows, columns, {});
    for (const options of loopSettings(`loss.${name}`, losses[name].options)) {
      const [rowLosses, gradient] = [new Float64Array(rows), new Float64Array(n)];
      compiled.forward(a, y, t, rowLosses, rows, columns, options);
      compiled.backward(a, y, t, scale, gradient, rows, columns, options);
      const settled = options as never;
      const terms = perRow((k) => term(a[k], y[k], t[k], settled, columns));
      const sums = Float64Array.from({ length: rows }, (_, i) =>
        terms.subarray(i * columns, (i + 1) * columns).reduce((sum, each) => sum + each, 0),
      );
      expect(firstDifference(rowLosses, sums)).toBeNull();
      const slopes = perRow((k) => da(y[k], t[k], scale[Math.floor(k / columns)], settled, columns));
      expect(firstDifference(gradient, slopes)).toBeNull();
    }
  });
});
