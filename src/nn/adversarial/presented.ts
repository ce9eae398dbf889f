import type { Kernels, Numbers } from '../../kernels/index.js';
import { fieldColumns, type GivenField, sigmoidOf, softmaxOf } from '../likelihood/index.js';

/**
 * Rows of a generator as a discriminator sees them, [rows, columns], and the way back of their gradient. Of categories
 * they are the probabilities, softmax(y), beside the one-hot columns of real rows; of a number that may be missing the
 * probability p of that, and (1 − p) y, which of real rows are 1 and 0 where it is missing.
 */
export class Presented {
  private readonly placed: readonly {
    readonly field: GivenField;
    readonly at: number;
    readonly p: Float64Array;
  }[];
  private readonly columns: number;

  constructor(
    private readonly kernels: Kernels,
    fields: readonly GivenField[],
  ) {
    let next = 0;
    this.placed = fields.map((field) => {
      const at = next;
      next += fieldColumns(field);
      return { field, at, p: new Float64Array(field.kind === 'category' ? field.levels : 0) };
    });
    this.columns = next;
  }

  /** v = what is seen of y */
  forward(y: Numbers, v: Numbers, rows: number): void {
    const { kernels, placed, columns } = this;
    kernels.runInJs([y], [v], (from, to) => {
      for (let i = 0; i < rows; i++)
        for (const { field, at, p } of placed) {
          const k = i * columns + at;
          if (field.kind === 'category') {
            softmaxOf(from, k, field.levels, p);
            for (let j = 0; j < field.levels; j++) to[k + j] = p[j];
          } else if (field.mayMiss) {
            const missing = sigmoidOf(from[k + 1]);
            to[k] = (1 - missing) * from[k];
            to[k + 1] = missing;
          } else to[k] = from[k];
        }
    });
  }

  // of categories dy = p ∘ (dv − Σ p dv); of numbers dy = (1 − p) dv₀, and of the logit p (1 − p) (dv₁ − y dv₀)
  backward(y: Numbers, dv: Numbers, dy: Numbers, rows: number): void {
    const { kernels, placed, columns } = this;
    kernels.runInJs([y, dv], [dy], (from, given, to) => {
      for (let i = 0; i < rows; i++)
        for (const { field, at, p } of placed) {
          const k = i * columns + at;
          if (field.kind === 'category') {
            softmaxOf(from, k, field.levels, p);
            let mean = 0;
            for (let j = 0; j < field.levels; j++) mean += p[j] * given[k + j];
            for (let j = 0; j < field.levels; j++) to[k + j] = p[j] * (given[k + j] - mean);
          } else if (field.mayMiss) {
            const missing = sigmoidOf(from[k + 1]);
            to[k] = (1 - missing) * given[k];
            to[k + 1] = missing * (1 - missing) * (given[k + 1] - from[k] * given[k]);
          } else to[k] = given[k];
        }
    });
  }
}
