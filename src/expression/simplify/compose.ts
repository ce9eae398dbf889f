import { divide, multiply, negate, number, power } from '../build.js';
import { constantName } from '../constants.js';
import type { Expression } from '../expression.js';
import type { Structures } from '../structures.js';
import type { Product } from './product.js';

/**
 * Formula of a product: numbers, then variables, then the rest, as in 2*x*cos(x)/y^2, 1/(2*sqrt(x)) and pi/180*cosd(x).
 */
export function compose(product: Product, structures: Structures): Expression {
  const { numerator, denominator } = lowestTerms(product);
  if (numerator === 0) return number(0);
  const above = new Side(Math.abs(numerator));
  const below = new Side(denominator);
  for (const { base, exponent } of product.factors.values()) {
    const size = Math.abs(exponent);
    const side = exponent > 0 ? above : below;
    side.add(base, size === 1 ? base : power(base, number(size)), structures);
  }
  const isFractionFirst = above.constants.length > 0 && below.constants.length > 0 && above.others.length > 0;
  if (isFractionFirst) {
    const fraction = quotient(signed(above.constants, numerator < 0), below.constants);
    return quotient([fraction, ...above.others], below.others);
  }
  const all = [...above.constants, ...above.others];
  return quotient(signed(all, numerator < 0), [...below.constants, ...below.others]);
}

/** Factors above or below the line of a fraction. */
class Side {
  readonly constants: Expression[];
  private readonly variables: Expression[] = [];
  private readonly formulas: Expression[] = [];

  constructor(coefficient: number) {
    this.constants = coefficient === 1 ? [] : [number(coefficient)];
  }

  add(base: Expression, factor: Expression, { isConstant }: Structures): void {
    if (isConstant(base)) this.constants.push(factor);
    else (base.type === 'variable' ? this.variables : this.formulas).push(factor);
  }

  get others(): Expression[] {
    return [...this.variables, ...this.formulas];
  }
}

/** Puts a minus sign in front of the first factor. */
function signed(factors: readonly Expression[], isNegative: boolean): readonly Expression[] {
  if (!isNegative) return factors;
  if (factors.length === 0) return [number(-1)];
  const [first, ...rest] = factors;
  const isPlain = first.type === 'number' && constantName(first.value) === undefined;
  return [isPlain ? number(-first.value) : negate(first), ...rest];
}

function quotient(above: readonly Expression[], below: readonly Expression[]): Expression {
  const dividend = above.length === 0 ? number(1) : above.reduce(multiply);
  return below.length === 0 ? dividend : divide(dividend, below.reduce(multiply));
}

type Fraction = Pick<Product, 'numerator' | 'denominator'>;

/** Reduces a fraction: 6/3 is 2, 2/4 is 1/2; decimals stay as they are unless one divides the other. */
function lowestTerms({ numerator, denominator }: Fraction): Fraction {
  if (denominator === 1) return { numerator, denominator };
  const quotient = numerator / denominator;
  if (Number.isInteger(quotient)) return { numerator: quotient, denominator: 1 };
  const inverse = denominator / Math.abs(numerator);
  if (Number.isInteger(inverse)) return { numerator: numerator < 0 ? -1 : 1, denominator: inverse };
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator))
    return { numerator, denominator };
  const divisor = greatestCommonDivisor(Math.abs(numerator), denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
