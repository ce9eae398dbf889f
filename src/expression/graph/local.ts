import { add, variable } from '../build.js';
import { compile } from '../evaluate.js';
import { type Expression, operandsOf } from '../expression.js';
import { localDerivative } from '../local_derivative.js';
import { simplify } from '../simplify/index.js';
import { type Graph, nodeName } from './graph.js';

/** Local derivative ∂module/∂operand, all other operands held. */
export interface LocalDerivative {
  /** Index of the node that the module reads. */
  readonly operand: number;
  /** The derivative in terms of the nodes that the module reads: `exp(a)`. */
  readonly formula: Expression;
  /** The derivative by means of the module's own value, which the forward pass has left: `b`. */
  readonly cached: Expression;
  /** Value of the derivative, computed from `cached`. */
  readonly value: number;
}

/** Local derivatives of the i-th module at the values that a forward pass has left, one for each operand. */
export function localDerivatives(graph: Graph, i: number, cache: Float64Array): LocalDerivative[] {
  const { name, operation, operands } = graph.modules[i];
  const values = [...operands.map((operand) => cache[operand]), cache[graph.inputs.length + i]];
  return operands.map((operand) => {
    const operandName = nodeName(graph, operand);
    const formula = partial(operation, operandName, operation);
    const cached = partial(operation, operandName, variable(name));
    const names = [...operands.map((each) => nodeName(graph, each)), name];
    return { operand, formula, cached, value: compile(cached, names)(Float64Array.from(values)) };
  });
}

/**
 * Derivative of an operation by one name, simplified. An operand that the operation reads twice, as in x*x, counts
 * twice.
 */
function partial(operation: Expression, name: string, value: Expression): Expression {
  const parts = operandsOf(operation).flatMap((operand, i) =>
    operand.type === 'variable' && operand.name === name ? [localDerivative(operation, i, value)] : [],
  );
  return simplify(parts.reduce(add));
}
