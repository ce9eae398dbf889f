import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOperations, countTerms } from '../../src/expression/derivative/operations.js';
import type { Expression } from '../../src/expression/index.js';
import { differentiate, format, parse, simplify } from '../../src/expression/index.js';
import { runs } from '../helpers/runs.js';
import { randomFormula, randomPoint } from './random_formula.js';
import { roundedValue } from './rounding.js';

const read = (text: string) => parse(text, undefined, { where: 'formula', failure: 'config' });

describe('simplify', () => {
  it.each([
    ['x + 0*y', 'x'],
    ['sin(0)*x + 5*cos(0)', '5'],
    ['-1*(x - y)', 'y - x'],
    ['1*x/1 - 0', 'x'],
    ['2*x + y + x', '3*x + y'],
    ['x - x', '0'],
    ['-(x - y)', 'y - x'],
    ['x*x*x', 'x^3'],
    ['x^2*y/x', 'x*y'],
    ['(x^2)^3', 'x^6'],
    // (x²)^½ is |x|
    ['(x^2)^0.5', '(x^2)^0.5'],
    ['x^0.1*x^0.2', 'x^0.1*x^0.2'],
    ['6*x/(4*y)', '3/2*x/y'],
    ['x/3 + x/3', '2/3*x'],
    ['-x*-y', 'x*y'],
    ['2*3 + sqrt(4) - log(e)', '7'],
    // as they are: the values would be long
    ['1/3 + 2*pi', '1/3 + 2*pi'],
    ['0.1 + 0.2', '0.1 + 0.2'],
    ['exp(1000)*exp(-1000)', 'exp(1000)*exp(-1000)'],
    ['1e-200*1e-200*x', '1e-200*1e-200*x'],
    ['x/0', 'x/0'],
    ['0^x', '0^x'],
    ['sin(x*1)^(2 - 1)', 'sin(x)'],
  ])('%s is %s', (text, simple) => {
    expect(format(simplify(read(text)))).toBe(simple);
  });

  it.each([
    ['2/sin(exp(-x))', '2*cos(exp(-x))*exp(-x)/sin(exp(-x))^2'],
    ['2/sind(x)', '-pi/90*cosd(x)/sind(x)^2'],
    ['x^3', '3*x^2'],
    ['x^-1', '-1/x^2'],
    ['x^x', 'x*x^(x - 1) + x^x*log(x)'],
    ['sqrt(x)', '1/(2*sqrt(x))'],
    ['x^2*exp(x)', '2*x*exp(x) + x^2*exp(x)'],
    ['log(x*y)', '1/x'],
    ['tanh(x)', '1 - tanh(x)^2'],
    ['1/(1 + exp(-x))', 'exp(-x)/(1 + exp(-x))^2'],
    ['erf(x)', '2/sqrt(pi)*exp(-x^2)'],
    ['y', '0'],
  ])('the derivative of %s by x is %s', (text, derivative) => {
    expect(format(simplify(differentiate(read(text), 'x')))).toBe(derivative);
  });

  it('keeps the value within the rounding of both; derivatives lose a third of their operations', () => {
    let compared = 0;
    const operations = { before: 0, after: 0 };
    fc.assert(
      fc.property(randomFormula, randomPoint, (formula, [x, y]) => {
        const names = new Map(Object.entries({ x, y }).map(([name, value]) => [name, { value, error: 0 }]));
        const derivative = differentiate(formula, 'x');
        operations.before += countOperations(derivative);
        operations.after += countOperations(simplify(derivative));
        for (const original of [formula, derivative]) {
          const simple = simplify(original);
          const before = roundedValue(original, names);
          const after = roundedValue(simple, names);
          const allowed = before.error + after.error;
          if (!Number.isFinite(before.value) || !Number.isFinite(allowed)) continue;
          compared++;
          expect(Math.abs(before.value - after.value), format(original)).toBeLessThanOrEqual(allowed);
        }
      }),
      { numRuns: runs(200, 1000) },
    );

    expect(compared).toBeGreaterThan(runs(100, 500));
    expect(operations.after).toBeLessThan((2 / 3) * operations.before);
  });
});

describe('the size of a formula', () => {
  // each operation that depends on a variable counts as often as it stands there
  it.each<[string, operations: number, terms: number]>([
    ['x', 0, 1],
    ['2*pi + 1', 0, 2],
    ['2*pi*x', 1, 1],
    ['exp(-x)/exp(-x)', 5, 1],
    ['x + y - sin(x) + 1', 4, 4],
    ['x*(y + 1)', 2, 1],
  ])('%s has %d operations and %d terms', (text, operations, terms) => {
    const formula: Expression = read(text);
    expect([countOperations(formula), countTerms(formula)]).toEqual([operations, terms]);
  });
});
