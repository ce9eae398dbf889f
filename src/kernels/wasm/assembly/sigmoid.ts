import { exp, expm1Within } from './exp';
import { log1pUpTo1 } from './log';
import { abs, add, all, atMost, div, less, max, mul, neg, select, sub, withSign } from './vector';

// src/math/sigmoid.ts, tanh.ts and softplus.ts, two numbers at once. Where those choose between two forms of one shape, the
// operands are chosen here: 1 − 1·q has the bits of 1 − q.

/** 1 / (1 + e^-x) */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = all(1);
  const e = exp(neg(abs(x)));
  const q = div(e, add(one, e));
  const lead = select(less(x, all(0)), e, one);
  return sub(lead, mul(lead, q));
}

/** tanh x. Beyond |x| = 28 the quotient 2 / (u + 2) is lost beside 1, so that u need not grow any more. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const two = all(2);
  const u = expm1Within(atMost(mul(two, abs(x)), all(56)));
  const small = less(u, two);
  const lead = select(small, mul(all(0.5), u), all(1));
  const q = div(select(small, u, two), add(u, two));
  return withSign(sub(lead, mul(lead, q)), x);
}

/** log(1 + e^x) */
// @ts-ignore: decorator
@inline
export function softplus(x: v128): v128 {
  return add(max(x, all(0)), log1pUpTo1(exp(neg(abs(x)))));
}
