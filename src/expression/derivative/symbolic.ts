import { add, multiply, number } from '../build.js';
import { type Expression, operandsOf } from '../expression.js';
import { localDerivative } from '../local_derivative.js';

/**
 * The derivative ∂expression/∂name by the chain rule: the sum over the operands of each operation of the local
 * derivative by the operand times the derivative of the operand. Nothing is simplified (see ../simplify), and nodes
 * occur many times over. Recurses as deep as the formula is.
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
