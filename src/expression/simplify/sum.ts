import { add, number, subtract } from '../build.js';
import type { Expression } from '../expression.js';
import type { Structures } from '../structures.js';
import { compose } from './compose.js';
import { fold } from './fold.js';
import { factorsOf, type Product } from './product.js';

/**
 * Simplifies a sum, difference or negation whose operands are simplified, taking like terms together: 2*x + y + x is
 * 3*x + y.
 */
export function simplifySum(node: Expression, structures: Structures): Expression {
  const terms = new Map<number, Product>();
  collect(node, 1, terms, structures);
  return composeSum(
    [...terms.values()].filter(({ numerator }) => numerator !== 0),
    structures,
  );
}

/**
 * Collects the terms of a sum. Terms that differ by a whole numerator alone are added up, unless the sum would be long
 * to write.
 */
function collect(node: Expression, sign: 1 | -1, terms: Map<number, Product>, structures: Structures): void {
  const opposite = sign === 1 ? -1 : 1;
  if (node.type === 'unary') collect(node.argument, opposite, terms, structures);
  else if (node.type === 'binary' && (node.operator === '+' || node.operator === '-')) {
    collect(node.left, sign, terms, structures);
    collect(node.right, node.operator === '+' ? sign : opposite, terms, structures);
  } else {
    const term = factorsOf(node, structures);
    const numerator = sign * term.numerator;
    const id = structures.idOf(compose({ ...term, numerator: 1 }, structures));
    const like = terms.get(id);
    const sum = fold(add(number(like?.numerator ?? 0), number(numerator)));
    if (sum.type === 'number') terms.set(id, { ...term, numerator: sum.value });
    else terms.set(structures.idOf(compose({ ...term, numerator }, structures)), { ...term, numerator });
  }
}

/** Formula of a sum, with a positive term first if there is one. */
function composeSum(terms: readonly Product[], structures: Structures): Expression {
  const first = terms.find(({ numerator }) => numerator > 0) ?? terms[0];
  if (!first) return number(0);
  const rest = terms.filter((term) => term !== first);
  return rest.reduce<Expression>(
    (sum, term) => {
      const size = compose({ ...term, numerator: Math.abs(term.numerator) }, structures);
      return term.numerator < 0 ? subtract(sum, size) : add(sum, size);
    },
    compose(first, structures),
  );
}
