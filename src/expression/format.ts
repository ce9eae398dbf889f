import { constantName, constants } from './constants.js';
import type { BinaryNode, Expression } from './expression.js';
import { isFunction } from './functions.js';
import { operators } from './operators.js';

/** Text of the formula, which reads as the same tree; spaces around + and − alone: `2*x + sin(x)^2`. */
export function format(node: Expression): string {
  switch (node.type) {
    case 'number':
      return formatValue(node.value);
    case 'variable':
      return formatName(node.name);
    case 'unary':
      return `-${enclosed(node.argument, strength(node.argument) < POWER)}`;
    case 'call':
      return `${node.function}(${format(node.argument)})`;
    case 'binary':
      return formatBinary(node);
  }
}

function formatBinary({ operator, left, right }: BinaryNode): string {
  const { precedence } = operators[operator];
  const sign = precedence === SUM ? ` ${operator} ` : operator;
  // Of operators that bind alike, the left one comes first, except that nobody should have to know so for powers.
  const isWeak = strength(left) < precedence || (operator === '^' && strength(left) === POWER);
  const mixed = right.type === 'unary' || (right.type === 'number' && right.value < 0);
  return `${enclosed(left, isWeak)}${sign}${enclosed(right, mixed || strength(right) <= precedence)}`;
}

/** Precedence of a node: that of its operator; a minus sign binds as * does, anything else without limit. */
function strength(node: Expression): number {
  if (node.type === 'binary') return operators[node.operator].precedence;
  const isSigned =
    node.type === 'unary' || (node.type === 'number' && (node.value < 0 || Object.is(node.value, -0)));
  return isSigned ? PRODUCT : Number.POSITIVE_INFINITY;
}

const SUM = operators['+'].precedence;
const PRODUCT = operators['*'].precedence;
const POWER = operators['^'].precedence;

const enclosed = (node: Expression, isEnclosed: boolean): string =>
  isEnclosed ? `(${format(node)})` : format(node);

/** The shortest decimal that is this number, or the name of a constant. */
const formatValue = (value: number): string =>
  constantName(value) ?? (Object.is(value, -0) ? '-0' : String(value));

/** A name as a formula may have it: in backticks where it is no plain word, or the name of a constant or function. */
export function formatName(name: string): string {
  const isPlain =
    /^[\p{L}_][\p{L}\p{M}\p{Nd}_]*$/u.test(name) && !Object.hasOwn(constants, name) && !isFunction(name);
  return isPlain ? name : `\`${name}\``;
}
