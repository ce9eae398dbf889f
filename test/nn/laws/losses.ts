import { describe, expect, it } from 'vitest';
import { integerBelow, normal, type Random, random, uniform } from '../../../src/random.js';
import { type LossArrays, plainActivations } from '../../helpers/loops.js';
import { bits, derivative, expectClose, expectGradient } from './numeric.js';
import { optionLaws, settings } from './variants.js';

const ROWS = 8;
const COLUMNS = 4;
const SIZE = ROWS * COLUMNS;

/** Properties of a loss that other losses do not have. */
export interface Exception {
  /** ℓ can be negative: a constant of its likelihood is left out. */
  readonly negative?: true;
  /** The prediction at which ℓ is least, where it is not t. */
  readonly minimizer?: (t: number, options: never) => number;
}

function distribution(rng: Random): number[] {
  const weights = Array.from({ length: COLUMNS }, () => 0.2 + uniform(rng));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

const oneHot = (rng: Random): number[] => {
  const label = integerBelow(rng, COLUMNS);
  return Array.from({ length: COLUMNS }, (_, j) => (j === label ? 1 : 0));
};

/** Targets as the loss takes them: every other row a hard one (one-hot, 0 or 1, a count), the rest soft. */
function targets({ targets: kind, targetRange: [low] }: LossArrays, rng: Random): Float64Array {
  const rows = Array.from({ length: ROWS }, (_, i) => {
    if (kind === 'distribution') return i % 2 ? distribution(rng) : oneHot(rng);
    return Array.from({ length: COLUMNS }, () => {
      if (kind === 'labels') return i % 2 ? uniform(rng) : integerBelow(rng, 2);
      return low === 0 ? integerBelow(rng, 6) : 2 * normal(rng);
    });
  });
  return Float64Array.from(rows.flat());
}

/** Predictions as the loss takes them, away from the ends of their bounds. */
function predictions(loss: LossArrays, options: object, rng: Random): Float64Array {
  const bounds = loss.predictions(options);
  if (bounds === 'distribution')
    return Float64Array.from(Array.from({ length: ROWS }, () => distribution(rng)).flat());
  const [low, high] = bounds;
  return Float64Array.from({ length: SIZE }, () => {
    if (Number.isFinite(high)) return low + (high - low) * (0.1 + 0.8 * uniform(rng));
    return Number.isFinite(low) ? low + 0.2 + 4 * uniform(rng) : 2 * normal(rng);
  });
}

const total = (losses: Float64Array, scale: Float64Array) =>
  losses.reduce((sum, loss, i) => sum + loss * scale[i], 0);

/** Laws of every loss, with every setting of its options, in each of its forms. */
export function lossLaws(loss: LossArrays, exception: Exception = {}): void {
  optionLaws(loss.options);

  for (const options of settings(loss.options)) {
    describe(JSON.stringify(options), () => {
      const rng = random(5, 'check');
      const t = targets(loss, rng);
      const y = predictions(loss, options, rng);
      const scale = Float64Array.from({ length: ROWS }, () => uniform(rng) / ROWS);
      const forward = (from = y, to = t) => {
        const losses = new Float64Array(from.length / COLUMNS).fill(NaN);
        loss.forward(from, to, losses, losses.length, COLUMNS, options);
        return losses;
      };
      const backward = (weights = scale, from = y, to = t) => {
        const dy = new Float64Array(from.length).fill(NaN);
        loss.backward(from, to, weights, dy, weights.length, COLUMNS, options);
        return dy;
      };

      it('has targets within the bounds that it states', () => {
        const [low, high] = loss.targetRange;
        expect(t.every((target) => target >= low && target <= high)).toBe(true);
      });

      it('has the gradient that differences have', () => {
        const moved = y.slice();
        expectGradient(moved, backward(), () => total(forward(moved), scale));
      });

      it('treats each row by itself', () => {
        const [losses, dy] = [forward(), backward()];
        for (let i = 0; i < ROWS; i++) {
          const row = (all: Float64Array) => all.slice(i * COLUMNS, (i + 1) * COLUMNS);
          expect(bits(forward(row(y), row(t)))).toBe(bits(losses.slice(i, i + 1)));
          expect(bits(backward(scale.slice(i, i + 1), row(y), row(t)))).toBe(bits(row(dy)));
        }
      });

      it('writes nothing beyond its rows', () => {
        const [losses, dy] = [new Float64Array(ROWS).fill(7), new Float64Array(SIZE).fill(7)];
        loss.forward(y, t, losses, ROWS - 1, COLUMNS, options);
        loss.backward(y, t, scale, dy, ROWS - 1, COLUMNS, options);
        expect([losses.at(-1), ...dy.subarray(SIZE - COLUMNS)]).toEqual([7, 7, 7, 7, 7]);
        expect([losses.at(-2), dy[SIZE - COLUMNS - 1]]).not.toContain(7);
      });

      it('is no NaN for predictions of any size', () => {
        const [low, high] =
          loss.targets === 'numbers' ? (loss.predictions(options) as [number, number]) : [0, 0];
        const sizes = [1e-300, 1e-20, 1e-8, 1, 1e8, 1e20, 1e100].flatMap((size) => [
          size,
          -size,
          2 * size,
          -2 * size,
        ]);
        const allowed = sizes.filter((value) => value >= low && value <= high);
        const far = Float64Array.from(allowed.slice(0, COLUMNS * Math.floor(allowed.length / COLUMNS)));
        const near = far.map((_, k) => t[k % SIZE]);
        const ones = new Float64Array(far.length / COLUMNS).fill(1);
        for (const value of [...forward(far, near), ...backward(ones, far, near)])
          expect(value).not.toBeNaN();
      });

      it('gives rows of scale 0 no gradient', () => {
        const dy = backward(scale.map((s, i) => (i % 2 ? s : 0)));
        dy.forEach((value, k) => {
          expect(Math.floor(k / COLUMNS) % 2 ? value === backward()[k] : value === 0).toBe(true);
        });
      });

      if (!exception.negative) {
        it('is never negative', () => {
          // A divergence sums terms of both signs: rounding of the size of COLUMNS terms near 1
          for (const value of [...forward(), ...forward(t)])
            expect(value).toBeGreaterThan(-COLUMNS * 2 ** -52);
        });
      }

      it('is least where the prediction is right', () => {
        const minimizer = exception.minimizer as ((t: number, options: object) => number) | undefined;
        const best = forward(minimizer ? t.map((target) => minimizer(target, options)) : t);
        const others = [y, ...Array.from({ length: 20 }, () => predictions(loss, options, rng))];
        for (const other of others) {
          forward(other).forEach((value, i) => {
            expect(value).toBeGreaterThanOrEqual(best[i] - 1e-12);
          });
        }
      });

      it('gives predictions in the units of t', () => {
        const out = y.map((value) => loss.prediction?.(value, options) ?? value);
        const [low, high] = loss.targetRange;
        expect(out.every((value) => value >= low && value <= high)).toBe(true);
      });

      it('has the derivative of its predictions', () => {
        const { prediction, predictionSlope } = loss;
        expect(predictionSlope !== undefined).toBe(prediction !== undefined);
        if (!prediction || !predictionSlope) return;
        for (const at of y) {
          const numeric = derivative((shift) => prediction(at + shift, options));
          expectClose([predictionSlope(at, options)], [numeric], 1e-9, 1e-9);
        }
      });

      for (const [name, fused] of Object.entries(loss.fused)) {
        describe(`fused with ${name}`, () => {
          const activation = plainActivations[name as keyof typeof plainActivations];
          const settled = activation.options.parse({});
          const a = Float64Array.from({ length: SIZE }, () => 2 * normal(rng));
          const head = (from: Float64Array) => {
            const out = new Float64Array(from.length);
            activation.forward(from, out, from.length / COLUMNS, COLUMNS, settled);
            return out;
          };
          const fusedForward = (from: Float64Array, to = t) => {
            const losses = new Float64Array(from.length / COLUMNS).fill(NaN);
            fused.forward(from, head(from), to, losses, losses.length, COLUMNS, options);
            return losses;
          };
          const fusedBackward = (from: Float64Array, weights = scale, to = t) => {
            const da = new Float64Array(from.length).fill(NaN);
            fused.backward(from, head(from), to, weights, da, weights.length, COLUMNS, options);
            return da;
          };

          it('is the loss after the activation', () => {
            const out = head(a);
            expectClose(fusedForward(a), forward(out), 1e-12, 1e-15);
            const da = backward(scale, out);
            activation.backward(a, out, da, da, ROWS, COLUMNS, settled);
            expectClose(fusedBackward(a), da, 1e-12, 1e-15); // y − t may cancel: a few units of 2⁻⁵³
          });

          it('has the gradient that differences have, also where y is 0 or 1 to the last bit', () => {
            for (const spread of [1, 30, 150]) {
              const moved = a.map((value) => spread * value);
              expectGradient(moved, fusedBackward(moved), () => total(fusedForward(moved), scale));
            }
          });

          it('treats each row by itself, and gives rows of scale 0 no gradient', () => {
            const [losses, da] = [fusedForward(a), fusedBackward(a)];
            for (let i = 0; i < ROWS; i++) {
              const row = (all: Float64Array) => all.slice(i * COLUMNS, (i + 1) * COLUMNS);
              expect(bits(fusedForward(row(a), row(t)))).toBe(bits(losses.slice(i, i + 1)));
              expect(bits(fusedBackward(row(a), scale.slice(i, i + 1), row(t)))).toBe(bits(row(da)));
              const without = fusedBackward(row(a), Float64Array.of(0), row(t));
              expect(without.every((value) => value === 0)).toBe(true);
            }
          });

          it('writes nothing beyond its rows', () => {
            const [losses, da] = [new Float64Array(ROWS).fill(7), new Float64Array(SIZE).fill(7)];
            fused.forward(a, head(a), t, losses, ROWS - 1, COLUMNS, options);
            fused.backward(a, head(a), t, scale, da, ROWS - 1, COLUMNS, options);
            expect([losses.at(-1), ...da.subarray(SIZE - COLUMNS)]).toEqual([7, 7, 7, 7, 7]);
          });

          it('stays finite for inputs of any size', () => {
            const far = a.map((value) => 1e5 * value);
            expect([...fusedForward(far), ...fusedBackward(far)].every(Number.isFinite)).toBe(true);
          });
        });
      }
    });
  }
}
