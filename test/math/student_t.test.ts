import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../../src/math/incomplete_beta.js';
import { logGamma } from '../../src/math/log_gamma.js';
import { studentTwoSided } from '../../src/math/student_t.js';

const golden: Record<string, number[][]> = JSON.parse(
  readFileSync(new URL('../golden/student_t.json', import.meta.url), 'utf8'),
);

/** Worst error of a function over its reference values, relative to values that are not tiny. */
const worst = (rows: readonly number[][], evaluate: (...x: number[]) => number) =>
  Math.max(
    ...rows.map((row) => {
      const expected = row.at(-1)!;
      return Math.abs(evaluate(...row.slice(0, -1)) - expected) / Math.max(Math.abs(expected), 1e-300);
    }),
  );

// exp of a sum of logarithms of some 100 has some 100 roundings of 2⁻⁵³; ln Γ is 0 at 1 and 2
describe("Student's t as SciPy has it", () => {
  it('two-sided probabilities', () => {
    expect(worst(golden.two_sided, studentTwoSided)).toBeLessThan(2e-12);
  });

  it('incomplete beta function', () => {
    expect(worst(golden.incomplete_beta, incompleteBeta)).toBeLessThan(2e-12);
  });

  it('logarithm of the gamma function', () => {
    const errors = golden.log_gamma.map(
      ([x, expected]) => Math.abs(logGamma(x) - expected) / Math.max(expected, 1),
    );
    expect(Math.max(...errors)).toBeLessThan(1e-14);
  });

  it('at the ends', () => {
    expect(studentTwoSided(0, 4)).toBe(1);
    expect(studentTwoSided(Number.POSITIVE_INFINITY, 4)).toBe(0);
    expect(studentTwoSided(Number.NaN, 4)).toBeNaN();
    expect([incompleteBeta(0, 1, 2), incompleteBeta(1, 1, 2)]).toEqual([0, 1]);
  });
});
