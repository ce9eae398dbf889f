import { type Expression, operandsOf } from '../expression.js';
import { createStructures } from '../structures.js';

/**
 * How many operations it takes to evaluate the formula as it is written, a subexpression as often as it occurs. What has no variable
 * counts nothing: it is worked out beforehand.
 */
export function countOperations(expression: Expression): number {
  const { idOf, isConstant } = createStructures();
  const known = new Map<number, number>();
  const count = (node: Expression): number => {
    if (isConstant(node) || node.type === 'variable') return 0;
    const id = idOf(node);
    const result = known.get(id) ?? operandsOf(node).reduce((sum, operand) => sum + count(operand), 1);
    known.set(id, result);
    return result;
  };
  return count(expression);
}

/** How many terms the formula has, as a sum. */
export function countTerms(expression: Expression): number {
  const isSum = expression.type === 'binary' && (expression.operator === '+' || expression.operator === '-');
  return isSum ? countTerms(expression.left) + countTerms(expression.right) : 1;
}
