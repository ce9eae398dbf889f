import type { Kernels, Vector } from '../../kernels/index.js';
import { normal } from '../../random.js';
import * as z from '../../zod.js';
import type { Layout, Memory } from '../layout.js';
import type { Layer, LayerConfig, Pass } from './layer.js';
import type { LayerType } from './layer_type.js';

/** In training y = x + σ·n with n standard normal, in evaluation y = x: a denoising autoencoder's first layer. */
export class Noise implements Layer {
  readonly outputs: number;
  private readonly kernels: Kernels;
  private readonly noise: Memory;

  constructor(
    readonly sd: number,
    readonly inputs: number,
    layout: Layout,
  ) {
    this.kernels = layout.kernels;
    this.outputs = inputs;
    this.noise = layout.perRow(inputs);
  }

  forward(x: Vector, y: Vector, rows: number, pass: Pass): void {
    const { kernels, sd } = this;
    const n = rows * this.outputs;
    const noise = this.noise.vector;
    if (!pass.training) kernels.fill(noise, n, 0);
    else if (!pass.frozen)
      kernels.runInJs([], [noise], (values) => {
        for (let i = 0; i < n; i++) values[i] = sd * normal(pass.random);
      });
    kernels.add(x, noise, y, n);
  }

  // dx = dy
  backward(_x: Vector, _y: Vector, dy: Vector, dx: Vector | null, rows: number): void {
    if (dx) this.kernels.copy(dy, dx, rows * this.outputs);
  }
}

export interface Config extends LayerConfig {
  readonly sd: number;
}

export const noise = {
  options: () => z.strictObject({ sd: z.number().min(0).describe('standard deviation of the noise') }),
  example: { sd: 0.1 },
  build: (config: Config, inputs, layout) => new Noise(config.sd, inputs, layout),
} satisfies LayerType;
