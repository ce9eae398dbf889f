import { type Graph, operationsOf, type Value } from './graph.js';

/** Multiplications of matrix products for one row: the bulk of the work. */
export interface Multiplications {
  readonly forward: number;
  /**
   * dW = daᵀ x takes as many as x Wᵀ, and so does dx = da W, which nobody needs of what takes the inputs of the whole.
   */
  readonly backward: number;
}

export function multiplications({ inputs, layers }: Graph): Multiplications {
  const products = operationsOf(layers).map(({ operation: { multiplications = 0 }, inputs: [x] }) => ({
    x,
    multiplications,
  }));
  const isInput = (x: Value) => inputs.some(({ id }) => id === x.id);
  return {
    forward: products.reduce((sum, { multiplications }) => sum + multiplications, 0),
    backward: products.reduce(
      (sum, { x, multiplications }) => sum + (isInput(x) ? 1 : 2) * multiplications,
      0,
    ),
  };
}
