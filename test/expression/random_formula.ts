import fc from 'fast-check';
import {
  add,
  call,
  divide,
  multiply,
  negate,
  number,
  power,
  subtract,
  variable,
} from '../../src/expression/build.js';
import { type Expression, functions } from '../../src/expression/index.js';

/** Formulas of a few operations over x and y, with every function and operator, and powers with small exponents. */
export const randomFormula: fc.Arbitrary<Expression> = fc.letrec<{ formula: Expression }>((tie) => {
  const formula = tie('formula');
  return {
    formula: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(variable('x'), variable('y')),
      fc.constantFrom(0, 1, 2, 3, 0.1, 0.5, 10, Math.PI, Math.E).map(number),
      formula.map(negate),
      fc.tuple(fc.constantFrom(...Object.keys(functions)), formula).map(([name, u]) => call(name, u)),
      fc
        .tuple(fc.constantFrom(add, subtract, multiply, divide), formula, formula)
        .map(([operation, left, right]) => operation(left, right)),
      fc
        .tuple(formula, fc.constantFrom(-2, -1, 0, 0.5, 1, 2, 3))
        .map(([base, exponent]) => power(base, number(exponent))),
      fc.tuple(formula, formula).map(([base, exponent]) => power(base, exponent)),
    ),
  };
}).formula;

/** Values for x and y; those of the lecture's size. */
export const randomPoint = fc.tuple(
  fc.double({ min: -5, max: 5, noNaN: true }),
  fc.double({ min: 0.01, max: 3, noNaN: true }),
);
