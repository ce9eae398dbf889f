import type { Kernels, Vector } from '../../kernels/index.js';
import { normal } from '../../random.js';
import * as z from '../../zod.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Operation, OperationPass } from '../graph/operation.js';
import type { Memory } from '../layout.js';
import type { LayerConfig, LayerType } from './layer_type.js';

/**
 * Gaussian noise: in training y = x + σ·n with n standard normal, in evaluation y = x: a denoising autoencoder's first
 * layer.
 */
export class Noise implements Operation {
  readonly op = 'noise';
  readonly attributes: { readonly sd: number };
  private readonly kernels: Kernels;
  private readonly noise: Memory;

  constructor(
    private readonly sd: number,
    private readonly columns: number,
    graph: GraphBuilder,
  ) {
    this.attributes = { sd };
    this.kernels = graph.kernels;
    this.noise = graph.perRow(columns);
  }

  forward([x]: readonly Vector[], y: Vector, rows: number, pass: OperationPass): void {
    const { kernels, sd } = this;
    const n = rows * this.columns;
    const noise = this.noise.vector;
    if (!pass.training) kernels.fill(noise, n, 0);
    else if (!pass.frozen) pass.draw(noise, n, (random) => sd * normal(random));
    kernels.add(x, noise, y, n);
  }

  // dx = dy
  backward(
    _inputs: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
  ): void {
    if (dx) this.kernels.copy(dy, dx, rows * this.columns);
  }
}

export interface Config extends LayerConfig {
  readonly sd: number;
}

export const noise = {
  options: () => z.strictObject({ sd: z.number().min(0).describe('standard deviation of the noise') }),
  example: { sd: 0.1 },
  traits: { stochastic: true, identityAtInference: true },

  build: ({ sd }: Config, x, graph) => graph.apply(new Noise(sd, x.columns, graph), [x], x.columns),
} satisfies LayerType;
