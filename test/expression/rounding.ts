import { variable } from '../../src/expression/build.js';
import { compile, type Expression, functions, operators } from '../../src/expression/index.js';

/** A value, and how far it may be from what exact arithmetic would have given. */
export interface Rounded {
  readonly value: number;
  readonly error: number;
}

/** Half an ulp, relative: the error of + − × ÷ √. */
const unit = 2 ** -53;
/** Bound of the relative error of functions of src/math: theirs is at most 1.7 ulps, of at most 2^-52 each. */
const unitOfFunctions = 4 * unit;
/** Absolute error of a result below the smallest number. */
const underflow = 2 ** -1074;

/**
 * Running error analysis (Wilkinson): evaluates as compile does, and beside each value bounds its error, the sum of
 * what the errors of the operands become by its derivatives and of its own rounding. That is to first order: where an
 * error is no longer small beside what a function does with it, the bound is infinite.
 */
export function roundedValue(node: Expression, names: ReadonlyMap<string, Rounded>): Rounded {
  switch (node.type) {
    case 'number':
      return { value: node.value, error: 0 };
    case 'variable':
      return names.get(node.name)!;
    case 'unary': {
      const { value, error } = roundedValue(node.argument, names);
      return { value: -value, error };
    }
    case 'call': {
      const u = roundedValue(node.argument, names);
      const { apply, derivative } = functions[node.function as keyof typeof functions];
      const value = apply(u.value);
      const rule = compile(derivative(variable('u'), variable('y')), ['u', 'y']);
      return bounded(value, [[u, rule(Float64Array.of(u.value, value))]], unitOfFunctions);
    }
    case 'binary': {
      const left = roundedValue(node.left, names);
      const right = roundedValue(node.right, names);
      const { apply, derivative } = operators[node.operator];
      const value = apply(left.value, right.value);
      const [l, r, y] = ['l', 'r', 'y'].map(variable);
      const slope = (rule: typeof derivative.left) =>
        compile(rule(l, r, y), ['l', 'r', 'y'])(Float64Array.of(left.value, right.value, value));
      return bounded(
        value,
        [
          [left, slope(derivative.left)],
          [right, slope(derivative.right)],
        ],
        node.operator === '^' ? unitOfFunctions : unit,
      );
    }
  }
}

/** Errors beyond this share of a value are too large for an analysis to first order. */
const small = 1e-6;

function bounded(
  value: number,
  operands: readonly (readonly [Rounded, number])[],
  roundings: number,
): Rounded {
  let error = roundings * Math.abs(value) + underflow;
  for (const [operand, slope] of operands) {
    if (operand.error === 0) continue;
    const isSmall = operand.error <= small * Math.min(1, Math.abs(operand.value));
    error += isSmall ? Math.abs(slope) * operand.error : Number.POSITIVE_INFINITY;
  }
  // an infinite slope, or 0 times an infinite error
  return { value, error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error };
}

export const product = (a: Rounded, b: Rounded): Rounded =>
  bounded(
    a.value * b.value,
    [
      [a, b.value],
      [b, a.value],
    ],
    unit,
  );

export const total = (a: Rounded, b: Rounded): Rounded =>
  bounded(
    a.value + b.value,
    [
      [a, 1],
      [b, 1],
    ],
    unit,
  );
