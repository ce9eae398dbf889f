import { describe, expect, it } from 'vitest';
import * as math from '../../src/math/index.js';

const infinity = Number.POSITIVE_INFINITY;
const tiny = Number.MIN_VALUE;
const values = [Number.NaN, infinity, -infinity, 0, -0, 1, -1, 2, -2, 0.5, -0.5, tiny, -tiny];
const specials = [
  ...values,
  2 ** -1022,
  -(2 ** -1022),
  1.7976931348623157e308,
  -1.7976931348623157e308,
  3,
  -3,
];

const functions = math as unknown as Record<string, (x: number) => number>;
const engine = Math as unknown as Record<string, (x: number) => number>;

// Arguments for which ECMAScript gives the result exactly, or for which every correct library gives the same:
// the engine's own functions are the reference there. Elsewhere they differ by an ulp and prove nothing.
const exactHere: Record<string, (x: number) => boolean> = {
  exp: (x) => !Number.isFinite(x) || Math.abs(x) < 1e-300 || Math.abs(x) > 1e300,
  expm1: (x) => !Number.isFinite(x) || Math.abs(x) < 1e-300 || Math.abs(x) > 1e300,
  log: (x) => !(x > 0) || x === 1 || x === infinity,
  log1p: (x) => !Number.isFinite(x) || Math.abs(x) < 1e-300 || x <= -1,
  log2: () => true,
  log10: (x) => !(x > 0) || x === 1 || x === infinity,
  tanh: (x) => !Number.isFinite(x) || Math.abs(x) < 1e-300 || Math.abs(x) > 20,
  sinh: (x) => !Number.isFinite(x) || Math.abs(x) < 1e-300 || Math.abs(x) > 1e300,
  cosh: (x) => !Number.isFinite(x) || Math.abs(x) < 1e-300 || Math.abs(x) > 1e300,
  sin: (x) => !Number.isFinite(x) || Math.abs(x) < 1e-300,
  cos: (x) => !Number.isFinite(x) || Math.abs(x) < 1e-300,
  tan: (x) => !Number.isFinite(x) || Math.abs(x) < 1e-300,
  asin: () => true,
  acos: () => true,
  atan: () => true,
};

describe('special values', () => {
  it.each(Object.entries(exactHere))('%s is as in ECMAScript', (name, exact) => {
    const ours = functions[name];
    const theirs = engine[name];
    for (const x of specials.filter(exact)) expect(ours(x), `${name}(${x})`).toBe(theirs(x));
  });

  it('pow is as in ECMAScript for every pair of special values', () => {
    // the roots of ordinary numbers are for accuracy.test.ts: V8's 2 ** -0.5 is not the nearest number
    for (const x of specials)
      for (const y of [...specials, 4, 9007199254740991, 2 ** 53, 1e300])
        if (Math.abs(y) !== 0.5 || !(x > 0) || x === 1 || x === infinity)
          expect(math.pow(x, y), `pow(${x}, ${y})`).toBe(x ** y);
  });

  it('atan2 is as in ECMAScript for every pair of signs and infinities', () => {
    for (const y of values)
      for (const x of values)
        if (Math.abs(y) !== 0.5 && Math.abs(x) !== 0.5 && Math.abs(x) !== 2 && Math.abs(y) !== 2)
          expect(math.atan2(y, x), `atan2(${y}, ${x})`).toBe(Math.atan2(y, x));
  });

  it('erf, erfc, sigmoid and softplus have their limits', () => {
    const table: [(x: number) => number, number, number][] = [
      [math.erf, infinity, 1],
      [math.erf, -infinity, -1],
      [math.erf, 0, 0],
      [math.erf, -0, -0],
      [math.erf, 7, 1],
      [math.erfc, infinity, 0],
      [math.erfc, -infinity, 2],
      [math.erfc, 0, 1],
      [math.erfc, -0, 1],
      [math.erfc, 28, 0],
      [math.erfc, 1e300, 0],
      [math.erfc, -1e300, 2],
      [math.sigmoid, infinity, 1],
      [math.sigmoid, -infinity, 0],
      [math.sigmoid, 0, 0.5],
      [math.sigmoid, -0, 0.5],
      [math.sigmoid, -1e300, 0],
      [math.sigmoid, -745, tiny],
      [math.softplus, infinity, infinity],
      [math.softplus, -infinity, 0],
      [math.softplus, 0, Math.LN2],
      [math.softplus, 1e300, 1e300],
      [math.softplus, -745, tiny],
    ];
    for (const [evaluate, x, y] of table) expect(evaluate(x), `${evaluate.name}(${x})`).toBe(y);
    for (const evaluate of [math.erf, math.erfc, math.sigmoid, math.softplus])
      expect(evaluate(Number.NaN), evaluate.name).toBe(Number.NaN);
  });

  it('degrees are exact where the angle has an exact sine, cosine or tangent; zeros have the signs of IEEE 754', () => {
    const table: [x: number, sind?: number, cosd?: number, tand?: number][] = [
      [0, 0, 1, 0],
      [-0, -0, 1, -0],
      [30, 0.5],
      [45, undefined, undefined, 1],
      [60, undefined, 0.5],
      [90, 1, 0, infinity],
      [135, undefined, undefined, -1],
      [180, 0, -1, 0],
      [-180, -0, -1, -0],
      [270, -1, 0, -infinity],
      [-90, -1, 0, -infinity],
      [360 * 2 ** 60, 0, 1, 0],
      [infinity, Number.NaN, Number.NaN, Number.NaN],
      [-infinity, Number.NaN, Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN, Number.NaN, Number.NaN],
    ];
    for (const [x, sine, cosine, tangent] of table) {
      if (sine !== undefined) expect(math.sind(x), `sind(${x})`).toBe(sine);
      if (cosine !== undefined) expect(math.cosd(x), `cosd(${x})`).toBe(cosine);
      if (tangent !== undefined) expect(math.tand(x), `tand(${x})`).toBe(tangent);
    }
  });

  it('exp ends where float64 does', () => {
    expect(math.exp(709.782712893384)).toBeLessThan(infinity);
    expect(math.exp(709.7827128933841)).toBe(infinity);
    expect(math.exp(-745.1332191019411)).toBe(tiny);
    expect(math.exp(-745.1332191019412)).toBe(0);
    // each unit of the exponent range halves a subnormal exactly
    expect(math.pow(2, -1074)).toBe(tiny);
    expect(math.pow(2, -1073)).toBe(2 * tiny);
    expect(math.pow(2, 1023)).toBe(8.98846567431158e307);
    expect(math.pow(2, 1024)).toBe(infinity);
    expect(math.sinh(710.4758600739439)).toBeLessThan(infinity);
    expect(math.sinh(710.475860073944)).toBe(infinity);
    expect(math.cosh(-710.475860073944)).toBe(infinity);
  });

  it('logarithms and powers are exact where the result is an integer', () => {
    for (let k = -1074; k < 1024; k++) expect(math.log2(math.pow(2, k))).toBe(k);
    for (let k = 0; k <= 22; k++) {
      expect(math.log10(Number(`1e${k}`))).toBe(k);
      expect(math.pow(10, k)).toBe(Number(`1e${k}`));
    }
    for (let base = -12; base <= 12; base++) {
      let power = 1;
      for (let k = 0; k <= 14; k++) {
        expect(math.pow(base, k), `${base}^${k}`).toBe(power);
        power *= base;
      }
    }
  });
});
