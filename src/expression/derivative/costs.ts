import type { Expression } from '../expression.js';
import type { GlobalDerivative } from '../graph/backward.js';
import type { Graph } from '../graph/graph.js';
import type { LocalDerivative } from '../graph/local.js';
import { countOperations } from './operations.js';

/** Elementary operations for the whole gradient. Constants are worked out beforehand and not counted. */
export interface OperationCounts {
  /** Operations of n + 1 forward passes, and x + ε, a difference and a quotient for each of n inputs. */
  readonly forward_difference: number;
  /** Operations of 2n forward passes, and x + ε, x − ε, a difference and a quotient for each input. */
  readonly central_difference: number;
  /** Operations in the simplified derivatives as they are written. */
  readonly symbolic: number;
  readonly backpropagation: {
    /** Modules of the graph, one operation each. */
    readonly forward: number;
    /** Operations of local derivatives from cached values, a product for each, and the sums over paths. */
    readonly backward: number;
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** Counts the operations of each method; `symbolic` has the simplified derivatives. */
export function countAll(
  { inputs, modules }: Graph,
  locals: readonly (readonly LocalDerivative[])[],
  globals: readonly GlobalDerivative[],
  symbolic: readonly Expression[],
): OperationCounts {
  const pass = modules.length;
  const n = inputs.length;
  const products = locals.flat().map(({ cached }) => countOperations(cached) + 1);
  const additions = globals.map(({ contributions }) => Math.max(0, contributions.length - 1));
  return {
    forward_difference: (n + 1) * pass + 3 * n,
    central_difference: 2 * n * pass + 4 * n,
    symbolic: sum(symbolic.map(countOperations)),
    backpropagation: { forward: pass, backward: sum(products) + sum(additions) },
  };
}
