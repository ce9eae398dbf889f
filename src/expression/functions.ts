import * as math from '../math/index.js';

/** The functions that a formula may call, each of one argument. */
export const functions = {
  abs: Math.abs,
  acos: math.acos,
  asin: math.asin,
  atan: math.atan,
  cos: math.cos,
  cosh: math.cosh,
  erf: math.erf,
  exp: math.exp,
  expm1: math.expm1,
  log: math.log,
  log10: math.log10,
  log1p: math.log1p,
  log2: math.log2,
  sigmoid: math.sigmoid,
  sin: math.sin,
  sinh: math.sinh,
  softplus: math.softplus,
  sqrt: Math.sqrt,
  tan: math.tan,
  tanh: math.tanh,
} satisfies Record<string, (x: number) => number>;

export type FunctionName = keyof typeof functions;

export function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}
