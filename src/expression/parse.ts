import { didYouMean, type Failure } from '../errors.js';
import { constants } from './constants.js';
import type { ParsedExpression } from './expression.js';
import { visit } from './expression.js';
import { type ErrorAt, expressionError } from './expression_error.js';
import { functions, isFunction } from './functions.js';
import { readTree } from './grammar.js';

export interface ParseOptions {
  /** Name of the formula in errors: `config.json: data.basis[0]`. */
  where: string;
  failure: Failure;
}

/**
 * Parses a formula over the named variables, or over any where `names` is undefined: numbers, + − * / ^, parentheses,
 * the functions of functions.ts, the constants pi and e. A name that is no plain word, or is that of a constant, stands
 * in backticks: `petal length`, `e`. Every variable and function of the result is known.
 *
 * @throws MlpError that shows the position of what is wrong.
 */
export function parse(
  text: string,
  names: readonly string[] | undefined,
  options: ParseOptions,
): ParsedExpression {
  const error = (message: string, position: number) =>
    expressionError(message, text, position, options.where, options.failure);
  checkCharacters(text, error);
  const tree = readOrThrow(text, error);
  visit(tree, (node) => {
    const problem = nameProblem(node, text.slice(node.start, node.end), names);
    if (problem !== undefined) throw error(problem, node.start);
  });
  return tree;
}

/** Description of what is wrong with the name in a node, which is written `source`; undefined where nothing is. */
function nameProblem(
  node: ParsedExpression,
  source: string,
  names: readonly string[] | undefined,
): string | undefined {
  if (node.type === 'call' && !isFunction(node.function))
    return unknown('function', node.function, Object.keys(functions));
  if (node.type === 'variable' && !names?.includes(node.name)) {
    if (isFunction(node.name) && !source.startsWith('`'))
      return `${node.name} is a function: write its argument in parentheses, ${node.name}(…)`;
    return names && unknown('variable', node.name, names);
  }
  if (node.type === 'number' && Object.hasOwn(constants, source) && names?.includes(source))
    return (
      `"${source}" is a variable and a constant; write \`${source}\` in backticks for the variable, or ` +
      `${node.value} for the constant`
    );
  return undefined;
}

/** Refuses characters that the grammar has no use for, as jsep might read them as something else. */
function checkCharacters(text: string, error: ErrorAt): void {
  const unquoted = text.replace(/`[^`]*`/g, (name) => '_'.repeat(name.length));
  const position = unquoted.search(/[^\p{L}\p{M}\p{Nd}_ \t\r\n.+\-*/^()`]|(?<!\d)\.(?!\d)/u);
  if (position >= 0) {
    const [character] = text.slice(position);
    throw error(
      `unexpected ${JSON.stringify(character)}; a formula has numbers, names, + - * / ^, functions of one ` +
        'argument and parentheses',
      position,
    );
  }
  const double = unquoted.search(/\*\s*\*/);
  if (double >= 0) throw error('unexpected "*" after "*"; a power is written ^', double);
}

function readOrThrow(text: string, error: ErrorAt): ParsedExpression {
  let tree: ParsedExpression | undefined;
  try {
    tree = readTree(text);
  } catch (thrown) {
    if (thrown instanceof Error && 'index' in thrown && 'description' in thrown) {
      const description = String(thrown.description);
      throw error(description[0].toLowerCase() + description.slice(1), Number(thrown.index));
    }
    throw thrown;
  }
  if (tree === undefined) throw error('the formula is empty', 0);
  return tree;
}

function unknown(kind: string, name: string, known: readonly string[]): string {
  const names = known.length > 0 ? `known: ${known.slice(0, 24).join(', ')}` : 'none is known here';
  return `unknown ${kind} ${JSON.stringify(name)}${didYouMean(name, known) || `; ${names}`}`;
}
