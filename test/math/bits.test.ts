import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as math from '../../src/math/index.js';
import { powerOfTwo } from '../../src/math/powers.js';

// A snapshot: it proves only sameness, but to the last bit. Every engine, and every faster version of a function, has
// to give these very bits; models and golden runs depend on them. A change here is a change of every trained model.
const snapshots: Record<keyof typeof math, string> = {
  acos: 'e4e7993791873d3c',
  asin: '030bbd47f832b714',
  atan: '6b455b55e656ada9',
  atan2: '1eb4a08cf28a2caa',
  erf: 'd1ed56cca5b02b5d',
  erfc: '84bcdaf7014d0e43',
  exp: '2ce2cbe69743f182',
  expm1: 'f2068e3d6829dcf1',
  log: 'f6ec4af908e9a5f8',
  log1p: '9954371edb2092d1',
  log2: 'd8528a4792b81062',
  log10: 'e399b1382bc79f0e',
  pow: '9a22d5670dfdb214',
  probit: '4a8034305e772270',
  sigmoid: '947b26610d803acf',
  cos: 'bd3534d5dc0185d5',
  sin: '3570eaa07c81cd47',
  cosh: '0c10c794adebd9cb',
  sinh: '50319dbb4a2437a4',
  softplus: '5111dc05eac2554a',
  tan: 'f5208c57f529d9b0',
  sind: '07ef67de580f8f0a',
  cosd: '38e1281392c16b86',
  tand: '0a799576328b0169',
  tanh: '5ae08bb55547f9b5',
};

/** 4000 arguments from tiny to huge, of both signs, made without rounding. */
function* sampleArguments(): Generator<number> {
  let state = 1;
  for (let index = 0; index < 4000; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const exponent = index % 2 === 0 ? (index % 14) - 10 : (index % 120) - 60;
    yield state * powerOfTwo(exponent - 28);
  }
}

function fingerprint(evaluate: (x: number, y: number) => number): string {
  const view = new DataView(new ArrayBuffer(8));
  const hash = createHash('sha256');
  let previous = 1.5;
  for (const x of sampleArguments()) {
    const value = evaluate(x, previous);
    if (Number.isNaN(value)) view.setBigUint64(0, 0x7ff8000000000000n);
    else view.setFloat64(0, value);
    hash.update(new Uint8Array(view.buffer));
    previous = x;
  }
  return hash.digest('hex').slice(0, 16);
}

describe('the bits of src/math', () => {
  it.each(Object.entries(math))('%s', (name, evaluate) => {
    expect(fingerprint(evaluate as (x: number, y: number) => number)).toBe(
      snapshots[name as keyof typeof math],
    );
  });
});
