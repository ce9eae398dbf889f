import { add, multiply, number } from '../build.js';
import { type Expression, operandsOf } from '../expression.js';
import { functionNamed } from '../functions.js';
import { operators } from '../operators.js';

/**
 * ∂expression/∂name by the chain rule, as the rules give it: the sum over the operands of each operation of the local derivative
 * by the operand times the derivative of the operand. Nothing is simplified (see ../simplify), and nodes occur many times over.
 */
export function differentiate(expression: Expression, name: string): Expression {
  const known = new Map<Expression, Expression | undefined>();
  // undefined: does not depend on the variable
  const derive = (node: Expression): Expression | undefined => {
    if (known.has(node)) return known.get(node);
    const derived =
      node.type === 'variable' ? (node.name === name ? number(1) : undefined) : chain(node, derive);
    known.set(node, derived);
    return derived;
  };
  return derive(expression) ?? number(0);
}

function chain(
  node: Expression,
  derive: (operand: Expression) => Expression | undefined,
): Expression | undefined {
  let sum: Expression | undefined;
  operandsOf(node).forEach((operand, i) => {
    const inner = derive(operand);
    if (inner === undefined) return;
    const term = multiply(localDerivative(node, i, node), inner);
    sum = sum ? add(sum, term) : term;
  });
  return sum;
}

/** ∂node/∂operand by the i-th operand alone, in terms of the operands and of `value`, which stands for the node's own value. */
export function localDerivative(node: Expression, i: number, value: Expression): Expression {
  if (node.type === 'binary') {
    const rules = operators[node.operator].derivative;
    return (i === 0 ? rules.left : rules.right)(node.left, node.right, value);
  }
  if (node.type === 'call') return functionNamed(node.function).derivative(node.argument, value);
  return number(-1);
}
