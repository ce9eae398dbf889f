import { readFileSync } from 'node:fs';

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

/** Our config for a golden network: `data` is left to the caller. */
export function goldenConfig(network: GoldenNetwork) {
  const { lr, ...optimizer } = network.optimizer;
  return {
    seed: 0,
    layers: describe(network).layers,
    head: { loss: network.loss },
    optimizer: { ...optimizer, learning_rate: lr },
    training: { epochs: network.epochs, batch_size: network.batch_size, shuffle: false },
  };
}

/** Its tensors by our names, as flat lists with their shapes; PyTorch's count of batches is left out. */
export function goldenTensors(network: GoldenNetwork, values: Record<string, number | number[] | Matrix>) {
  const { names } = describe(network);
  return Object.entries(values).flatMap(([theirs, value]) => {
    if (typeof value === 'number') return [];
    const shape = Array.isArray(value[0]) ? [value.length, value[0].length] : [value.length];
    return [{ name: names.get(theirs)!, shape, values: value.flat() }];
  });
}
