import { expect } from 'vitest';
import {
  type ArraySplit,
  type ArrayTarget,
  buildNetwork,
  datasetFromArrays,
  type Kernels,
  type Network,
  type Prepared,
  parseConfig,
  prepareDataset,
  random,
  type TrainOptions,
  type TrainResult,
  train,
} from '../../src/index.js';
import { normal } from '../../src/random.js';
import { batchSizes, largestBatch } from '../../src/training/batches.js';

/** Settings of a config in a test; data come as arrays. */
export type Settings = Readonly<Record<string, unknown>>;

export interface Rows {
  readonly train: ArraySplit;
  readonly validation?: ArraySplit;
  readonly inputs: number;
  readonly target: ArrayTarget;
}

export function prepared(settings: Settings, rows: Rows): Prepared {
  const config = parseConfig({ ...settings, data: { train: '-' } });
  return prepareDataset({ ...config, name: 'test' }, datasetFromArrays(rows));
}

export interface Trained extends Prepared {
  readonly network: Network;
  readonly result: TrainResult;
  /** All weights and statistics after training. */
  readonly weights: Float64Array;
}

export interface Course extends TrainOptions {
  /** The default unless said. */
  readonly kernels?: Kernels;
}

/** Trains settings on rows. */
export async function trained(
  settings: Settings,
  rows: Rows,
  { kernels, ...course }: Course = {},
): Promise<Trained> {
  const all = prepared(settings, rows);
  const { config, dataset } = all;
  const network = buildNetwork(config, all.inputs, all.outputs, kernels);
  network.allocate(largestBatch(batchSizes(config.training, dataset.train.rows, network)));
  const result = await train(network, config, dataset, course);
  return { ...all, network, result, weights: network.snapshot() };
}

/** Three clouds of points in the plane that overlap a little: `rows` to train with, and half as many for validation. */
export function clouds(rows: number): Rows {
  const rng = random(5, 'data');
  const draw = (count: number): ArraySplit => {
    const t = Float64Array.from({ length: count }, (_, i) => i % 3);
    const x = Float64Array.from({ length: 2 * count }, (_, i) => {
      const angle = t[i >> 1];
      return normal(rng) + (i % 2 === 0 ? 2 * (angle - 1) : 2 * (angle % 2));
    });
    return { x, t };
  };
  return {
    train: draw(rows),
    validation: draw(rows >> 1),
    inputs: 2,
    target: { kind: 'classes', classes: ['a', 'b', 'c'] },
  };
}

/** y = 2 x₁ − x₂ + noise, without validation. */
export function plane(rows: number): Rows {
  const rng = random(6, 'data');
  const x = Float64Array.from({ length: 2 * rows }, () => normal(rng));
  const t = Float64Array.from({ length: rows }, (_, i) => 2 * x[2 * i] - x[2 * i + 1] + 0.1 * normal(rng));
  return { train: { x, t }, inputs: 2, target: { kind: 'numbers', columns: 1 } };
}

/** Expects the same bits, −0 and 0 apart. */
export function expectSameBits(actual: Float64Array, expected: Float64Array): void {
  const bits = (values: Float64Array) => new BigUint64Array(values.slice().buffer);
  expect(bits(actual)).toEqual(bits(expected));
}
