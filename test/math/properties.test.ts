import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as math from '../../src/math/index.js';
import { runs } from '../helpers/runs.js';
import { nextUp, ulp } from './ulp.js';

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('symmetry, to the bit', () => {
  it.each([math.sin, math.tan, math.asin, math.atan, math.sinh, math.tanh, math.erf] as const)(
    'odd: %o',
    (evaluate) => {
      fc.assert(
        fc.property(fc.oneof(anyNumber, finite(-3, 3)), (x) => {
          expect(evaluate(-x)).toBe(-evaluate(x));
        }),
      );
    },
  );

  it.each([math.cos, math.cosh] as const)('even: %o', (evaluate) => {
    fc.assert(
      fc.property(fc.oneof(anyNumber, finite(-3, 3)), (x) => {
        expect(evaluate(-x)).toBe(evaluate(x));
      }),
    );
  });
});

// An error below half an ulp would make monotonicity certain; what we demand is that it never fails by more than the
// errors allow: a value may fall below that of a smaller argument by 2 ulps, not more.
describe('monotonicity', () => {
  const increasing: [string, (x: number) => number, number, number][] = [
    ['exp', math.exp, -746, 710],
    ['expm1', math.expm1, -50, 710],
    ['log', math.log, 0, Number.MAX_VALUE],
    ['log1p', math.log1p, -1, 1e6],
    ['tanh', math.tanh, -25, 25],
    ['sinh', math.sinh, -711, 711],
    ['sigmoid', math.sigmoid, -746, 45],
    ['softplus', math.softplus, -746, 100],
    ['erf', math.erf, -7, 7],
    ['asin', math.asin, -1, 1],
    ['atan', math.atan, -1e6, 1e6],
  ];
  it.each(increasing)('%s', (_name, evaluate, min, max) => {
    fc.assert(
      fc.property(finite(min, max), finite(min, max), (a, b) => {
        const [low, high] = a < b ? [evaluate(a), evaluate(b)] : [evaluate(b), evaluate(a)];
        expect(low === high || low - high <= 2 * ulp(low)).toBe(true);
      }),
      { numRuns: runs(100, 300) },
    );
    // neighbouring numbers, across the seams between the pieces of each function
    for (const seam of [0.5, 1, 2, Math.LN2 / 2, Math.SQRT1_2, Math.SQRT2, Math.log(3) / 2, 0.4375, 2.4375]) {
      if (seam > max) continue;
      let x = seam * (1 - 2 ** -48);
      let before = evaluate(x);
      for (let step = 0; step < 32; step++) {
        x = nextUp(x);
        const here = evaluate(x);
        expect(before - here, `at ${x}`).toBeLessThanOrEqual(2 * ulp(here));
        before = here;
      }
    }
  });
});

describe('identities', () => {
  function near(a: number, b: number, ulps: number): void {
    expect(Math.abs(a - b), `${a} and ${b}`).toBeLessThanOrEqual(ulps * ulp(b));
  }

  it('sin² + cos² = 1 for every float64', () => {
    fc.assert(
      fc.property(anyNumber, (x) => near(math.sin(x) ** 2 + math.cos(x) ** 2, 1, 4)),
      { numRuns: runs(100, 500) },
    );
  });

  it('log undoes exp', () => {
    // a relative error of 2^-53 in exp is an absolute one of 2^-53 in log
    fc.assert(
      fc.property(finite(-700, 700), (x) => {
        expect(Math.abs(math.log(math.exp(x)) - x)).toBeLessThanOrEqual(2 ** -52 + ulp(x));
      }),
    );
  });

  it('sigmoid(x) + sigmoid(−x) = 1', () => {
    fc.assert(fc.property(finite(-50, 50), (x) => near(math.sigmoid(x) + math.sigmoid(-x), 1, 2)));
  });

  it('softplus(x) − softplus(−x) = x', () => {
    fc.assert(
      fc.property(finite(-50, 50), (x) => {
        const error = Math.abs(math.softplus(x) - math.softplus(-x) - x);
        expect(error).toBeLessThanOrEqual(4 * ulp(Math.abs(x) + 1));
      }),
    );
  });

  it('erf + erfc = 1', () => {
    fc.assert(fc.property(finite(-6, 6), (x) => near(math.erf(x) + math.erfc(x), 1, 2)));
  });

  it('x² by pow is x · x, and x^-1 is 1 / x', () => {
    fc.assert(
      fc.property(anyNumber, (x) => {
        expect(math.pow(x, 2)).toBe(x * x);
        expect(math.pow(x, -1)).toBe(1 / x);
      }),
    );
  });
});
