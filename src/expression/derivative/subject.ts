import { didYouMean, MlpError } from '../../errors.js';
import { checkedValue } from '../checked_value.js';
import { constants } from '../constants.js';
import { readDegrees } from '../degrees.js';
import { type ParsedExpression, variables, visit } from '../expression.js';
import { type ErrorAt, expressionError } from '../expression_error.js';
import { formatName } from '../format.js';
import { isFunction } from '../functions.js';
import { parse } from '../parse.js';

/** A formula and the point at which to differentiate it, both checked. */
export interface Subject {
  readonly expression: ParsedExpression;
  /** Values of the variables, in the order of their first use. */
  readonly values: readonly number[];
  readonly error: ErrorAt;
}

/** Most operations of a formula, well within what the recursion over its derivatives can hold on the stack. */
const mostOperations = 500;

const options = { where: 'expression', failure: 'usage' } as const;

/**
 * Reads and checks a formula and the values of its variables.
 *
 * @throws MlpError, with the position, on what is wrong with either.
 */
export function readSubject(text: string, at: Readonly<Record<string, number>>, degrees: boolean): Subject {
  const error: ErrorAt = (message, position) =>
    expressionError(message, text, position, options.where, options.failure);
  const read = parse(text, undefined, options);
  checkLength(read, error);
  checkVariables(read, Object.keys(at), error);
  const parsed = parse(text, Object.keys(at), options);
  const expression = degrees ? readDegrees(parsed) : parsed;
  checkedValue(expression, new Map(Object.entries(at)), error);
  return { expression, values: variables(expression).map((name) => at[name]), error };
}

function checkLength(expression: ParsedExpression, error: ErrorAt): void {
  let operations = 0;
  visit(expression, (node) => {
    if (node.type !== 'number' && node.type !== 'variable') operations++;
  });
  if (operations > mostOperations)
    throw error(`the expression has ${operations} operations, and ${mostOperations} are the most`, 0);
}

/** Checks that each variable has a value, and each value a variable. */
function checkVariables(expression: ParsedExpression, given: readonly string[], error: ErrorAt): void {
  const used = variables(expression);
  const unused = given.filter((name) => !used.includes(name));
  visit(expression, (node) => {
    if (node.type !== 'variable' || given.includes(node.name)) return;
    const name = formatName(node.name);
    const hint =
      didYouMean(node.name, unused) ||
      `; give it one: --at ${[...given.map(formatName), name].join('=…,')}=…`;
    throw error(`the variable ${name} has no value${hint}`, node.start);
  });
  if (unused.length > 0) throw new MlpError('usage', `--at: ${unusedProblem(unused[0], used)}`);
  if (used.length === 0)
    throw new MlpError('usage', 'expression: it has no variable, so there is nothing to differentiate by');
}

function unusedProblem(name: string, used: readonly string[]): string {
  const quoted = JSON.stringify(name);
  if (Object.hasOwn(constants, name) || isFunction(name))
    return (
      `${quoted} is a ${isFunction(name) ? 'function' : 'constant'} in the expression; a variable of that ` +
      `name is written \`${name}\`, in backticks`
    );
  const known = used.length > 0 ? `its variables are ${used.map(formatName).join(', ')}` : 'it has none';
  return `the expression has no variable ${quoted}; ${known}`;
}
