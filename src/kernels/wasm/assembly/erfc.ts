import { expSum } from './exp';
import { abs, add, all, any, atLeast, atMost, div, greater, less, mul, neg, select, sub } from './vector';

// src/math/erfc.ts, erf.ts, erfc_factor.ts and product.ts, two numbers at once: the same operations in the same order.

const FACTOR: f64 = 1.2530080582697296;
const FACTOR_LOW: f64 = 4.524674698049108e-17;

/** erf(x) / x − 1 as a function of z = x² ≤ 1 */
// @ts-ignore: decorator
@inline
function erfTail(z: v128): v128 {
  const z2 = mul(z, z);
  const z4 = mul(z2, z2);
  const p0 = sub(all(0.1283791670955126), mul(all(0.37612638903183754), z));
  const p1 = sub(all(0.1128379167095512), mul(all(0.02686617064512984), z));
  const p2 = sub(all(0.0052239776254232985), mul(all(0.000854832702193483), z));
  const p3 = sub(all(0.00012055332902888736), mul(all(1.4925647567519332e-5), z));
  const p4 = sub(all(1.6462045441468418e-6), mul(all(1.6364642158167616e-7), z));
  const p5 = sub(all(1.4792401209404813e-8), mul(all(1.216456005728345e-9), z));
  const p6 = sub(all(8.709045129053106e-11), mul(all(4.230945824295338e-12), z));
  const high = add(add(p4, mul(z2, p5)), mul(z4, p6));
  return add(add(p0, mul(z2, p1)), mul(z4, add(add(p2, mul(z2, p3)), mul(z4, high))));
}

/** f(x) − FACTOR for x in [½, 28] */
// @ts-ignore: decorator
@inline
function factorRest(x: v128): v128 {
  const t = div(sub(x, all(3)), add(x, all(3)));
  const t2 = mul(t, t);
  const t4 = mul(t2, t2);
  const p0 = mul(all(-0.1356211061245812), t);
  const p1 = add(all(-0.047562294353451176), mul(all(0.12964515870276397), t));
  const p2 = add(all(-0.1192736634152754), mul(all(0.06830802734385681), t));
  const p3 = add(all(-0.02377051491960952), mul(all(0.0025293918182127816), t));
  const p4 = sub(all(0.0018886903726146294), mul(all(0.0007798322945107705), t));
  const p5 = add(all(-0.00010515990298771089), mul(all(0.0001250995042238072), t));
  const p6 = sub(all(4.949956945761098e-6), mul(all(2.010126378463004e-5), t));
  const p7 = add(all(-7.328307002418314e-7), mul(all(3.4745846128523814e-6), t));
  const p8 = sub(all(3.5900188708545566e-7), mul(all(6.211741712587419e-7), t));
  const p9 = add(all(-1.4324034589200596e-7), mul(all(1.078880701472726e-7), t));
  const p10 = sub(all(4.1367990839283595e-8), mul(all(1.7932947990627186e-8), t));
  const p11 = add(all(-6.795035322911804e-9), mul(all(2.530478256290314e-9), t));
  const high = add(add(p8, mul(t2, p9)), mul(t4, add(p10, mul(t2, p11))));
  const middle = add(add(p4, mul(t2, p5)), mul(t4, add(add(p6, mul(t2, p7)), mul(t4, high))));
  return add(add(p0, mul(t2, p1)), mul(t4, add(add(p2, mul(t2, p3)), mul(t4, middle))));
}

/** v to 26 bits */
// @ts-ignore: decorator
@inline
function upperHalf(v: v128): v128 {
  const c = mul(all(134217729), v);
  return sub(c, sub(c, v));
}

/** The rounding error of product = a b */
// @ts-ignore: decorator
@inline
function productError(a: v128, b: v128, product: v128): v128 {
  const highA = upperHalf(a);
  const lowA = sub(a, highA);
  const highB = upperHalf(b);
  const lowB = sub(b, highB);
  return add(add(add(sub(mul(highA, highB), product), mul(highA, lowB)), mul(lowA, highB)), mul(lowA, lowB));
}

/**
 * For |x| from ½ on: erfc(x) where x is positive, 2 − erfc(−x) where it is negative, which is worked out as
 * 1 + (1 − e f / (1 + 2 |x|)), with less care for what rounding takes. Inlined, because binaryen takes a call for cheap and
 * makes it whether it is needed or not.
 */
// @ts-ignore: decorator
@inline
function erfcOfLarge(x: v128, negative: v128): v128 {
  const one = all(1);
  const magnitude = abs(x);
  const within = atMost(atLeast(magnitude, all(0.5)), all(28));
  const square = mul(within, within);
  const rest = factorRest(within);
  const f = add(all(FACTOR), rest);
  const fLow = add(add(sub(all(FACTOR), f), rest), all(FACTOR_LOW));
  const twice = mul(all(2), within);
  const divisor = add(one, twice);
  const divisorLow = sub(one, sub(divisor, twice));
  const q = div(f, divisor);
  const product = mul(q, divisor);
  const lost = add(sub(sub(f, product), productError(q, divisor, product)), sub(fLow, mul(q, divisorLow)));
  const correction = sub(div(lost, f), productError(within, within, square));
  const e = expSum(neg(square), v128.andnot(correction, negative));
  const above = select(greater(magnitude, all(28)), all(0), mul(e, q));
  const erf = select(less(magnitude, all(6)), sub(one, div(mul(e, f), divisor)), one);
  return select(negative, add(one, erf), above);
}

/** The complementary error function */
// @ts-ignore: decorator
@inline
export function erfc(x: v128): v128 {
  const negative = f64x2.le(x, all(-1));
  const large = v128.or(negative, f64x2.ge(x, all(0.5)));
  // NaN stays NaN
  const value = sub(all(1), add(x, mul(x, erfTail(mul(x, x)))));
  if (any(large)) return select(large, erfcOfLarge(x, negative), value);
  return value;
}
