import type { Expression } from '../expression.js';
import type { GlobalDerivative } from '../graph/backward.js';
import type { Graph } from '../graph/graph.js';
import type { LocalDerivative } from '../graph/local.js';
import { countOperations } from './operations.js';

/** Elementary operations for the whole gradient. Constants are worked out beforehand and not counted. */
export interface OperationCounts {
  /** n + 1 forward passes, and x + ε, a difference and a quotient for each of n inputs. */
  readonly forward_difference: number;
  /** 2n forward passes, and x + ε, x − ε, a difference and a quotient for each input. */
  readonly central_difference: number;
  /** Each simplified derivative as it is written. */
  readonly symbolic: number;
  readonly backpropagation: {
    /** One for each module. */
    readonly forward: number;
    /** Local derivatives from cached values, a product for each, and the sums over paths. */
    readonly backward: number;
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** What each way to the gradient costs; `symbolic` has the simplified derivatives. */
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
