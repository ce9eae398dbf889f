import { number, power } from './build.js';
import {
  type BinaryNode,
  type Expression,
  operandsOf,
  type ParsedExpression,
  type Span,
} from './expression.js';
import type { ErrorAt } from './expression_error.js';
import { format } from './format.js';
import { functionNamed } from './functions.js';
import { operators } from './operators.js';

/**
 * Value of a formula at values of its variables.
 *
 * Throws what `error` makes of the first operation that has no finite value, and its position: a division by zero, the
 * logarithm of a negative number, an overflow.
 */
export function checkedValue(
  expression: ParsedExpression,
  values: ReadonlyMap<string, number>,
  error: ErrorAt,
): number {
  const check = (node: ParsedExpression): number => {
    const operands = operandsOf(node).map(check);
    const value = apply(node, operands, values);
    const found = problem(node, operands, value);
    if (found) throw error(found.message, found.start);
    return value;
  };
  return check(expression);
}

/** Value of a node at its operands' values. */
function apply(
  node: ParsedExpression,
  [first, second]: readonly number[],
  values: ReadonlyMap<string, number>,
): number {
  switch (node.type) {
    case 'number':
      return node.value;
    case 'variable':
      return values.get(node.name)!;
    case 'unary':
      return -first;
    case 'call':
      return functionNamed(node.function).apply(first);
    case 'binary':
      return operators[node.operator].apply(first, second);
  }
}

interface Problem {
  readonly message: string;
  readonly start: number;
}

function problem(node: ParsedExpression, operands: readonly number[], value: number): Problem | undefined {
  const { start } = node;
  if (node.type === 'call') {
    const { domain } = functionNamed(node.function);
    const [argument] = operands;
    if (domain && !domain.contains(argument))
      return {
        message: `${node.function} takes ${domain.text}, and ${valueText(node.argument, argument)}`,
        start,
      };
  }
  if (Number.isFinite(value)) return undefined;
  if (node.type === 'binary') return binaryProblem(node, operands);
  if (node.type === 'variable') return { message: `the value of ${format(node)} is no finite number`, start };
  return { message: tooLarge(node), start };
}

function binaryProblem(node: BinaryNode<Span>, [left, right]: readonly number[]): Problem {
  const { start } = node;
  if (node.operator === '/' && right === 0)
    return { message: `division by zero: ${valueText(node.right, right)}`, start: node.right.start };
  const shown = `${format(node)} is ${format(power(number(left), number(right)))}`;
  if (node.operator === '^' && left === 0) return { message: `zero has no negative power: ${shown}`, start };
  if (node.operator === '^' && left < 0 && !Number.isInteger(right))
    return { message: `a negative number has powers with whole exponents alone: ${shown}`, start };
  return { message: tooLarge(node), start };
}

const tooLarge = (node: ParsedExpression) => `${format(node)} is too large for a number (above 1.8e308)`;

/** Clause on a node's value: `x - 5 is -2`, or `it is -2` for a number as it stands. */
export const valueText = (node: Expression, value: number): string => {
  const shown = String(Number(value.toPrecision(6)));
  const text = format(node);
  return `${text === shown ? 'it' : text} is ${shown}`;
};
