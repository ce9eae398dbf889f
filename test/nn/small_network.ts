import { headSchema } from '../../src/config/head.js';
import { layerSchema } from '../../src/config/layers.js';
import { jsKernels } from '../../src/kernels/js/index.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import type { EncodedInput } from '../../src/nn/encoders/index.js';
import { type Loss, losses } from '../../src/nn/losses/index.js';
import { type HeadConfig, Network, type NetworkConfig } from '../../src/nn/network.js';
import { integerBelow, normal, type Random, random, uniform } from '../../src/random.js';

export interface SmallNetwork {
  /** Layers as a config has them. */
  readonly layers?: readonly object[];
  readonly head?: object;
  readonly penalties?: { readonly l1: number; readonly l2: number };
  readonly ensemble?: NetworkConfig['ensemble'];
  readonly rows?: number;
  readonly inputs?: number;
  readonly outputs?: number;
  readonly seed?: number;
  readonly kernels?: Kernels;
  /** Whether the gradient of the inputs is computed, too; true where it is left out. */
  readonly inputGradient?: boolean;
  /** Networks side by side that are averaged. */
  readonly branches?: number;
  /** Inputs that are encoded. */
  readonly encoded?: readonly EncodedInput[];
}

/**
 * A network with memory for `rows` rows, and random numbers everywhere: weights and biases (not 0, where relu has its
 * kink), inputs, and targets that its loss allows.
 */
export function smallNetwork({
  layers = [],
  head = {},
  penalties = { l1: 0, l2: 0 },
  ensemble,
  rows = 5,
  inputs = 3,
  outputs = 3,
  seed = 0,
  kernels = jsKernels,
  inputGradient = true,
  branches,
  encoded = [],
}: SmallNetwork): Network {
  const config = {
    layers: layers.map((layer) => layerSchema.parse(layer)),
    head: headSchema.parse({ activation: 'identity', loss: 'mse', ...head }) as HeadConfig,
    penalties,
    branches,
    ensemble,
  };
  const spec = { columns: inputs, encoded };
  const network = new Network(config, spec, outputs, kernels, { inputGradient }).allocate(rows);
  const rng = random(seed, 'check');
  network.initialize(rng);
  for (let i = 0; i < network.w.length; i++) network.w[i] = 0.5 * normal(rng);
  for (let i = 0; i < network.x.length; i++) network.x[i] = normal(rng);
  for (const column of encoded)
    if (column.type === 'embedding')
      for (let i = 0; i < rows; i++) network.x[i * inputs + column.input] = integerBelow(rng, column.levels);
  network.t.set(targets(losses[config.head.loss!.type], rows, outputs, rng));
  return network;
}

/** Every other row a hard target (one-hot, 0 or 1, a count), the rest soft. */
function targets(
  { targets: kind, targetRange: [low] }: Loss,
  rows: number,
  columns: number,
  rng: Random,
): number[] {
  return Array.from({ length: rows }, (_, i) => {
    if (kind === 'distribution') {
      const label = integerBelow(rng, columns);
      const parts = Array.from({ length: columns }, (_, j) =>
        i % 2 ? 0.2 + uniform(rng) : j === label ? 1 : 0,
      );
      const sum = parts.reduce((total, part) => total + part, 0);
      return parts.map((part) => part / sum);
    }
    return Array.from({ length: columns }, () => {
      if (kind === 'labels') return i % 2 ? uniform(rng) : integerBelow(rng, 2);
      return low === 0 ? integerBelow(rng, 6) : 2 * normal(rng);
    });
  }).flat();
}

/** Weights of rows that differ, with the sum 1. */
export function unevenScale(rows: number, seed = 0): Float64Array {
  const rng = random(seed, 'split');
  const weights = Float64Array.from({ length: rows }, () => 0.2 + uniform(rng));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
