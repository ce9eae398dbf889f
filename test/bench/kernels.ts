// npm run bench:kernels [TASK …]: the backends beside each other, in one run. Figures depend on machine and load:
// compare ratios.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import {
  type Arrays,
  backends,
  buildNetwork,
  datasetFromArrays,
  type Kernels,
  parseConfig,
  prepareDataset,
  random,
  train,
} from '../../src/index.js';
import { createKernels, createWasmKernels, findKernels, tiles } from '../../src/kernels/index.js';
import { COEFFICIENTS } from '../../src/nn/optimizers/index.js';
import { normal, uniform } from '../../src/random.js';
import { activationLoops, optimizerLoops } from '../helpers/loops.js';
import { takeStep } from '../helpers/take_step.js';
import { fastestEnvironment } from './open_blas.mjs';
import { peakOf } from './peak.js';

interface Task {
  readonly rows: number;
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly activation: string;
  readonly classes: number;
  readonly batch_size: number;
  readonly epochs: number;
}

/** Argument of a process that prints the seconds of a product by the BLAS library, and nothing else. */
const PROBE = '--probe-blas';
const isProbe = process.argv[2] === PROBE;
const threads = availableParallelism();
/** Functions that create the kernels of each backend. */
const systems: Readonly<Record<string, () => Kernels>> = {
  js: () => backends.js,
  wasm: () => createWasmKernels({ threads: 1 })!,
  ...(threads > 1 && { [`x ${threads}`]: () => createWasmKernels({ threads })! }),
  ...nativeSystems(),
};
const makers = Object.values(systems);

/** Native kernels by their tiles, the narrowest first, with one thread; and the BLAS library for comparison. */
function nativeSystems(): Record<string, () => Kernels> {
  const there = (Object.keys(tiles) as (keyof typeof tiles)[]).filter((tile) => findKernels(tile).tile);
  return {
    ...Object.fromEntries(
      there.reverse().map((tile) => [tile, () => createKernels('native', { tile, threads: 1 })]),
    ),
    ...(hasBlas() && { blas: () => createKernels('blas', {}) }),
  };
}

/** Whether there is a BLAS library; it is given its fastest kernels for this machine, and one thread as the others. */
function hasBlas(): boolean {
  if (isProbe) return false;
  const { env } = fastestEnvironment((env) =>
    Number(execFileSync(process.execPath, [process.argv[1], PROBE], { env, encoding: 'utf8' })),
  );
  delete process.env.OPENBLAS_CORETYPE;
  delete process.env.OPENBLAS_L2_SIZE;
  Object.assign(process.env, env, { OPENBLAS_NUM_THREADS: '1', BLIS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' });
  try {
    return createKernels('blas', {}).name === 'blas';
  } catch {
    return false;
  }
}

/** The most of one core with the vectors of each tile, by which products can be judged. */
function peaks(): void {
  for (const tile of Object.keys(systems)) {
    const peak = peakOf(tile);
    if (peak)
      console.log(
        `peak of a core with ${tile}: ${peak.separate} GFLOP/s, ${peak.fused} where product and sum are rounded once`,
      );
  }
}

/** Seconds of one call: the best of many short runs, since other processes only ever add. */
function seconds(call: () => void, samples = 40): number {
  const run = (repeats: number) => {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) call();
    return performance.now() - start;
  };
  let repeats = 1;
  while (run(repeats) < 1) repeats *= 2;
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < samples; i++) {
    best = Math.min(best, run(repeats) / repeats);
    // enough of calls that take long
    if (best > 10) i += samples / 5;
  }
  return best / 1000;
}

function filled(kernels: Kernels, length: number): Float64Array {
  const rng = random(length, 'check');
  const vector = kernels.allocate(length);
  for (let i = 0; i < length; i++) vector[i] = uniform(rng) - 0.5;
  return vector;
}

function row(what: string, unit: string, values: readonly number[], better: 'more' | 'less'): void {
  const figures = values.map((value) => value.toPrecision(3).padStart(8)).join('');
  // each against the one before it
  const ratios = values
    .slice(1)
    .map((value, i) => (better === 'more' ? value / values[i] : values[i] / value))
    .map((ratio) => `${ratio.toFixed(1).padStart(6)}x`)
    .join('');
  console.log(`${what.padEnd(34)}${figures}  ${unit.padEnd(10)}${ratios}`);
}

function products(): void {
  // the last is the first layer of mnist: rows, inputs, units
  for (const [m, k, n] of [8, 64, 256, 512].map((size) => [size, size, size]).concat([[128, 784, 256]])) {
    for (const form of ['affine', 'matmul', 'matmulTransposed'] as const) {
      const values = makers.map((make) => {
        const kernels = make();
        const [a, b, c] = [m * k, k * n, m * n].map((length) => filled(kernels, length));
        const call =
          form === 'affine'
            ? () => kernels.affine(a, b, null, c, m, k, n)
            : () => kernels[form](a, b, c, m, k, n);
        return (2 * m * k * n) / seconds(call) / 1e9;
      });
      row(`${form}, ${m} × ${k} × ${n}`, 'GFLOP/s', values, 'more');
    }
  }
}

function elementwise(): void {
  const n = 4096;
  for (const name of ['relu', 'sigmoid', 'tanh', 'softplus', 'gelu', 'softmax'] as const) {
    for (const pass of ['forward', 'backward'] as const) {
      const values = makers.map((make) => {
        const kernels = make();
        const loops = activationLoops(name, kernels);
        const options = loops.options.parse({});
        const [x, y, dy, dx] = [n, n, n, n].map((length) => filled(kernels, length));
        for (let i = 0; i < n; i++) x[i] *= 6;
        loops.forward(x, y, n / 8, 8, options);
        const forward = () => loops.forward(x, y, n / 8, 8, options);
        const backward = () => loops.backward(x, y, dy, dx, n / 8, 8, options);
        return (1e9 * seconds(pass === 'forward' ? forward : backward)) / n;
      });
      row(`${name}, ${pass}`, 'ns a value', values, 'less');
    }
  }
  for (const name of ['sgd', 'rmsprop', 'adam'] as const) {
    const values = makers.map((make) => {
      const kernels = make();
      const rule = optimizerLoops(name, kernels);
      const options = rule.options.parse({});
      const slots = Array.from({ length: rule.slots(options) }, () => kernels.allocate(n));
      const [w, g] = [filled(kernels, n), filled(kernels, n)];
      const coefficients = kernels.allocate(COEFFICIENTS);
      let t = 0;
      return (1e9 * seconds(() => takeStep(rule, w, g, slots, n, ++t, 1e-6, options, coefficients))) / n;
    });
    row(`${name}, step`, 'ns a value', values, 'less');
  }
}

/** Multiplications in the forward passes of one training. */
const MOST_WORK = 1e9;

/** A step costs the same in a shorter training: as many rows and epochs as take the plain backend a second or two. */
function shortened({ rows, inputs, hidden, classes, batch_size, epochs }: Task) {
  const widths = [inputs, ...hidden, classes];
  const products = widths.slice(1).reduce((sum, width, i) => sum + width * widths[i], 0);
  const steps = Math.ceil(MOST_WORK / (batch_size * products));
  const fewer = Math.min(rows, steps * batch_size);
  return { rows: fewer, epochs: Math.min(epochs, Math.ceil((steps * batch_size) / fewer)) };
}

async function task(name: string, task: Task): Promise<void> {
  const { inputs, hidden, activation, classes, batch_size } = task;
  const { rows, epochs } = shortened(task);
  const rng = random(0, 'check');
  const arrays: Arrays = {
    train: {
      x: Float64Array.from({ length: rows * inputs }, () => normal(rng)),
      t: Float64Array.from({ length: rows }, () => Math.floor(uniform(rng) * classes)),
    },
    inputs,
    target: { kind: 'classes', classes: Array.from({ length: classes }, (_, i) => `c${i}`) },
  };
  const dataset = datasetFromArrays(arrays);
  const parsed = parseConfig({
    data: { train: '-' },
    layers: hidden.map((units) => ({ type: 'dense', units, activation })),
    head: { loss: 'cross_entropy' },
    optimizer: 'adam',
    training: { epochs, batch_size },
  });
  const prepared = prepareDataset({ ...parsed, name }, dataset);
  const steps = epochs * Math.ceil(rows / batch_size);
  const best: number[] = [];
  const first: number[] = [];
  for (const make of makers) {
    const runs: number[] = [];
    const until = performance.now() + 1000;
    do {
      const network = buildNetwork(prepared.config, prepared.inputs, prepared.outputs, make());
      network.allocate(batch_size);
      const start = performance.now();
      await train(network, prepared.config, dataset);
      runs.push((1000 * (performance.now() - start)) / steps);
    } while (performance.now() < until);
    first.push(runs[0]);
    best.push(Math.min(...runs));
  }
  row(`${name}, first training`, 'µs a step', first, 'less');
  row(`${name}, best of later ones`, 'µs a step', best, 'less');
}

async function report(wanted: readonly string[]): Promise<void> {
  const names = Object.keys(systems).map((name) => name.padStart(8));
  console.log(''.padEnd(34) + names.join(''));
  if (wanted.length === 0) {
    peaks();
    products();
    elementwise();
  }
  const tasks: Record<string, Task> = JSON.parse(readFileSync('test/bench/tasks.json', 'utf8'));
  for (const [name, description] of Object.entries(tasks))
    if (wanted.length === 0 || wanted.includes(name)) await task(name, description);
}

function probeBlas(): void {
  const n = 384;
  const kernels = createKernels('blas', {});
  const [a, b, c] = [filled(kernels, n * n), filled(kernels, n * n), kernels.allocate(n * n)];
  console.log(seconds(() => kernels.matmul(a, b, c, n, n, n)));
}

if (isProbe) probeBlas();
else await report(process.argv.slice(2));
