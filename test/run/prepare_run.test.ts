import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { backends, createWasmKernels, type Kernels } from '../../src/kernels/index.js';
import { loadConfig } from '../../src/run/load_config.js';
import { prepareRun } from '../../src/run/prepare_run.js';
import { iris, project } from '../cli/project.js';

// this machine may have less
vi.mock('node:os', async (original) => ({ ...(await original<object>()), totalmem: () => 2 ** 40 }));

/** Prepares iris with a hidden layer; what was asked for of backends, and what each was asked for. */
async function prepared(units: number, backend: () => Kernels) {
  const { directory } = project({
    'iris.json': iris({ layers: [{ type: 'dense', units, activation: 'relu' }] }),
  });
  const file = join(directory, 'iris.json');
  const asked: number[] = [];
  const made: Kernels[] = [];
  const run = await prepareRun(
    loadConfig(file, { set: [], overrides: [] }),
    { directory: dirname(file) },
    (bytes) => {
      asked.push(bytes);
      made.push(asked.length === 1 ? backend() : { ...backends.js, allocate: () => new Float64Array(0) });
      return made.at(-1)!;
    },
  );
  return { ...run, asked, made };
}

test('the rows that are trained on lie in the memory of the network', async () => {
  const { network, dataset, asked } = await prepared(5, () => createWasmKernels()!);
  expect(asked).toEqual([0]);
  const { train, validation } = dataset;
  expect(train.x.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(network.layout.kernels.toBackendMemory(train.x)).toBe(train.x);
  expect(network.layout.kernels.toBackendMemory(train.t)).toBe(train.t);
  expect(validation!.x.buffer).toBeInstanceOf(ArrayBuffer);
});

test('a network that has no room beside them has a backend of its own, chosen by its bytes', async () => {
  const { network, dataset, asked, made } = await prepared(2 ** 24, () => createWasmKernels()!);
  expect(asked).toEqual([0, expect.any(Number)]);
  expect(asked[1]).toBeGreaterThan(3 * 2 ** 30);
  expect(network.layout.kernels).toBe(made[1]);
  expect(made[0].toBackendMemory(dataset.train.x)).toBe(dataset.train.x);
});
