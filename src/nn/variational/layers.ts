import * as z from '../../zod.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Value } from '../graph/graph.js';
import { dense } from '../layers/dense.js';
import type { LayerConfig, LayerType } from '../layers/layer_type.js';
import { Latent } from './latent.js';

/** The sections of a resolved config that make a network a variational autoencoder. */
export interface VariationalConfig {
  /** Numbers of a code. */
  readonly latent: number;
  /** Weight of the divergence from the prior in the loss. */
  readonly beta: number;
  /** Layers from a code to the head. */
  readonly decoder: readonly LayerConfig[];
}

const noOptions = () => z.strictObject({});

/** An affine map to the numbers of a code, `latent.mean` or `latent.log_variance`. */
const affineMap = (name: string, columns: number, x: Value, graph: GraphBuilder): Value => {
  const config = dense.options().parse({ units: columns });
  return graph.build(name, dense as LayerType, { type: 'dense', ...config }, x).output;
};

/** The layer between encoder and decoder: from what the encoder gives to a code, by its mean and log variance. */
export const latentLayer = ({ latent, beta }: VariationalConfig): LayerType => ({
  options: noOptions,
  traits: { stochastic: true },

  build(_config, x, graph) {
    const mean = affineMap('mean', latent, x, graph);
    const logVariance = affineMap('log_variance', latent, x, graph);
    return graph.apply(new Latent(latent, beta, graph), [mean, logVariance], latent);
  },
});
