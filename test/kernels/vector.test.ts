import { expect, it } from 'vitest';
import { MlpError } from '../../src/errors.js';
import { numbersOf, Vector } from '../../src/kernels/index.js';

const memory = Float64Array.of(1, 2, 3, 4, 5);
const vector = new Vector(memory.subarray(1));
/** The vector as an array, which type checks would refuse. */
const unchecked = vector as never as Float64Array;

it('has a place in memory, and parts', () => {
  expect([vector.length, vector.byteOffset]).toEqual([4, 8]);
  const part = vector.slice(1, 2);
  expect([part.length, part.byteOffset, ...numbersOf(part)]).toEqual([2, 16, 3, 4]);
  expect([...numbersOf(vector.slice(3))]).toEqual([5]);
  expect(numbersOf(vector).buffer).toBe(memory.buffer);
  expect(numbersOf(memory)).toBe(memory);
});

it.each<[what: string, action: () => unknown]>([
  ['an element that is read', () => unchecked[0]],
  ['one beyond its end', () => unchecked[99]],
  ['a negative one', () => unchecked[-1]],
  ['an element that is written', () => (unchecked[0] = 7)],
  ['one that is added to', () => (unchecked[2] += 1)],
  ['a loop over its numbers', () => [...unchecked]],
  ['a method of arrays', () => unchecked.fill(0)],
  ['another', () => unchecked.map((value) => 2 * value)],
])('refuses %s, with the rule', (_, action) => {
  expect(action).toThrow(MlpError);
  expect(action).toThrow(/what no kernel does goes through kernels\.runInJs/);
  expect([...memory]).toEqual([1, 2, 3, 4, 5]);
});

it('has nothing else that can be changed', () => {
  expect(() => Object.assign(vector, { length: 9 })).toThrow(TypeError);
  expect(Reflect.get(vector, 'then')).toBeUndefined();
});

it('does not compile where its elements are asked for', () => {
  // @ts-expect-error a vector has no elements
  expect(() => vector[0]).toThrow(MlpError);
  // @ts-expect-error nor is it an array
  const array: () => Float64Array = () => vector;
  expect(array()).toBe(vector);
});
