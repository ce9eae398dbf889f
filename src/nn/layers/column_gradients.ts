import type { Kernels, Vector } from '../../kernels/index.js';
import type { ParameterMemory } from '../layout.js';

/** Gradients of y = w ∘ x̂ + b, [rows, columns]: dw = Σ rows of dy ∘ x̂ and db = Σ rows of dy, in the order of the rows. */
export function columnGradients(
  kernels: Kernels,
  { weight, bias }: { readonly weight: ParameterMemory; readonly bias: ParameterMemory },
  dy: Vector,
  xHat: Vector,
  rows: number,
  columns: number,
): void {
  kernels.runInJs([dy, xHat], [weight.gradient.vector, bias.gradient.vector], (dy, xHat, dw, db) => {
    dw.fill(0);
    db.fill(0);
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) {
        dw[j] += dy[k] * xHat[k];
        db[j] += dy[k];
      }
    }
  });
}
