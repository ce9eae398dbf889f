import * as math from '../math/index.js';
import { add, call, divide, multiply, negate, number, power, subtract } from './build.js';
import type { Expression } from './expression.js';

/** A function of one argument u, whose value is y. */
interface FunctionOfOne {
  readonly apply: (u: number) => number;
  /** Derivative dy/du. It is in terms of y where that is simple, as y is known when the derivative is wanted. */
  readonly derivative: (u: Expression, y: Expression) => Expression;
  /** Arguments that the function takes; absent where it takes all. */
  readonly domain?: Domain;
}

interface Domain {
  readonly contains: (u: number) => boolean;
  readonly text: string;
}

const positive: Domain = { contains: (u) => u > 0, text: 'numbers above 0' };
const unitInterval: Domain = { contains: (u) => u >= -1 && u <= 1, text: 'numbers from -1 to 1' };

const one = number(1);
const two = number(2);
const square = (u: Expression) => power(u, two);
const reciprocal = (u: Expression) => divide(one, u);
const perDegree = divide(number(Math.PI), number(180));

/** Functions that a formula may call. */
export const functions = {
  abs: { apply: Math.abs, derivative: (u, y) => divide(u, y) },
  acos: {
    apply: math.acos,
    derivative: (u) => negate(reciprocal(call('sqrt', subtract(one, square(u))))),
    domain: unitInterval,
  },
  asin: {
    apply: math.asin,
    derivative: (u) => reciprocal(call('sqrt', subtract(one, square(u)))),
    domain: unitInterval,
  },
  atan: { apply: math.atan, derivative: (u) => reciprocal(add(one, square(u))) },
  cos: { apply: math.cos, derivative: (u) => negate(call('sin', u)) },
  cosd: { apply: math.cosd, derivative: (u) => negate(multiply(perDegree, call('sind', u))) },
  cosh: { apply: math.cosh, derivative: (u) => call('sinh', u) },
  erf: {
    apply: math.erf,
    derivative: (u) => multiply(divide(two, call('sqrt', number(Math.PI))), call('exp', negate(square(u)))),
  },
  exp: { apply: math.exp, derivative: (_, y) => y },
  expm1: { apply: math.expm1, derivative: (u) => call('exp', u) },
  log: { apply: math.log, derivative: reciprocal, domain: positive },
  log10: {
    apply: math.log10,
    derivative: (u) => reciprocal(multiply(u, call('log', number(10)))),
    domain: positive,
  },
  log1p: {
    apply: math.log1p,
    derivative: (u) => reciprocal(add(one, u)),
    domain: { contains: (u) => u > -1, text: 'numbers above -1' },
  },
  log2: {
    apply: math.log2,
    derivative: (u) => reciprocal(multiply(u, call('log', two))),
    domain: positive,
  },
  sigmoid: { apply: math.sigmoid, derivative: (_, y) => multiply(y, subtract(one, y)) },
  sin: { apply: math.sin, derivative: (u) => call('cos', u) },
  sind: { apply: math.sind, derivative: (u) => multiply(perDegree, call('cosd', u)) },
  sinh: { apply: math.sinh, derivative: (u) => call('cosh', u) },
  softplus: { apply: math.softplus, derivative: (u) => call('sigmoid', u) },
  sqrt: {
    apply: Math.sqrt,
    derivative: (_, y) => reciprocal(multiply(two, y)),
    domain: { contains: (u) => u >= 0, text: 'numbers from 0 on' },
  },
  tan: { apply: math.tan, derivative: (_, y) => add(one, square(y)) },
  tand: {
    apply: math.tand,
    derivative: (_, y) => multiply(perDegree, add(one, square(y))),
    domain: { contains: (u) => math.cosd(u) !== 0, text: 'no odd multiple of 90' },
  },
  tanh: { apply: math.tanh, derivative: (_, y) => subtract(one, square(y)) },
} satisfies Record<string, FunctionOfOne>;

export type FunctionName = keyof typeof functions;

/** Whether a formula may call a function of this name. */
export function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

/** The function that a call of a parsed formula names. */
export const functionNamed = (name: string): FunctionOfOne => functions[name as FunctionName];
