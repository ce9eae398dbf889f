import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backends, type Kernels } from '../../src/kernels/index.js';
import { createWasmKernels } from '../../src/kernels/wasm/index.js';
import { portableBackends } from '../helpers/portable_backends.js';
import { recorded } from './recorded.js';

const made = Object.entries(portableBackends({ threads: 1 })).map(([name, make]) => [name, make()]);
const shared = Object.entries(portableBackends({ threads: 3, grain: 0 })).map(([name, make]) => [
  `${name}, recorded, 3 threads`,
  recorded(make()),
]);
const others: Readonly<Record<string, Kernels>> = {
  js: backends.js,
  ...Object.fromEntries([...made, ...shared]),
};

/** A split of 5 rows, taken in this order; the batch is the second and the third of it: rows 4 and 0. */
const order = [2, 4, 0, 1, 3];
const x = [0, 0.1, 0.2, 1, 1.1, 1.2, 2, 2.1, 2.2, 3, 3.1, 3.2, 4, 4.1, 4.2];
const vectorsOf = (kernels: Kernels) => (values: readonly number[]) => {
  const vector = kernels.allocate(values.length);
  vector.set(values);
  return vector;
};

it.each(Object.entries(others))('%s takes a batch from the rows of a split', (_, kernels) => {
  const vector = vectorsOf(kernels);
  const [from, rows] = [vector([1]), vector(order)];
  const batch = vector(Array(7).fill(-1));
  kernels.gather(vector(x), rows, from, batch, 2, 3);
  expect([...batch]).toEqual([4, 4.1, 4.2, 0, 0.1, 0.2, -1]);

  const t = vector(Array(9).fill(-1));
  kernels.gatherOneHot(vector([3, 0, 0, 0, 1]), rows, from, t, 2, 4);
  expect([...t]).toEqual([0, 1, 0, 0, 0, 0, 0, 1, -1]);
});

it.each(Object.entries(others))('%s weighs the rows of a batch', (_, kernels) => {
  const vector = vectorsOf(kernels);
  const [from, rows, weights] = [vector([1]), vector(order), vector([3, 9, 9, 9, 1])];
  const sum = vector([0]);
  const losses = vector([0.5, 2]);
  kernels.weightedSum(losses, weights, rows, from, sum, 2);
  expect(sum[0]).toBe(1 * 0.5 + 3 * 2);
  kernels.weightedSum(losses, null, rows, from, sum, 2);
  expect(sum[0]).toBe(2.5);

  // rows without weight: their losses do not count, be they what they may
  const [none, bad] = [vector([0, 9, 9, 9, 0]), vector([Infinity, NaN])];
  kernels.weightedSum(bad, none, rows, from, sum, 2);
  expect(sum[0]).toBe(0);
});

it.each(Object.entries(others))('%s adds, multiplies, copies and fills', (_, kernels) => {
  const vector = vectorsOf(kernels);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.double(), fc.double()), { maxLength: 20 }), (pairs) => {
      const [a, b, c] = [0, 1, 0].map((side) => vector([...pairs.map((pair) => pair[side]), 7]));
      const n = pairs.length;
      kernels.add(a, b, c, n);
      expect([...c]).toEqual([...pairs.map(([p, q]) => p + q), 7]);
      kernels.multiply(a, b, c, n);
      expect([...c]).toEqual([...pairs.map(([p, q]) => p * q), 7]);
      kernels.multiply(c, c, c, n);
      expect([...c]).toEqual([...pairs.map(([p, q]) => p * q * (p * q)), 7]);
      kernels.copy(a, c, n);
      expect([...c]).toEqual([...pairs.map(([p]) => p), 7]);
      kernels.fill(c, n, -2);
      expect([...c]).toEqual([...pairs.map(() => -2), 7]);
    }),
    { numRuns: 50 },
  );
});

it.each(Object.entries(others))(
  '%s brings arrays to its memory: copies with the same numbers, or the array itself',
  (_, kernels) => {
    const there = kernels.toBackendMemory(Float64Array.of(1, 2, 3))!;
    expect([...there]).toEqual([1, 2, 3]);
    kernels.fill(there, 2, 5);
    expect([...there]).toEqual([5, 5, 3]);
  },
);

it.each(Object.entries(others))('%s has the data in its memory that it has given a place', (_, kernels) => {
  const data = kernels.allocateData(3);
  expect([...data]).toEqual([0, 0, 0]);
  kernels.allocate(2 ** 20); // the memory grows
  expect(kernels.toBackendMemory(data)).toBe(data);
  expect([...kernels.toBackendMemory(data.subarray(1))!]).toEqual([0, 0]);
});

it.each(Object.entries(others))(
  '%s gives memory out once more that it was given back, as zeros',
  (_, kernels) => {
    const [long, short] = [kernels.allocate(1000), kernels.allocate(10)];
    kernels.fill(long, 1, 1000);
    kernels.release(short);
    kernels.release(long);
    kernels.release(short); // the longer is kept
    kernels.release(new Float64Array(5000)); // not of this memory
    const isIn = (array: Float64Array) =>
      array.buffer === long.buffer && array.byteOffset === long.byteOffset && array.length <= long.length;
    expect(isIn(kernels.allocateResult(1001))).toBe(false);
    expect(isIn(kernels.allocateResult(500))).toBe(false);
    const result = kernels.allocateResult(600);
    expect(isIn(result)).toBe(kernels.name !== 'js');
    expect([...result]).toEqual(new Array(600).fill(0));
    expect(isIn(kernels.allocateResult(600))).toBe(false);
  },
);

it('wasm gives data no place but in its first GiB, so that there is one for a network', () => {
  const kernels = createWasmKernels({ threads: 1 })!;
  expect(kernels.allocateData(2 ** 27).buffer).toBeInstanceOf(ArrayBuffer);
  expect(kernels.allocateData(2 ** 27 - 2 ** 20).buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(kernels.allocateData(2 ** 20).buffer).toBeInstanceOf(ArrayBuffer);
  expect(kernels.allocateData(2 ** 10).buffer).toBeInstanceOf(SharedArrayBuffer);
});

it('wasm has no room for more than half a GiB of somebody else’s numbers, or for what is left of 4 GiB', () => {
  const wasm = createWasmKernels({ threads: 1 })!;
  expect(wasm.toBackendMemory({ byteLength: 2 ** 29 + 8 } as Float64Array)).toBeNull();
  expect(wasm.toBackendMemory({ byteLength: 8, length: 2 ** 29 } as Float64Array)).toBeNull();
});
