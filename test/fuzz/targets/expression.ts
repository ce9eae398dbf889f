import { isDeepStrictEqual } from 'node:util';
import {
  compile,
  differentiate,
  type Expression,
  format,
  parse,
  reportGradient,
  simplify,
  variables,
} from '../../../src/expression/index.js';
import { createStructures } from '../../../src/expression/structures.js';
import { demand, refusing, type Target } from '../target.js';

const options = { where: 'fuzzed', failure: 'config' } as const;
const known = ['x', 'y', 'petal length', 'e'];

/**
 * Checks that a formula is written so that it reads the same, has a value, and has derivatives: no formula is too much
 * for any of it.
 */
function check(input: Buffer): void {
  const text = input.toString();
  refusing(['config'], () => parse(text, known, options));
  const formula = refusing(['config'], () => parse(text, undefined, options));
  if (!formula) return;
  const names = variables(formula);
  const written = format(formula);
  const again = parse(written, undefined, options);
  const { idOf } = createStructures();
  demand(idOf(again) === idOf(formula), () => `written ${written}, read ${format(again)}`);
  demand(isDeepStrictEqual(variables(again), names), () => 'written with the same variables');
  const point = Float64Array.from(names, (_, i) => 0.5 + i);
  const value = compile(formula, names)(point);
  demand(Object.is(compile(again, names)(point), value), () => `written ${written}, with the same value`);
  demand(typeof compile(simplify(formula), names)(point) === 'number', () => 'simplified, it has a value');
  refusing(['usage'], () =>
    reportGradient(text, Object.fromEntries(names.map((name, i) => [name, point[i]]))),
  );
  if (names.length > 0) checkDerivative(formula, names, point);
}

function checkDerivative(formula: Expression, names: readonly string[], point: Float64Array): void {
  const derivative = differentiate(formula, names[0]);
  demand(typeof compile(derivative, names)(point) === 'number', () => 'the derivative has a value');
}

export const expression: Target = {
  check,
  seeds: () =>
    [
      'x1^2 + sin(x2)',
      '2/sin(exp(-x))',
      '-log(sigmoid(w*x + b))',
      '`petal length` * `e` - 1.5e-3 / pi',
      '((x))^-2^y',
      'max0(x)',
      'abs(-x) + sqrt(x^2 + 1) - tanh(x*y)/cosh(y)',
      '.5x',
    ].map((text) => Buffer.from(text)),
  words: [
    'sin(',
    'cos(',
    'tan(',
    'exp(',
    'log(',
    'log2(',
    'log10(',
    'sqrt(',
    'abs(',
    'tanh(',
    'sigmoid(',
    'relu(',
    'softplus(',
    '^',
    '^-',
    '((((((((',
    '))))))))',
    '`',
    '1e308',
    '1e-320',
    '.5',
    '0',
    'pi',
    'e',
    'x',
    '--',
    '*',
    '/',
    '[0]',
    '?x:y',
    'x.y',
    '"x"',
    'this',
    'constructor',
    '__proto__',
    ';',
    ',',
    '\\u0078',
    'é',
    '\u2028',
  ],
};
