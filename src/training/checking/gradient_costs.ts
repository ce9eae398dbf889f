import { headSchema } from '../../config/head.js';
import { layerSchema } from '../../config/layers.js';
import { backends, defaultBackend, type Kernels } from '../../kernels/index.js';
import type { GradcheckOptions } from '../../nn/gradcheck/gradcheck.js';
import { type Both, fittedExponent, type GradientCost, gradientCost } from '../../nn/gradient_cost.js';
import { type HeadConfig, Network } from '../../nn/network.js';
import { normal, random } from '../../random.js';

/** Cost of the gradient of one network of the series. */
export interface NetworkCost extends GradientCost {
  /** Inputs, units of each hidden layer, outputs. */
  readonly widths: readonly number[];
}

/** Costs of the gradient of networks of growing size, and how they grow. */
export interface GradientCosts {
  readonly rows: number;
  readonly networks: readonly NetworkCost[];
  /** The power of the number of parameters |W| that each figure grows with, fitted to all networks. */
  readonly exponents: {
    readonly forwardPasses: number;
    readonly multiplications: Both;
    readonly seconds: Both;
  };
}

/** Options of measuring gradient costs: sizes, rows of the batch, seed, and the numeric method. */
export interface CostOptions extends Pick<GradcheckOptions, 'method' | 'epsilon'> {
  /** Units of the hidden layers, and inputs, of each network. */
  readonly widths: readonly number[];
  readonly rows: number;
  readonly seed: number;
}

/**
 * Measures the cost of the numeric gradient and of backpropagation for networks of growing size: two hidden layers of
 * tanh units, as many inputs as units, one output, random numbers for data. `now` returns seconds.
 */
export function gradientCosts(
  { widths, rows, seed, ...options }: CostOptions,
  now: () => number,
  kernelsOf: () => Kernels = () => backends[defaultBackend],
): GradientCosts {
  const networks = widths.map((width): NetworkCost => {
    const network = tanhNetwork(width, rows, seed, kernelsOf());
    const cost = gradientCost(network, rows, random(seed, 'masks'), options, now);
    return { widths: [width, width, width, 1], ...cost };
  });
  const sizes = networks.map(({ parameters }) => parameters);
  const growth = (figure: (cost: NetworkCost) => number) => fittedExponent(sizes, networks.map(figure));
  const growths = (figure: (cost: NetworkCost) => Both) => ({
    numeric: growth((cost) => figure(cost).numeric),
    backpropagation: growth((cost) => figure(cost).backpropagation),
  });
  return {
    rows,
    networks,
    exponents: {
      forwardPasses: growth(({ forwardPasses }) => forwardPasses),
      multiplications: growths((cost) => cost.multiplications),
      seconds: growths((cost) => cost.seconds),
    },
  };
}

function tanhNetwork(width: number, rows: number, seed: number, kernels: Kernels): Network {
  const layer = layerSchema.parse({ type: 'dense', units: width, activation: 'tanh' });
  const head = headSchema.parse({ activation: 'identity', loss: 'mse' }) as HeadConfig;
  const config = { layers: [layer, layer], head, penalties: { l1: 0, l2: 0 } };
  const network = new Network(config, width, 1, kernels).allocate(rows);
  network.initialize(random(seed, 'weights'));
  const rng = random(seed, 'data');
  for (const values of [network.x, network.t])
    for (let i = 0; i < values.length; i++) values[i] = normal(rng);
  return network;
}
