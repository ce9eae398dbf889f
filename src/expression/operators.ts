import { pow } from '../math/index.js';
import { call, divide, multiply, negate, number, power, subtract } from './build.js';
import type { BinaryNode, Expression } from './expression.js';

/** A derivative of l ∘ r, whose value is y. It takes y where that makes it simple: y is known when the derivative is wanted. */
type Rule = (l: Expression, r: Expression, y: Expression) => Expression;

interface Operator {
  /** What has the higher precedence binds tighter. */
  readonly precedence: number;
  /** a ^ b ^ c is a ^ (b ^ c) */
  readonly rightAssociative: boolean;
  readonly apply: (left: number, right: number) => number;
  /** ∂y/∂l and ∂y/∂r */
  readonly derivative: { readonly left: Rule; readonly right: Rule };
}

const one: Rule = () => number(1);

/** The operators of two operands. The minus sign of one operand binds as * does: −x^2 = −(x^2). */
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
