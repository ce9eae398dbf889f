import { number } from '../build.js';
import { compile } from '../evaluate.js';
import { type Expression, operandsOf } from '../expression.js';
import { format } from '../format.js';

const none = new Float64Array(0);
const smallestNormal = 2.2250738585072014e-308;

/**
 * Value of an operation on numbers, where it is no longer to write than the operation: 2*3 is 6 and sqrt(4) is 2, but
 * 1/3, 2*pi and 0.1 + 0.2 stay as they are, and so does what overflows or underflows. It is what evaluation would give,
 * to the bit.
 */
export function fold(operation: Expression): Expression {
  const value = compile(operation, [])(none);
  const folded = number(value);
  const isSafe = Number.isFinite(value) && !underflows(operation, value);
  return isSafe && format(folded).length <= format(operation).length ? folded : operation;
}

/**
 * Whether a small value may have lost all its digits. Sums are exact among subnormals, and an operand 0 loses nothing.
 */
function underflows(operation: Expression, value: number): boolean {
  if (Math.abs(value) >= smallestNormal) return false;
  const isSum = operation.type === 'binary' && (operation.operator === '+' || operation.operator === '-');
  return !isSum && !operandsOf(operation).some((operand) => isNumber(operand, 0));
}

export const isNumber = (node: Expression, value: number): boolean =>
  node.type === 'number' && node.value === value;
