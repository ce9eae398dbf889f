import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, functions, parse } from '../../src/expression/index.js';
import { pow } from '../../src/math/index.js';
import { runs } from '../helpers/runs.js';

const names = ['x', 'y'];
const options = { where: 'formula', failure: 'config' } as const;

function evaluate(text: string, x = 3, y = -2): number {
  return compile(parse(text, names, options), names)(Float64Array.of(x, y));
}

describe('compile', () => {
  it.each([
    ['x + y * 2', -1],
    ['(x + y) * 2', 2],
    ['x - y - 1', 4],
    ['12 / x / 2', 2],
    ['2 ^ 3 ^ 2', 512],
    ['-x^2', -9],
    ['(-x)^2', 9],
    ['x^-1', 1 / 3],
    ['abs(y) + sqrt(x * 12)', 8],
    ['x - - -y', 5],
    ['1 / (x - 3)', Number.POSITIVE_INFINITY],
    ['sqrt(y)', Number.NaN],
    ['cos(pi)', -1],
    ['log(e)', 1],
    ['7', 7],
  ])('%s is %d', (text, value) => {
    expect(evaluate(text)).toBe(value);
  });

  it.each(Object.entries(functions))('%s is called by its name', (name, { apply }) => {
    expect(evaluate(`${name}(x)`, 0.375)).toBe(apply(0.375));
  });

  it('takes its variables by the places of the names given, from an offset on', () => {
    const difference = compile(parse('x - y', names, options), ['unused', 'y', 'x']);
    expect(difference(Float64Array.of(100, 2, 5))).toBe(3);
    expect(difference(Float64Array.of(0, 0, 0, 100, 2, 50), 3)).toBe(48);
    expect(() => compile(parse('x', names, options), ['y'])).toThrow('"x"');
  });

  it('one compiled formula does not disturb another, or its next evaluation', () => {
    const first = compile(parse('x + 2 * (x + 3 * (x + y))', names, options), names);
    const second = compile(parse('y', names, options), names);
    for (let i = 0; i < 3; i++) {
      expect(first(Float64Array.of(i, 1))).toBe(i + 2 * (i + 3 * (i + 1)));
      expect(second(Float64Array.of(i, i * i))).toBe(i * i);
    }
  });

  // Random formulas, written out beside their value by plain recursion
  interface Sample {
    text: string;
    value: (x: number, y: number) => number;
  }
  const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
    sample: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constantFrom<Sample>({ text: 'x', value: (x) => x }, { text: 'y', value: (_, y) => y }),
      fc.nat({ max: 9 }).map((n): Sample => ({ text: String(n), value: () => n })),
      tie('sample').map(({ text, value }): Sample => ({ text: `(-${text})`, value: (x, y) => -value(x, y) })),
      fc.constantFrom<keyof typeof functions>('sin', 'tanh', 'abs').chain((name) =>
        tie('sample').map(
          ({ text, value }): Sample => ({
            text: `${name}(${text})`,
            value: (x, y) => functions[name].apply(value(x, y)),
          }),
        ),
      ),
      fc.tuple(tie('sample'), fc.constantFrom('+', '-', '*', '/', '^'), tie('sample')).map(
        ([a, operator, b]): Sample => ({
          text: `(${a.text} ${operator} ${b.text})`,
          value: (x, y) => combine(operator, a.value(x, y), b.value(x, y)),
        }),
      ),
    ),
  }));

  function combine(operator: string, a: number, b: number): number {
    if (operator === '+') return a + b;
    if (operator === '-') return a - b;
    if (operator === '*') return a * b;
    return operator === '/' ? a / b : pow(a, b);
  }

  it('agrees with plain recursion on random formulas', () => {
    fc.assert(
      fc.property(
        sample,
        fc.double({ min: -3, max: 3 }),
        fc.double({ min: -3, max: 3 }),
        ({ text, value }, x, y) => {
          expect(evaluate(text, x, y)).toBe(value(x, y));
        },
      ),
    );
  });

  it('any text either gives a formula or an error that a user can act on', () => {
    const pieces = fc.constantFrom(
      'x',
      'y',
      '2',
      '.5',
      '+',
      '-',
      '*',
      '/',
      '^',
      '(',
      ')',
      ' ',
      'sin',
      '`',
      'e',
      ',',
      '1e',
      'é',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        try {
          evaluate(parts.join(''));
        } catch (error) {
          expect(error).toHaveProperty('failure', 'config');
        }
      }),
      { numRuns: runs(400, 2000) },
    );
  });
});
