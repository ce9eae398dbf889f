import { type Graph, hasMatrix, operationsOf, type Value } from './graph.js';

/** Multiplications of matrix products for one row: the bulk of the work. */
export interface Multiplications {
  readonly forward: number;
  /**
   * dW = daᵀ x takes as many as x Wᵀ, and so does dx = da W, which nobody needs of what takes the inputs of the whole.
   */
  readonly backward: number;
}

export function multiplications({ inputs, layers }: Graph): Multiplications {
  const products = operationsOf(layers)
    .filter(hasMatrix)
    .map(({ operation, inputs: [x] }) => ({
      x,
      size: Object.values(operation.tensors!).reduce(
        (sum, { shape, size }) => sum + (shape.length === 2 ? size : 0),
        0,
      ),
    }));
  const isInput = (x: Value) => inputs.some(({ id }) => id === x.id);
  return {
    forward: products.reduce((sum, { size }) => sum + size, 0),
    backward: products.reduce((sum, { x, size }) => sum + (isInput(x) ? 1 : 2) * size, 0),
  };
}
