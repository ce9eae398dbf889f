import { MlpError } from '../../errors.js';
import type { Kernels, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { Layout, Memory } from '../layout.js';
import type { Layer, LayerConfig, Pass } from './layer.js';
import type { LayerType } from './layer_type.js';
import { Sequential } from './sequential.js';

/** y = x + f(x). He, Zhang, Ren and Sun 2016. */
export class Residual implements Layer {
  readonly outputs: number;
  /** f(x), which the inner layers' own backward needs apart from y. */
  readonly f: Memory;
  private readonly kernels: Kernels;

  constructor(
    readonly inner: Sequential,
    readonly inputs: number,
    layout: Layout,
  ) {
    this.kernels = layout.kernels;
    this.outputs = inputs;
    this.f = layout.perRow(inputs);
  }

  forward(x: Vector, y: Vector, rows: number, pass: Pass): void {
    const f = this.f.vector;
    this.inner.forward(x, f, rows, pass);
    this.kernels.add(x, f, y, rows * this.outputs);
  }

  // Two paths lead from x to y, so their gradients add up: dx = dy + (∂f/∂x)ᵀ dy
  backward(x: Vector, _y: Vector, dy: Vector, dx: Vector | null, rows: number, pass: Pass): void {
    this.inner.backward(x, this.f.vector, dy, dx, rows, pass);
    if (dx) this.kernels.add(dx, dy, dx, rows * this.outputs);
  }
}

export interface Config extends LayerConfig {
  readonly layers: readonly LayerConfig[];
}

/** A block of layers with a path around it; the block has to give as many outputs as it takes. */
export const residual = {
  options: (layer) => z.strictObject({ layers: z.array(layer).min(1) }),

  example: { layers: [{ type: 'dense', units: 4 }] },

  build(config: Config, inputs, layout) {
    let width = inputs;
    const layers = config.layers.map((inner, i) => {
      const layer = layout.layer(`layers.${i}`, inner, width);
      width = layer.outputs;
      return layer;
    });
    if (width !== inputs)
      throw new MlpError(
        'config',
        `${layout.place}: a residual block adds its input (${inputs} wide) to its output, which is ${width} wide; ` +
          `let its last layer have ${inputs} units`,
      );
    return new Residual(new Sequential(layers, inputs, layout), inputs, layout);
  },
} satisfies LayerType;
