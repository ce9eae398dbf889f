import { MlpError } from '../errors.js';

const rule =
  'a vector has no elements to read or write: a layer computes with kernels, and what no kernel does goes through ' +
  'kernels.runInJs, so that a recorded step does it again in every run';

const isElement = (key: string | symbol): boolean =>
  key === Symbol.iterator ||
  (typeof key === 'string' &&
    (/^-?\d/.test(key) || (key in Float64Array.prototype && !(key in Object.prototype))));

const refuse = () => {
  throw new MlpError('bug', rule);
};

/** The end of the prototype chain: only what a vector lacks is looked for here, so that what it has costs nothing. */
const noElements: object = new Proxy(Object.create(null), {
  get: (target, key, receiver) => (isElement(key) ? refuse() : Reflect.get(target, key, receiver)),
  set: (target, key, value, receiver) =>
    isElement(key) ? refuse() : Reflect.set(target, key, value, receiver),
});

abstract class WithoutElements {}
Object.setPrototypeOf(WithoutElements.prototype, noElements);

/**
 * Memory that kernels compute with, in the hands of a layer: its numbers are out of reach there, since a loop over them
 * would run once, when a step is recorded, and not in the runs of the recorded program. `numbersOf` is for those who
 * hold data.
 */
export class Vector extends WithoutElements {
  readonly length: number;
  /** Offset of the first number from the beginning of the backend's memory, in bytes. */
  readonly byteOffset: number;
  readonly #numbers: Float64Array;

  constructor(numbers: Float64Array) {
    super();
    this.#numbers = numbers;
    this.length = numbers.length;
    this.byteOffset = numbers.byteOffset;
    Object.freeze(this);
  }

  /** Returns the vector of the same memory from an element on: `length` numbers, or all that follow. */
  slice(from: number, length = this.length - from): Vector {
    if (from === 0 && length === this.length) return this;
    return new Vector(this.#numbers.subarray(from, from + length));
  }

  static numbersOf(vector: Vector): Float64Array {
    return vector.#numbers;
  }
}

/** Numbers that kernels take: layers give vectors, those who hold data arrays. */
export type Numbers = Vector | Float64Array;

/** The numbers themselves: for kernels and for those who hold a network's data, not for layers. */
export const numbersOf = (numbers: Numbers): Float64Array =>
  numbers instanceof Vector ? Vector.numbersOf(numbers) : numbers;
