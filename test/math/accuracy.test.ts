import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as math from '../../src/math/index.js';
import { ulp } from './ulp.js';

// Made by mpmath, correctly rounded: see test/fixtures/make_math.py.
const reference: Record<string, number[]> = JSON.parse(
  readFileSync(new URL('../fixtures/math.json', import.meta.url), 'utf8'),
);

// The largest error in ulps that each function's docstring states.
const bounds: Record<keyof typeof math, number> = {
  exp: 0.8,
  expm1: 1,
  log: 0.8,
  log1p: 0.8,
  log2: 0.75,
  log10: 0.65,
  pow: 0.65,
  sin: 0.8,
  cos: 0.8,
  tan: 1,
  sind: 0.8,
  cosd: 0.8,
  tand: 1,
  asin: 0.65,
  acos: 0.6,
  atan: 0.65,
  atan2: 1.4,
  sinh: 1.5,
  cosh: 1.1,
  tanh: 1.7,
  erf: 1.1,
  erfc: 1.6,
  sigmoid: 1.6,
  softplus: 1.6,
  probit: 3.5,
};

describe('src/math against mpmath', () => {
  it('has reference values and a bound for every function', () => {
    expect(Object.keys(reference).sort()).toEqual(Object.keys(math).sort());
    expect(Object.keys(bounds).sort()).toEqual(Object.keys(math).sort());
  });

  it.each(Object.entries(math))('%s stays within its stated error', (name, evaluate) => {
    const row = reference[name];
    const stride = evaluate.length + 2;
    let worst = 0;
    let where = '';
    for (let start = 0; start < row.length; start += stride) {
      const [first, second] = row.slice(start, start + evaluate.length);
      const [nearest, residual] = row.slice(start + evaluate.length, start + stride);
      const value = (evaluate as (x: number, y: number) => number)(first, second);
      const error = Math.abs((value - nearest) / ulp(nearest) - residual);
      if (!(error <= worst)) {
        worst = error;
        where = `${name}(${row.slice(start, start + evaluate.length)}) = ${value}, not ${nearest}`;
      }
    }
    expect(row.length / stride).toBeGreaterThan(90);
    expect(worst, where).toBeLessThanOrEqual(bounds[name as keyof typeof math]);
  });
});
