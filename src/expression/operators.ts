import { pow } from '../math/index.js';
import type { BinaryNode } from './expression.js';

interface Operator {
  /** What has the higher precedence binds tighter. */
  readonly precedence: number;
  /** a ^ b ^ c is a ^ (b ^ c) */
  readonly rightAssociative: boolean;
  readonly apply: (left: number, right: number) => number;
}

/** The operators of two operands. The minus sign of one operand binds as * does: −x^2 = −(x^2). */
export const operators: Record<BinaryNode['operator'], Operator> = {
  '+': { precedence: 1, rightAssociative: false, apply: (left, right) => left + right },
  '-': { precedence: 1, rightAssociative: false, apply: (left, right) => left - right },
  '*': { precedence: 2, rightAssociative: false, apply: (left, right) => left * right },
  '/': { precedence: 2, rightAssociative: false, apply: (left, right) => left / right },
  '^': { precedence: 3, rightAssociative: true, apply: pow },
};
