import type { Kernels, Vector } from '../../kernels/index.js';
import { exp, log, log1p } from '../../math/index.js';
import type { Operation } from '../graph/operation.js';

/** Least probability, and least distance from 1, whose logarithm is taken. */
export const TINY = 2.2250738585072014e-308;
export const EPSILON = 1.1102230246251565e-16;

/** Logit of a probability: log p of one of several classes, log p − log (1 − p) of a label. */
export const logitOf = (p: number, isRowwise: boolean): number => {
  const inside = Math.max(p, TINY);
  return isRowwise ? log(inside) : log(inside) - log1p(-Math.min(inside, 1 - EPSILON));
};

/**
 * Probabilities at a temperature, by those of an average, which has no logits of its own: of classes y = p^(1/T) / Σ
 * p^(1/T), of labels, or of the second of two classes, σ(logit(p) / T).
 */
export class TemperedProbabilities implements Operation {
  readonly op = 'temperature_of_probabilities';
  readonly isOfMean = true;
  readonly attributes: { readonly temperature: number; readonly rowwise: boolean };

  constructor(
    private readonly temperature: number,
    /** Whether the columns of a row are one distribution. */
    private readonly isRowwise: boolean,
    private readonly columns: number,
    private readonly kernels: Kernels,
  ) {
    this.attributes = { temperature, rowwise: isRowwise };
  }

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    const { temperature, isRowwise, columns } = this;
    this.kernels.runInJs([x], [y], (p, out) => {
      for (let k = 0; k < rows * columns; k++) out[k] = logitOf(p[k], isRowwise) / temperature;
      if (isRowwise) for (let i = 0; i < rows; i++) softmaxOf(out, i * columns, columns);
      else for (let k = 0; k < rows * columns; k++) out[k] = sigmoidOf(out[k]);
    });
  }

  // classes: dp_j = y_j (dy_j − Σ y dy) / (T p_j); labels: dp = dy y (1 − y) / (T p (1 − p))
  backward(
    [x]: readonly Vector[],
    y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
  ): void {
    if (!dx) return;
    const { temperature, isRowwise, columns } = this;
    this.kernels.runInJs([x, y, dy], [dx], (p, out, from, gradient) => {
      for (let i = 0; i < rows; i++) {
        const start = i * columns;
        let mean = 0;
        if (isRowwise) for (let k = start; k < start + columns; k++) mean += out[k] * from[k];
        for (let k = start; k < start + columns; k++) {
          const inside = Math.max(p[k], TINY);
          gradient[k] = isRowwise
            ? (out[k] * (from[k] - mean)) / (temperature * inside)
            : (from[k] * out[k] * (1 - out[k])) / (temperature * inside * Math.max(1 - p[k], EPSILON));
        }
      }
    });
  }
}

/** 1 / (1 + e^−a) */
export function sigmoidOf(a: number): number {
  const e = exp(-Math.abs(a));
  return (a >= 0 ? 1 : e) / (1 + e);
}

/** Softmax of a row of logits, in place. */
export function softmaxOf(a: Float64Array, start: number, columns: number): void {
  let most = a[start];
  for (let k = start + 1; k < start + columns; k++) most = Math.max(most, a[k]);
  let sum = 0;
  for (let k = start; k < start + columns; k++) {
    a[k] = exp(a[k] - most);
    sum += a[k];
  }
  for (let k = start; k < start + columns; k++) a[k] /= sum;
}
