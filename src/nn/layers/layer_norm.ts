import type { Kernels, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { Layout, Memory, ParameterMemory } from '../layout.js';
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
    private readonly w: ParameterMemory,
    private readonly b: ParameterMemory,
    readonly epsilon: number,
    readonly inputs: number,
    layout: Layout,
  ) {
    this.kernels = layout.kernels;
    this.outputs = inputs;
    this.normalized = layout.perRow(inputs);
    this.inverseSd = layout.perRow(1);
  }

  forward(x: Vector, y: Vector, rows: number): void {
    const { kernels, epsilon, outputs: columns, w, b, normalized, inverseSd } = this;
    kernels.runInJs(
      [x, w.vector, b.vector],
      [normalized.vector, inverseSd.vector, y],
      (x, w, b, xHat, inverseSd, y) => {
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
          inverseSd[i] = 1 / Math.sqrt(squares / columns + epsilon);
          for (let j = 0; j < columns; j++) {
            const v = (x[from + j] - mean) * inverseSd[i];
            xHat[from + j] = v;
            y[from + j] = w[j] * v + b[j];
          }
        }
      },
    );
  }

  // dx̂ = w ∘ dy, dx = (dx̂ − mean of dx̂ − x̂ · mean of dx̂ ∘ x̂) / sd, dw = Σ rows of dy ∘ x̂, db = Σ rows of dy
  backward(_x: Vector, _y: Vector, dy: Vector, dx: Vector | null, rows: number): void {
    const { kernels, outputs: columns, w, b, normalized, inverseSd } = this;
    kernels.runInJs([dy, normalized.vector], [w.gradient.vector, b.gradient.vector], (dy, xHat, dw, db) => {
      dw.fill(0);
      db.fill(0);
      for (let i = 0, k = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++, k++) {
          dw[j] += dy[k] * xHat[k];
          db[j] += dy[k];
        }
      }
    });
    if (dx === null) return;
    kernels.runInJs(
      [dy, normalized.vector, inverseSd.vector, w.vector],
      [dx],
      (dy, xHat, inverseSd, w, dx) => {
        for (let i = 0; i < rows; i++) {
          const from = i * columns;
          let sum = 0;
          let projection = 0;
          for (let j = 0; j < columns; j++) {
            sum += w[j] * dy[from + j];
            projection += w[j] * dy[from + j] * xHat[from + j];
          }
          const mean = sum / columns;
          const slope = projection / columns;
          for (let j = 0; j < columns; j++)
            dx[from + j] = (w[j] * dy[from + j] - mean - xHat[from + j] * slope) * inverseSd[i];
        }
      },
    );
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
