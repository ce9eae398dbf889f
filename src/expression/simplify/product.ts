import { multiply, number, power } from '../build.js';
import { constantName } from '../constants.js';
import type { Expression } from '../expression.js';
import type { Structures } from '../structures.js';
import { fold } from './fold.js';

/** The product numerator / denominator · Π base^exponent. */
export interface Product {
  numerator: number;
  /** Positive divisor. */
  denominator: number;
  /** Factors by the id of their base. */
  readonly factors: Map<number, Factor>;
}

interface Factor {
  readonly base: Expression;
  /** Exponent, never 0. */
  readonly exponent: number;
}

/** Factors of a product, quotient or power whose operands are simplified; any other node is its own factor. */
export function factorsOf(node: Expression, structures: Structures): Product {
  const product: Product = { numerator: 1, denominator: 1, factors: new Map() };
  collect(node, 1, product, structures);
  return product;
}

type Sign = 1 | -1;

function collect(node: Expression, exponent: Sign, product: Product, structures: Structures): void {
  if (node.type === 'number') collectNumber(node.value, exponent, product, structures);
  else if (node.type === 'unary') {
    product.numerator = -product.numerator;
    collect(node.argument, exponent, product, structures);
  } else if (node.type === 'binary' && (node.operator === '*' || node.operator === '/')) {
    const inverse = exponent === 1 ? -1 : 1;
    collect(node.left, exponent, product, structures);
    collect(node.right, node.operator === '*' ? exponent : inverse, product, structures);
  } else if (node.type === 'binary' && node.operator === '^' && node.right.type === 'number')
    collectFactor(node.left, node.right.value * exponent, product, structures);
  else collectFactor(node, exponent, product, structures);
}

/**
 * Multiplies numerator or denominator by a number, where the result is short to write; pi, a divisor 0, and what would
 * be long become factors like any other.
 */
function collectNumber(value: number, exponent: Sign, product: Product, structures: Structures): void {
  const side = exponent === 1 ? 'numerator' : 'denominator';
  const joined = fold(multiply(number(product[side]), number(Math.abs(value))));
  const isDivisorZero = side === 'denominator' && value === 0;
  if (joined.type === 'number' && constantName(value) === undefined && !isDivisorZero) {
    product[side] = joined.value;
    if (value < 0) product.numerator = -product.numerator;
  } else collectFactor(number(value), exponent, product, structures);
}

function collectFactor(base: Expression, exponent: number, product: Product, structures: Structures): void {
  const { factors } = product;
  const id = structures.idOf(base);
  const before = factors.get(id)?.exponent ?? 0;
  const sum = before + exponent;
  const isExact = sum - before === exponent && sum - exponent === before;
  // An exponent that rounding would change stays with a factor of its own.
  if (!isExact) collectFactor(power(base, number(exponent)), 1, product, structures);
  else if (sum === 0) factors.delete(id);
  else factors.set(id, { base, exponent: sum });
}
