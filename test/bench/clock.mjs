import { backends } from './task.mjs';

const products = ['affine', 'matmul', 'matmulTransposed', 'add', 'multiply', 'copy', 'fill'];
const batches = ['gather', 'gatherOneHot', 'weightedSum'];

/** Adds up where the time of training goes, by backends that read the clock at every entrance. */
export class Clock {
  #spent = {};
  #calls = {};
  /** Milliseconds that the clock finds in a call which does nothing. */
  #cost = 0;

  constructor() {
    const nothing = this.#timed('nothing', () => undefined);
    const times = 100_000;
    for (let i = 0; i < 2 * times; i++) {
      if (i === times) this.#spent.nothing = 0; // compiled by now
      nothing(1, 2, 3, 4, 5, 6, 7);
    }
    this.#cost = this.#spent.nothing / times;
    this.#spent = {};
    this.#calls = {};
  }

  /** Microseconds a step by part, without what the clock itself took. */
  parts(steps) {
    const part = ([name, spent]) => [
      name,
      (1000 * Math.max(0, spent - this.#cost * this.#calls[name])) / steps,
    ];
    return Object.fromEntries(Object.entries(this.#spent).map(part));
  }

  /**
   * Times a backend, whose programs then call one kernel after the other. Nothing nests: no kernel calls another one.
   */
  kernels({ name, allocate, allocateData, toBackendMemory, loop, ...others }) {
    const { record, runInJs, whereFinite } = backends.js;
    return {
      ...{ name, allocate, allocateData, toBackendMemory, record, runInJs, whereFinite },
      loop: (formula) => this.#timed(partOf(formula), loop(formula)),
      ...Object.fromEntries(products.map((kernel) => [kernel, this.#timed('products', others[kernel])])),
      ...Object.fromEntries(batches.map((kernel) => [kernel, this.#timed('batches', others[kernel])])),
    };
  }

  #timed(part, call) {
    return (...values) => {
      const start = performance.now();
      const result = call(...values);
      this.#add(part, performance.now() - start);
      return result;
    };
  }

  #add(part, milliseconds) {
    this.#spent[part] = (this.#spent[part] ?? 0) + milliseconds;
    this.#calls[part] = (this.#calls[part] ?? 0) + 1;
  }
}

/** The part that a loop such as `activation.relu.y` belongs to: layers' own count with their products. */
function partOf(formula) {
  const kind = formula.slice(0, formula.indexOf('.'));
  return kind === 'layer' ? 'products' : kind;
}
