import type { Kernels } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { Layout, Memory, Parameter } from '../layout.js';
import type { Layer, LayerConfig } from './layer.js';
import type { LayerType } from './layer_type.js';

/**
 * y = w ∘ x̂ + b with x̂ = (x − mean) / √(variance + ε), where mean and population variance are those of the row.
 * Ba, Kiros and Hinton 2016; ε as PyTorch.
 */
export class LayerNorm implements Layer {
  readonly outputs: number;
  private readonly kernels: Kernels;
  private readonly normalized: Memory;
  private readonly inverseSd: Memory;

  constructor(
    private readonly w: Parameter,
    private readonly b: Parameter,
    readonly epsilon: number,
    readonly inputs: number,
    layout: Layout,
  ) {
    this.kernels = layout.kernels;
    this.outputs = inputs;
    this.normalized = layout.perRow(inputs);
    this.inverseSd = layout.perRow(1);
  }

  forward(x: Float64Array, y: Float64Array, rows: number): void {
    this.kernels.host(() => this.normalize(x, y, rows));
  }

  private normalize(x: Float64Array, y: Float64Array, rows: number): void {
    const columns = this.outputs;
    const w = this.w.view;
    const b = this.b.view;
    const xHat = this.normalized.view;
    for (let i = 0; i < rows; i++) {
      const from = i * columns;
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += x[from + j];
      const mean = sum / columns;
      let squares = 0;
      for (let j = 0; j < columns; j++) {
        const d = x[from + j] - mean;
        squares += d * d;
      }
      const inverseSd = 1 / Math.sqrt(squares / columns + this.epsilon);
      this.inverseSd.view[i] = inverseSd;
      for (let j = 0; j < columns; j++) {
        const v = (x[from + j] - mean) * inverseSd;
        xHat[from + j] = v;
        y[from + j] = w[j] * v + b[j];
      }
    }
  }

  // dx̂ = w ∘ dy, dx = (dx̂ − mean of dx̂ − x̂ · mean of dx̂ ∘ x̂) / sd, dw = Σ rows of dy ∘ x̂, db = Σ rows of dy
  backward(
    _x: Float64Array,
    _y: Float64Array,
    dy: Float64Array,
    dx: Float64Array | null,
    rows: number,
  ): void {
    this.kernels.host(() => this.differentiate(dy, dx, rows));
  }

  private differentiate(dy: Float64Array, dx: Float64Array | null, rows: number): void {
    const columns = this.outputs;
    const w = this.w.view;
    const dw = this.w.gradient.view.fill(0);
    const db = this.b.gradient.view.fill(0);
    const xHat = this.normalized.view;
    for (let i = 0; i < rows; i++) {
      const from = i * columns;
      let sum = 0;
      let projection = 0;
      for (let j = 0; j < columns; j++) {
        const d = dy[from + j];
        const v = xHat[from + j];
        dw[j] += d * v;
        db[j] += d;
        sum += w[j] * d;
        projection += w[j] * d * v;
      }
      if (dx === null) continue;
      const inverseSd = this.inverseSd.view[i];
      const mean = sum / columns;
      const slope = projection / columns;
      for (let j = 0; j < columns; j++)
        dx[from + j] = (w[j] * dy[from + j] - mean - xHat[from + j] * slope) * inverseSd;
    }
  }
}

export interface Config extends LayerConfig {
  readonly epsilon: number;
}

export const layerNorm = {
  options: () =>
    z.strictObject({
      epsilon: z.number().positive().default(1e-5).describe('added to the variance'),
    }),

  build(config: Config, inputs, layout) {
    const w = layout.parameter('weight', [inputs], { initialize: (values) => values.fill(1) });
    const b = layout.parameter('bias', [inputs], { initialize: (values) => values.fill(0) });
    return new LayerNorm(w, b, config.epsilon, inputs, layout);
  },
} satisfies LayerType;
