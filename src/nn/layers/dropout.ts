import type { Kernels } from '../../kernels/index.js';
import { type Random, uniform } from '../../random.js';
import * as z from '../../zod.js';
import type { Layout, Memory } from '../layout.js';
import type { Layer, LayerConfig, Pass } from './layer.js';
import type { LayerType } from './layer_type.js';

/**
 * In training y = m ∘ x, where m is 0 with probability `rate` and 1 / (1 − rate) otherwise, so that E y = x; in
 * evaluation y = x. Srivastava et al. 2014, in the inverted form of PyTorch.
 */
export class Dropout implements Layer {
  readonly outputs: number;
  private readonly kernels: Kernels;
  private readonly mask: Memory;

  constructor(
    readonly rate: number,
    readonly inputs: number,
    layout: Layout,
  ) {
    this.kernels = layout.kernels;
    this.outputs = inputs;
    this.mask = layout.perRow(inputs);
  }

  forward(x: Float64Array, y: Float64Array, rows: number, pass: Pass): void {
    const n = rows * this.outputs;
    const m = this.mask.view;
    if (!pass.training) this.kernels.fill(m, n, 1);
    else if (!pass.frozen) this.kernels.host(() => this.draw(m, n, pass.random));
    this.kernels.multiply(m, x, y, n);
  }

  private draw(m: Float64Array, n: number, random: Random): void {
    const kept = 1 / (1 - this.rate);
    for (let i = 0; i < n; i++) m[i] = uniform(random) < this.rate ? 0 : kept;
  }

  // dx = m ∘ dy
  backward(
    _x: Float64Array,
    _y: Float64Array,
    dy: Float64Array,
    dx: Float64Array | null,
    rows: number,
  ): void {
    if (dx) this.kernels.multiply(this.mask.view, dy, dx, rows * this.outputs);
  }
}

export interface Config extends LayerConfig {
  readonly rate: number;
}

export const dropout = {
  options: () =>
    z.strictObject({ rate: z.number().min(0).lt(1).describe('probability of dropping a value') }),
  build: (config: Config, inputs, layout) => new Dropout(config.rate, inputs, layout),
} satisfies LayerType;
