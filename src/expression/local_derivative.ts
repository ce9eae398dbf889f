import { number } from './build.js';
import type { Expression } from './expression.js';
import { functionNamed } from './functions.js';
import { operators } from './operators.js';

/**
 * Derivative ∂node/∂operand by the i-th operand alone, in terms of the operands and of `value`, which stands for the
 * node's own value.
 */
export function localDerivative(node: Expression, i: number, value: Expression): Expression {
  if (node.type === 'binary') {
    const rules = operators[node.operator].derivative;
    return (i === 0 ? rules.left : rules.right)(node.left, node.right, value);
  }
  if (node.type === 'call') return functionNamed(node.function).derivative(node.argument, value);
  return number(-1);
}
