import { jsKernels } from '../js/index.js';
import type { Kernels } from '../kernels.js';
import { createMemoryKernels, PAGES } from '../wasm/backend.js';
import { createMemory } from '../wasm/engine.js';
import { functionsOf } from './addon.js';

/** Odd sizes, so that vectors of every width have a rest. */
const [ROWS, INPUTS, OUTPUTS] = [5, 7, 11];

/**
 * Compares kernels of an addon, for so many lanes, with the plain backend: a product, its transposed ones and a few
 * loops have to have its bits. Returns what is wrong, null where nothing is. Takes a fraction of a millisecond.
 */
export function selfTest(addon: unknown, lanes: number): string | null {
  const memory = createMemory(PAGES);
  if (memory === null) return 'there is no memory for it';
  const source = { addon: '', lanes };
  const native = createMemoryKernels(
    'native',
    { functions: functionsOf(addon, lanes, memory), memory, source },
    { threads: 1 },
  );
  const [actual, expected] = [compute(native), compute(jsKernels)];
  const i = expected.findIndex((value, k) => !Object.is(actual[k], value));
  return i < 0 ? null : `its test gives ${actual[i]}, not ${expected[i]}, for number ${i}`;
}

function compute(kernels: Kernels): number[] {
  let count = 0;
  const vector = (length: number) => {
    const made = kernels.allocate(length);
    // numbers of different size, so that another order of a sum has other bits
    for (let i = 0; i < length; i++) made[i] = ((count++ * 0.61803398875) % 1) - 0.5 + (i % 3) / 1e7;
    return made;
  };
  const [x, w, b, dy] = [ROWS * INPUTS, OUTPUTS * INPUTS, OUTPUTS, ROWS * OUTPUTS].map(vector);
  const [y, z, dx, dw, sums] = [ROWS * OUTPUTS, ROWS * OUTPUTS, ROWS * INPUTS, OUTPUTS * INPUTS, OUTPUTS].map(
    vector,
  );
  const step = kernels.record(() => {
    kernels.affine(x, w, b, y, ROWS, INPUTS, OUTPUTS);
    kernels.loop('activation.tanh.y')({ x: y, y: z }, ROWS, OUTPUTS);
    kernels.loop('activation.softmax.y')({ x: z, y }, ROWS, OUTPUTS);
    kernels.matmul(dy, w, dx, ROWS, OUTPUTS, INPUTS);
    kernels.matmulTransposed(dy, x, dw, OUTPUTS, ROWS, INPUTS);
    kernels.loop('layer.dense.db')({ dy, db: sums }, ROWS, OUTPUTS);
  });
  step.run();
  return [y, z, dx, dw, sums].flatMap((each) => [...each]);
}
