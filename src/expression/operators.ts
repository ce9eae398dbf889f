import { pow } from '../math/index.js';
import { call, divide, multiply, negate, number, power, subtract } from './build.js';
import type { BinaryNode, Expression } from './expression.js';

/**
 * Rule for a derivative of y = l ∘ r. It is in terms of y where that is simple, as y is known when the derivative is
 * wanted.
 */
type Rule = (l: Expression, r: Expression, y: Expression) => Expression;

interface Operator {
  /** Precedence: of two operators the one with the higher number binds tighter. */
  readonly precedence: number;
  /** Associativity: a ^ b ^ c is a ^ (b ^ c) where it is true. */
  readonly rightAssociative: boolean;
  readonly apply: (left: number, right: number) => number;
  /** Derivatives ∂y/∂l and ∂y/∂r. */
  readonly derivative: { readonly left: Rule; readonly right: Rule };
}

const one: Rule = () => number(1);

/** Operators of two operands. The minus sign of one operand binds as * does: −x^2 = −(x^2). */
export const operators: Record<BinaryNode['operator'], Operator> = {
  '+': {
    precedence: 1,
    rightAssociative: false,
    apply: (left, right) => left + right,
    derivative: { left: one, right: one },
  },
  '-': {
    precedence: 1,
    rightAssociative: false,
    apply: (left, right) => left - right,
    derivative: { left: one, right: () => number(-1) },
  },
  '*': {
    precedence: 2,
    rightAssociative: false,
    apply: (left, right) => left * right,
    derivative: { left: (_, r) => r, right: (l) => l },
  },
  '/': {
    precedence: 2,
    rightAssociative: false,
    apply: (left, right) => left / right,
    derivative: { left: (_, r) => divide(number(1), r), right: (_, r, y) => negate(divide(y, r)) },
  },
  '^': {
    precedence: 3,
    rightAssociative: true,
    apply: pow,
    derivative: {
      left: (l, r) => multiply(r, power(l, subtract(r, number(1)))),
      right: (l, _, y) => multiply(y, call('log', l)),
    },
  },
};
