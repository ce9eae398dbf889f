import { type Expression, operandsOf } from '../expression.js';
import { createStructures } from '../structures.js';

/**
 * Counts the operations it takes to evaluate the formula as it is written, a subexpression as often as it occurs.
 * Constant subexpressions count nothing: they are worked out beforehand.
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

/** Counts the terms of the formula as a sum. */
export function countTerms(expression: Expression): number {
  const isSum = expression.type === 'binary' && (expression.operator === '+' || expression.operator === '-');
  return isSum ? countTerms(expression.left) + countTerms(expression.right) : 1;
}
