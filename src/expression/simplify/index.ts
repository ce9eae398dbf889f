import { call, divide, multiply, number, power } from '../build.js';
import type { Expression } from '../expression.js';
import { createStructures, type Structures } from '../structures.js';
import { compose } from './compose.js';
import { fold, isNumber } from './fold.js';
import { factorsOf } from './product.js';
import { simplifySum } from './sum.js';

/**
 * Simplifies a formula, which makes it shorter as a rule: numbers worked out where that is short to write, like terms
 * and like factors taken together, 0 and 1 left out, signs and divisions in one place (x^-2 is 1/x^2). Products are not
 * multiplied out. The result has the value of the original wherever that has one (and may have one beyond: x/x becomes
 * 1), up to the rounding of sums and products in another order.
 */
export function simplify(expression: Expression): Expression {
  const structures = createStructures();
  const known = new Map<number, Expression>();
  const simplified = (node: Expression): Expression => {
    const id = structures.idOf(node);
    const result = known.get(id) ?? simplifyNode(node, simplified, structures);
    known.set(id, result);
    return result;
  };
  return simplified(expression);
}

function simplifyNode(
  node: Expression,
  simplified: (operand: Expression) => Expression,
  structures: Structures,
): Expression {
  switch (node.type) {
    case 'number':
    case 'variable':
      return node;
    case 'call': {
      const argument = simplified(node.argument);
      const result = call(node.function, argument);
      return argument.type === 'number' ? fold(result) : result;
    }
    case 'unary':
      return simplifySum({ ...node, argument: simplified(node.argument) }, structures);
    case 'binary': {
      const left = simplified(node.left);
      const right = simplified(node.right);
      if (node.operator === '^') return simplifyPower(left, right);
      if (node.operator === '+' || node.operator === '-')
        return simplifySum({ ...node, left, right }, structures);
      const product = node.operator === '*' ? multiply(left, right) : divide(left, right);
      const composed = compose(factorsOf(product, structures), structures);
      return composed.type === 'unary' ? simplifySum(composed, structures) : composed;
    }
  }
}

function simplifyPower(base: Expression, exponent: Expression): Expression {
  if (isNumber(exponent, 0) || isNumber(base, 1)) return number(1);
  if (isNumber(exponent, 1)) return base;
  const plain = power(base, exponent);
  if (exponent.type !== 'number') return plain;
  if (base.type === 'number') return fold(plain);
  if (base.type !== 'binary' || base.operator !== '^' || base.right.type !== 'number') return plain;
  const inner = base.right.value;
  const isWhole = Number.isInteger(inner) && Number.isInteger(exponent.value);
  return isWhole ? power(base.left, number(inner * exponent.value)) : plain;
}
