import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Arrays, ArrayTarget } from '../../src/index.js';
import { datasetFromArrays, type Prepared, parseConfig, prepareDataset } from '../../src/index.js';

type Matrix = number[][];

/** A network of PyTorch: how it starts, its gradients there, and what training makes of it. */
export interface GoldenNetwork {
  name: string;
  sizes: number[];
  activations: string[];
  loss: string;
  norm: 'layer_norm' | 'batch_norm' | null;
  residual: boolean;
  X: Matrix;
  Y: Matrix | number[];
  init: Record<string, number | number[] | Matrix>;
  loss_at_init: number;
  grads_at_init: Record<string, number[] | Matrix>;
  dX_at_init: Matrix;
  optimizer: { type: string; lr: number; momentum?: number; weight_decay?: number };
  epochs: number;
  batch_size: number;
  train_loss_by_epoch: number[];
  final: Record<string, number | number[] | Matrix>;
  final_output_eval: Matrix;
}

const file = new URL('../golden/networks.json', import.meta.url);
export const goldenNetworks: GoldenNetwork[] = JSON.parse(readFileSync(file, 'utf8')).cases;

/** The layers of a golden network as a config has them, and our name for each of its tensors. */
export function describe(network: GoldenNetwork) {
  const { sizes, activations, norm, residual } = network;
  const layers: object[] = [];
  const names = new Map<string, string>();
  const rename = (theirs: string, ours: string) => {
    for (const part of ['weight', 'bias', 'running_mean', 'running_var'])
      names.set(`${theirs}.${part}`, `${ours}.${part}`);
  };
  activations.forEach((activation, i) => {
    const units = sizes[i + 1];
    const at = `layers.${layers.length}`;
    if (norm) {
      rename(`layers.${i}`, at);
      rename(`norms.${i}`, `layers.${layers.length + 1}`);
      layers.push({ type: 'dense', units }, { type: norm }, { type: 'activation', activation });
    } else if (residual && sizes[i] === units) {
      rename(`layers.${i}`, `${at}.layers.0`);
      layers.push({ type: 'residual', layers: [{ type: 'dense', units, activation }] });
    } else {
      rename(`layers.${i}`, at);
      layers.push({ type: 'dense', units, activation });
    }
  });
  rename(`layers.${activations.length}`, 'head');
  return { layers, names };
}

/** An autoencoder: its targets are its inputs. */
export const isReconstruction = ({ X, Y }: GoldenNetwork): boolean => isDeepStrictEqual(X, Y);

/** Config of mlp for a golden network: `data` is left to the caller. */
export function goldenConfig(network: GoldenNetwork) {
  const { lr, ...optimizer } = network.optimizer;
  return {
    seed: 0,
    ...(isReconstruction(network) && { task: 'reconstruction' }),
    layers: describe(network).layers,
    head: { loss: network.loss },
    optimizer: { ...optimizer, learning_rate: lr },
    training: { epochs: network.epochs, batch_size: network.batch_size, shuffle: false },
  };
}

/**
 * Tensors of a golden network by the names of mlp, as flat lists with their shapes; PyTorch's count of batches is left
 * out.
 */
export function goldenTensors(network: GoldenNetwork, values: Record<string, number | number[] | Matrix>) {
  const { names } = describe(network);
  return Object.entries(values).flatMap(([theirs, value]) => {
    if (typeof value === 'number') return [];
    const shape = Array.isArray(value[0]) ? [value.length, value[0].length] : [value.length];
    return [{ name: names.get(theirs)!, shape, values: value.flat() }];
  });
}

/** Data of a golden network, as arrays of mlp. */
export function goldenArrays(golden: GoldenNetwork): Arrays {
  const { sizes, X, Y } = golden;
  const outputs = sizes.at(-1)!;
  const x = Float64Array.from(X.flat());
  if (isReconstruction(golden)) return { train: { x }, inputs: sizes[0], target: { kind: 'reconstruction' } };
  const target: ArrayTarget = Array.isArray(Y[0])
    ? { kind: 'numbers', columns: outputs }
    : { kind: 'classes', classes: Array.from({ length: outputs }, (_, i) => String(i)) };
  return { train: { x, t: Float64Array.from(Y.flat()) }, inputs: sizes[0], target };
}

/**
 * Tolerance of training, relative and absolute. Both systems round every step, each in its own order of sums, and
 * differ by a few 1e-16 after it; at most 100 steps make 1e-12 of that. A batch norm is another matter: the bias before
 * it has the gradient 0, so that Adam divides rounding noise of 1e-17 by ε = 1e-8 and moves it by 0.01 · 1e-9 at a
 * time, mlp this way, PyTorch that. What comes of it in a few steps is under 1e-9.
 */
export const trainingTolerance = ({ norm }: GoldenNetwork): number => (norm === 'batch_norm' ? 1e-9 : 1e-12);

/** A golden network as our config and data, ready to train. */
export function prepareGolden(network: GoldenNetwork): Prepared {
  const config = parseConfig({ ...goldenConfig(network), data: { train: '-' } });
  return prepareDataset({ ...config, name: network.name }, datasetFromArrays(goldenArrays(network)));
}
