import type { Kernels, Vector } from '../../kernels/index.js';
import { uniform } from '../../random.js';
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

  forward(x: Vector, y: Vector, rows: number, pass: Pass): void {
    const { kernels, rate } = this;
    const n = rows * this.outputs;
    const mask = this.mask.vector;
    if (!pass.training) kernels.fill(mask, n, 1);
    else if (!pass.frozen)
      kernels.runInJs([], [mask], (m) => {
        const kept = 1 / (1 - rate);
        for (let i = 0; i < n; i++) m[i] = uniform(pass.random) < rate ? 0 : kept;
      });
    kernels.multiply(mask, x, y, n);
  }

  // dx = m ∘ dy
  backward(_x: Vector, _y: Vector, dy: Vector, dx: Vector | null, rows: number): void {
    if (dx) this.kernels.multiply(this.mask.vector, dy, dx, rows * this.outputs);
  }
}

export interface Config extends LayerConfig {
  readonly rate: number;
}

export const dropout = {
  options: () =>
    z.strictObject({ rate: z.number().min(0).lt(1).describe('probability of dropping a value') }),
  example: { rate: 0.5 },
  build: (config: Config, inputs, layout) => new Dropout(config.rate, inputs, layout),
} satisfies LayerType;
