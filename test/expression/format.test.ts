import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression, ParsedExpression } from '../../src/expression/index.js';
import { compile, format, parse } from '../../src/expression/index.js';
import { runs } from '../helpers/runs.js';
import { randomFormula, randomPoint } from './random_formula.js';

const options = { where: 'formula', failure: 'config' } as const;
const read = (text: string): ParsedExpression => parse(text, undefined, options);

/** Tree without its spans. */
const bare = (tree: Expression): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value) => (key === 'start' || key === 'end' ? undefined : value)));

describe('format', () => {
  it.each([
    ['2/sin(exp(-x))'],
    ['x*y + sin(x)'],
    ['-x^2'],
    ['(-x)^2'],
    ['-(x + y)*2'],
    ['-x*y'],
    ['-(x*y)'],
    ['x - (y - 1)'],
    ['x/(y*2)/3'],
    ['x*(-y)'],
    ['(x^2)^3'],
    ['2^(x^2)'],
    ['2^(-x)'],
    ['-(-x)'],
    ['2*pi*e'],
    ['`petal length` + größe + `e` + `sin`'],
    ['1e-7*x + 1e+21'],
  ])('%s is written as it is read', (text) => {
    expect(format(read(text))).toBe(text);
  });

  it('what is written reads as the same tree, and has the same value to the bit', () => {
    fc.assert(
      fc.property(randomFormula, randomPoint, (formula, point) => {
        const again = read(format(formula));
        expect(format(again)).toBe(format(formula));
        expect(bare(read(format(again)))).toEqual(bare(again));
        const value = (tree: Expression) => compile(tree, ['x', 'y'])(Float64Array.from(point));
        expect(value(again)).toBe(value(formula));
      }),
      { numRuns: runs(200, 1000) },
    );
  });
});
