import jsep from 'jsep';
import { constants } from './constants.js';
import type { BinaryNode, ParsedExpression } from './expression.js';
import { operators } from './operators.js';

// jsep reads numbers, groups, arguments and the precedence of operators. Its hooks here change three things: nodes
// carry their positions, the minus sign takes a whole power (jsep's takes a single token), and names may be quoted in
// backticks.

/**
 * Most parentheses, calls and signs within each other. With `longest` it keeps every recursion, here and over the tree,
 * far from the end of the stack.
 */
const deepest = 200;
/** Most numbers, names, groups and signs together; no tree is deeper than this. */
const longest = 2000;

let depth = 0;
let length = 0;

/**
 * Reads the tree of a formula, its names unchecked; undefined for an empty text. jsep passes over , and ; between
 * expressions, so the text must not contain any.
 *
 * @throws errors of jsep, which have `index` and `description`.
 */
export function readTree(text: string): ParsedExpression | undefined {
  depth = 0;
  length = 0;
  const node: jsep.Expression = jsep(text);
  if (node.type !== 'Compound') return node as unknown as ParsedExpression;
  const [, second] = node.body as unknown as ParsedExpression[];
  if (second !== undefined) fail('expected an operator', second.start);
  return undefined;
}

function fail(description: string, index: number): never {
  throw Object.assign(new Error(description), { description, index });
}

jsep.removeAllUnaryOps();
jsep.removeAllBinaryOps();
jsep.removeAllLiterals();
for (const [symbol, { precedence, rightAssociative }] of Object.entries(operators))
  jsep.addBinaryOp(symbol, precedence, rightAssociative);

jsep.hooks.add('gobble-token', function (env) {
  if (++length > longest) fail(`the formula is too long: over ${longest} operands`, this.index);
  if (++depth > deepest) fail('the formula is nested too deeply', this.index);
  env.node = token(this) as jsep.Expression | undefined;
  depth--;
});

jsep.hooks.add('after-expression', (env) => {
  if (env.node) env.node = withSpans(env.node) as unknown as jsep.Expression;
});

/** Converts jsep's nodes, those of binary operators, to nodes of the tree with their spans. */
function withSpans(node: jsep.Expression): ParsedExpression {
  if (node.type !== 'BinaryExpression') return node as unknown as ParsedExpression;
  const { operator, left, right } = node as jsep.BinaryExpression;
  return binary(operator as BinaryNode['operator'], withSpans(left), withSpans(right));
}

function binary(
  operator: BinaryNode['operator'],
  left: ParsedExpression,
  right: ParsedExpression,
): ParsedExpression {
  return { type: 'binary', operator, left, right, start: left.start, end: right.end };
}

/** Reads an operand of an operator, from the parser's index on. */
function token(parser: jsep.HookScope): object | undefined {
  const start = parser.index;
  const { char } = parser;
  if (char === '-' || char === '+') {
    parser.index++;
    const argument = power(parser, `expected something after the sign ${char}`);
    return char === '+' ? argument : { type: 'unary', operator: '-', argument, start, end: argument.end };
  }
  if (/[\d.]/.test(char)) {
    const { value } = parser.gobbleNumericLiteral() as unknown as { value: number };
    if (!Number.isFinite(value)) fail('this number is too large', start);
    return { type: 'number', value, start, end: parser.index };
  }
  if (char === '`') {
    const end = parser.expr.indexOf('`', start + 1);
    if (end < 0) fail('this ` has no partner', start);
    parser.index = end + 1;
    return { type: 'variable', name: parser.expr.slice(start + 1, end), start, end: end + 1 };
  }
  if (char === '(') {
    const group = parser.gobbleGroup() as unknown as
      | ParsedExpression
      | { type: string; expressions: ParsedExpression[] };
    if (!group) fail('expected something within the parentheses', start);
    if ('expressions' in group) fail('expected an operator', group.expressions[1].start);
    return group;
  }
  return /[A-Za-z_]/.test(char) || parser.code >= 128 ? named(parser) : undefined;
}

/** Reads a token and, if ^ follows, its power: right-associative. */
function power(parser: jsep.HookScope, missing: string): ParsedExpression {
  const base = parser.gobbleToken() as unknown as ParsedExpression | undefined;
  if (!base) fail(missing, parser.index);
  parser.gobbleSpaces();
  if (parser.char !== '^') return base;
  parser.index++;
  return binary('^', base, power(parser, 'expected an exponent after ^'));
}

/** Reads a call, a constant or a variable. */
function named(parser: jsep.HookScope): object {
  const start = parser.index;
  const { name } = parser.gobbleIdentifier() as unknown as { name: string };
  const end = parser.index;
  parser.gobbleSpaces();
  if (parser.char !== '(') {
    return Object.hasOwn(constants, name)
      ? { type: 'number', value: constants[name], start, end }
      : { type: 'variable', name, start, end };
  }
  parser.index++;
  const given = parser.gobbleArguments(')'.charCodeAt(0)) as unknown as ParsedExpression[];
  if (given.length !== 1) fail(`${name} takes one argument`, start);
  return { type: 'call', function: name, argument: given[0], start, end: parser.index };
}
