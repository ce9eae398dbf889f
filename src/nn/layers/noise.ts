import type { Kernels } from '../../kernels/index.js';
import { normal, type Random } from '../../random.js';
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

  forward(x: Float64Array, y: Float64Array, rows: number, pass: Pass): void {
    const n = rows * this.outputs;
    const noise = this.noise.view;
    if (!pass.training) this.kernels.fill(noise, n, 0);
    else if (!pass.frozen) this.kernels.host(() => this.draw(noise, n, pass.random));
    this.kernels.add(x, noise, y, n);
  }

  private draw(noise: Float64Array, n: number, random: Random): void {
    for (let i = 0; i < n; i++) noise[i] = this.sd * normal(random);
  }

  // dx = dy
  backward(
    _x: Float64Array,
    _y: Float64Array,
    dy: Float64Array,
    dx: Float64Array | null,
    rows: number,
  ): void {
    if (dx) this.kernels.copy(dy, dx, rows * this.outputs);
  }
}

export interface Config extends LayerConfig {
  readonly sd: number;
}

export const noise = {
  options: () => z.strictObject({ sd: z.number().min(0).describe('standard deviation of the noise') }),
  build: (config: Config, inputs, layout) => new Noise(config.sd, inputs, layout),
} satisfies LayerType;
