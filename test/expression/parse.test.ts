import { describe, expect, it } from 'vitest';
import { MlpError } from '../../src/errors.js';
import type { Expression, ParsedExpression } from '../../src/expression/index.js';
import { parse, variables } from '../../src/expression/index.js';

const names = ['x', 'y', 'x1', 'petal length', 'größe', '_a', 'e2', 'sin'];
const options = { where: 'formula', failure: 'config' } as const;

/** The tree with every operation in parentheses. */
function show(node: Expression): string {
  switch (node.type) {
    case 'number':
      return String(node.value);
    case 'variable':
      return node.name;
    case 'unary':
      return `(-${show(node.argument)})`;
    case 'call':
      return `${node.function}(${show(node.argument)})`;
    case 'binary':
      return `(${show(node.left)}${node.operator}${show(node.right)})`;
  }
}

function errorOf(text: string, columns: readonly string[] = names): MlpError {
  try {
    parse(text, columns, options);
  } catch (error) {
    expect(error).toBeInstanceOf(MlpError);
    return error as MlpError;
  }
  throw new Error(`no error for ${JSON.stringify(text)}`);
}

describe('the shape of the tree', () => {
  it.each([
    ['x + y * 2', '(x+(y*2))'],
    ['(x + y) * 2', '((x+y)*2)'],
    ['x - y - 1', '((x-y)-1)'],
    ['x / y / 2', '((x/y)/2)'],
    ['x / y * 2', '((x/y)*2)'],
    ['2 ^ 3 ^ 2', '(2^(3^2))'],
    ['x * y ^ 2', '(x*(y^2))'],
    ['x ^ 2 * y', '((x^2)*y)'],
    // the minus sign takes the whole power…
    ['-x^2', '(-(x^2))'],
    ['-x^2^y', '(-(x^(2^y)))'],
    ['(-x)^2', '((-x)^2)'],
    ['1 - -x^2', '(1-(-(x^2)))'],
    ['--x', '(-(-x))'],
    // …and nothing more
    ['-x * y', '((-x)*y)'],
    ['-x + y', '((-x)+y)'],
    ['2 * -x ^ 2 / y', '((2*(-(x^2)))/y)'],
    // in an exponent it needs no parentheses
    ['2^-x', '(2^(-x))'],
    ['2^-x^2', '(2^(-(x^2)))'],
    ['2^-x * y', '((2^(-x))*y)'],
    ['+x', 'x'],
    ['+x^2', '(x^2)'],
    ['sin(x)^2', '(sin(x)^2)'],
    ['-sin(x)^2', '(-(sin(x)^2))'],
    ['sin(x + -y)', 'sin((x+(-y)))'],
    ['sin (x)', 'sin(x)'],
    ['sin + 1', '(sin+1)'],
    ['`petal length`^2', '(petal length^2)'],
    ['x*`petal length`*y', '((x*petal length)*y)'],
    ['größe * _a * e2', '((größe*_a)*e2)'],
    ['1e-3 + .5 + 2.', '((0.001+0.5)+2)'],
    [' \t\r\n x \n', 'x'],
    ['((((x))))', 'x'],
    ['pi * e', `(${Math.PI}*${Math.E})`],
  ])('%s is %s', (text, shape) => {
    expect(show(parse(text, names, options))).toBe(shape);
  });

  it('lists its variables once each, in order', () => {
    expect(variables(parse('y + x * sin(y) - `petal length` + pi', names, options))).toEqual([
      'y',
      'x',
      'petal length',
    ]);
  });

  it('every node knows its place in the text', () => {
    const text = '1 + 2 * sin( -x ^ `petal length` )';
    const places: string[] = [];
    const collect = (node: ParsedExpression): void => {
      places.push(text.slice(node.start, node.end));
      if (node.type === 'binary') [node.left, node.right].forEach(collect);
      if (node.type === 'unary' || node.type === 'call') collect(node.argument);
    };
    collect(parse(text, names, options));
    expect(places).toEqual([
      text,
      '1',
      '2 * sin( -x ^ `petal length` )',
      '2',
      'sin( -x ^ `petal length` )',
      '-x ^ `petal length`',
      'x ^ `petal length`',
      'x',
      '`petal length`',
    ]);
  });
});

describe('errors', () => {
  it('show the place, and what was probably meant', () => {
    expect(errorOf('x + sine(y)').message).toBe(
      'formula: character 5: unknown function "sine"; did you mean "sin"?\n  x + sine(y)\n      ^',
    );
    expect(errorOf('x + petal_length').message).toContain('did you mean "petal length"?');
  });

  it('have the failure and the name that the caller gives', () => {
    expect(errorOf('z').failure).toBe('config');
    expect(() => parse('?', names, { where: 'a.json: data.basis[1]', failure: 'usage' })).toThrow(
      expect.objectContaining({
        failure: 'usage',
        message: expect.stringMatching(/^a\.json: data\.basis\[1\]: /),
      }),
    );
  });

  it.each([
    ['', 1, 'empty'],
    ['  ', 1, 'empty'],
    ['x +', 4, 'expected expression after +'],
    ['x * / y', 5, 'expected expression after *'],
    ['-', 2, 'expected something after the sign -'],
    ['2 * -', 6, 'expected something after the sign -'],
    ['-x^', 4, 'expected an exponent'],
    ['x y', 3, 'expected an operator'],
    ['2 x', 3, 'expected an operator'],
    ['2x', 2, 'cannot start with a number'],
    ['(x y)', 4, 'expected an operator'],
    ['sin x', 5, 'expected an operator'],
    ['(x', 3, 'unclosed ('],
    ['sin(x', 6, 'expected )'],
    ['x)', 2, 'unexpected ")"'],
    ['()', 1, 'within the parentheses'],
    ['sin()', 1, 'sin takes one argument'],
    ['sin(x y)', 1, 'sin takes one argument'],
    ['sin(x, y)', 6, 'unexpected ","'],
    ['x ** 2', 3, 'a power is written ^'],
    ['x, y', 2, 'unexpected ","'],
    [';x', 1, 'unexpected ";"'],
    ['x;', 2, 'unexpected ";"'],
    ['x.y', 2, 'unexpected "."'],
    ['x[0]', 2, 'unexpected "["'],
    ['"x"', 1, 'unexpected "\\""'],
    ['x = 1', 3, 'unexpected "="'],
    ['x < 1', 3, 'unexpected "<"'],
    ['x ? 1 : 2', 3, 'unexpected "?"'],
    ['!x', 1, 'unexpected "!"'],
    ['x²', 2, 'unexpected "²"'],
    ['x − 1', 3, 'unexpected "−"'],
    ['x\u00a0+ 1', 2, 'unexpected'],
    ['1 + 😀', 5, 'unexpected "😀"'],
    ['`x', 1, 'no partner'],
    ['1e999', 1, 'too large'],
    ['1.2.3', 4, 'unexpected period'],
    ['true', 1, 'unknown variable "true"'],
    ['this', 1, 'unknown variable "this"'],
    ['constructor(x)', 1, 'unknown function "constructor"'],
    ['__proto__', 1, 'unknown variable "__proto__"'],
    ['cos + 1', 1, 'cos is a function'],
    ['x(2)', 1, 'unknown function "x"'],
    ['2(x)', 3, 'expected an operator'],
  ])('%j: character %i: %s', (text, character, message) => {
    expect(errorOf(text).message).toContain(`formula: character ${character}: `);
    expect(errorOf(text).message).toContain(message);
  });

  it('a column with the name of a constant has to be quoted', () => {
    expect(errorOf('x * e', ['x', 'e']).message).toContain('`e` in backticks');
    expect(show(parse('x * `e`', ['x', 'e'], options))).toBe('(x*e)');
  });

  it('nesting is limited, in every way to nest', () => {
    const deep = 100_000;
    for (const text of [
      `${'('.repeat(deep)}x${')'.repeat(deep)}`,
      `${'sin('.repeat(deep)}x${')'.repeat(deep)}`,
      `${'-'.repeat(deep)}x`,
      `x${'^-x'.repeat(deep)}`,
    ])
      expect(errorOf(text).message).toContain('nested too deeply');
    for (const text of [`x${'+x'.repeat(deep)}`, `x${'^x'.repeat(deep)}`, `-x${'^x'.repeat(deep)}`])
      expect(errorOf(text).message).toContain('too long');
    const nested = `-(x${'+x'.repeat(20)}+`.repeat(95);
    expect(errorOf(`${nested}x${')'.repeat(95)}`).message).toContain('too long');
    // an error leaves nothing behind
    expect(show(parse(`x${'+x'.repeat(2)}`, names, options))).toBe('((x+x)+x)');
    // the longest chains are fine
    for (const chain of [`x${'+x'.repeat(1999)}`, `-x${'^x'.repeat(1998)}`, `x${'^x'.repeat(1999)}`])
      expect(variables(parse(chain, names, options))).toEqual(['x']);
  });

  it('a long formula is shown around the place', () => {
    const { message } = errorOf(`${'x + '.repeat(50)}q${' + x'.repeat(50)}`);
    const [, excerpt, caret] = message.split('\n');
    expect(excerpt.length).toBeLessThan(80);
    expect(excerpt[caret.indexOf('^')]).toBe('q');
  });
});
