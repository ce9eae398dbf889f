import { describe, expect, it } from 'vitest';
import { initializers } from '../../../src/nn/initializers/index.js';
import { normal, random } from '../../../src/random.js';
import type { ActivationLoops } from '../../helpers/loops.js';
import { bits, expectClose, expectGradient, REACH } from './numeric.js';
import { optionLaws, settings } from './variants.js';

const ROWS = 7;
const COLUMNS = 5;
const SIZE = ROWS * COLUMNS;

/** Normal numbers of standard deviation 2, none so near a kink that a numeric gradient would meet it. */
function inputs(kinks: readonly number[]): Float64Array {
  const rng = random(3, 'check');
  return Float64Array.from({ length: SIZE }, () => {
    for (;;) {
      const x = 2 * normal(rng);
      if (kinks.every((kink) => Math.abs(x - kink) > 2 * REACH)) return x;
    }
  });
}

/** Numbers from −1e100 to 1e100: all orders of magnitude, and densely where functions bend. */
function sweep(): Float64Array {
  const points = [0, -0];
  for (let exponent = -320; exponent <= 100; exponent++) points.push(10 ** exponent, -(10 ** exponent));
  for (let x = -40; x <= 40; x += 1 / 64) points.push(x);
  for (let x = 41; x <= 1000; x++) points.push(x, -x);
  return Float64Array.from(points);
}

/** Laws of every activation, with every setting of its options. */
export function activationLaws(activation: ActivationLoops): void {
  optionLaws(activation.options);

  it('names an initializer that exists', () => {
    expect(Object.keys(initializers)).toContain(activation.initializer);
  });

  for (const options of settings(activation.options)) {
    describe(JSON.stringify(options), () => {
      const x = inputs(activation.kinks);
      const upstream = inputs([]).reverse();
      const forward = (from: Float64Array, rows = ROWS) => {
        const y = new Float64Array(from.length).fill(NaN);
        activation.forward(from, y, rows, from.length / rows, options);
        return y;
      };
      const backward = (from: Float64Array, y: Float64Array, dy: Float64Array, rows = ROWS) => {
        const dx = new Float64Array(from.length).fill(NaN);
        activation.backward(from, y, dy, dx, rows, from.length / rows, options);
        return dx;
      };

      it('has the gradient that differences have', () => {
        const moved = x.slice();
        const dx = backward(x, forward(x), upstream);
        expectGradient(moved, dx, () => forward(moved).reduce((sum, y, k) => sum + y * upstream[k], 0));
      });

      it('gives the same in place', () => {
        const y = x.slice();
        activation.forward(y, y, ROWS, COLUMNS, options);
        expect(bits(y)).toBe(bits(forward(x)));
        const dx = upstream.slice();
        activation.backward(x, y, dx, dx, ROWS, COLUMNS, options);
        expect(bits(dx)).toBe(bits(backward(x, y, upstream)));
      });

      it('reads in backward only what it says', () => {
        const y = forward(x);
        const lost = new Float64Array(SIZE).fill(NaN);
        const dx =
          activation.backwardReads === 'y' ? backward(lost, y, upstream) : backward(x, lost, upstream);
        expect(bits(dx)).toBe(bits(backward(x, y, upstream)));
      });

      it('leaves its inputs and what lies beyond the rows alone', () => {
        const [from, y, dy] = [x.slice(), new Float64Array(SIZE), upstream.slice()];
        activation.forward(from, y, ROWS - 1, COLUMNS, options);
        const kept = y.slice();
        const dx = new Float64Array(SIZE);
        activation.backward(from, y, dy, dx, ROWS - 1, COLUMNS, options);
        expect([bits(from), bits(y), bits(dy)]).toEqual([bits(x), bits(kept), bits(upstream)]);
        for (const written of [y, dx]) expect([...written.subarray(SIZE - COLUMNS)]).toEqual([0, 0, 0, 0, 0]);
      });

      it('treats each row by itself', () => {
        const y = forward(x);
        const dx = backward(x, y, upstream);
        for (let start = 0; start < SIZE; start += COLUMNS) {
          const row = (all: Float64Array) => all.slice(start, start + COLUMNS);
          expect(bits(forward(row(x), 1))).toBe(bits(row(y)));
          expect(bits(backward(row(x), row(y), row(upstream), 1))).toBe(bits(row(dx)));
        }
      });

      it('stays within its range, with finite derivatives, on a wide sweep', () => {
        const [low, high] = activation.range;
        const points = sweep();
        const y = forward(points, 1);
        for (const value of y) expect(value >= low && value <= high && Number.isFinite(value)).toBe(true);
        const dx = backward(points, y, new Float64Array(points.length).fill(1), 1);
        expect(dx.every(Number.isFinite)).toBe(true);
      });

      it('keeps NaN, so that a training run that has diverged is seen', () => {
        expect(forward(Float64Array.of(1, Number.NaN, -1))[1]).toBeNaN();
      });

      if (activation.rowwise) {
        it('makes each row a distribution, whatever is added to the row', () => {
          const y = forward(x);
          const shifted = forward(x.map((value) => value + 512));
          expectClose(shifted, y, 1e-12, 0); // x + 512 is rounded to 1e-13
          for (const rows of [y, forward(x.map((value) => 1e3 * value))]) {
            for (let start = 0; start < SIZE; start += COLUMNS) {
              const sum = rows.subarray(start, start + COLUMNS).reduce((total, value) => total + value, 0);
              expect(Math.abs(sum - 1)).toBeLessThanOrEqual(COLUMNS * 2 ** -53);
            }
          }
        });
      }
    });
  }
}
