import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { reportGradient } from '../../src/expression/index.js';
import { mlp } from '../helpers/cli.js';
import type { Json } from './project.js';

const lecture = ['diff', '2/sin(exp(-x))', '--at', 'x=-4.499'];

/** Runs it, and expects that nothing goes wrong. */
async function printed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await mlp(['diff', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('what is printed', () => {
  test('the lecture’s example: each module forward, locally and backward', async () => {
    const text = await printed(...lecture.slice(1));
    // exp 4.499 = 89.927, its sine 0.92424 and cosine −0.38182, 2/0.92424 = 2.1640, −2.1640/0.92424 = −2.3413,
    // · −0.38182 = 0.89398, · 89.927 = 80.393, · −1
    expect(text).toContain(`
x     given     -4.4990
a     = -x       4.4990
b     = exp(a)   89.927
c     = sin(b)  0.92424
d     = 2/c      2.1640
f     = d        2.1640
`);
    expect(text).toContain(`
∂a/∂x       = -1                   -1
∂b/∂a       = exp(a) = b       89.927
∂c/∂b       = cos(b)         -0.38182
∂d/∂c       = -2/c^2 = -d/c   -2.3413
`);
    expect(text).toContain(`
∂f/∂d   f is d                                      1
∂f/∂c   = ∂f/∂d · ∂d/∂c   1 · -2.3413         -2.3413
∂f/∂b   = ∂f/∂c · ∂c/∂b   -2.3413 · -0.38182  0.89398
∂f/∂a   = ∂f/∂b · ∂b/∂a   0.89398 · 89.927     80.393
∂f/∂x   = ∂f/∂a · ∂a/∂x   80.393 · -1         -80.393
`);
    expect(text).toContain('∂f/∂x = 2*cos(exp(-x))*exp(-x)/sin(exp(-x))^2\n        1 term, 12 operations');
    expect(text).toMatch(/^backpropagation +11 {2}4 forward .*, 7 backward$/m);
  });

  test('several paths are listed, and summed', async () => {
    expect(await printed('x*y + sin(x)', '--at', 'x=1,y=2')).toContain(`
∂f/∂x   = ∂f/∂b · ∂b/∂x   1 · 0.54030  0.54030
        + ∂f/∂a · ∂a/∂x   1 · 2              2
        sum over 2 paths                2.5403
`);
  });

  test.each([
    [lecture],
    [['diff', 'exp(-(x1 - 3)^2/2)*sigmoid(w*x1 + b)/sqrt(2*pi)', '--at', 'x1=1,w=-2,b=1e-9']],
    [['diff', `x${'/sin(x)'.repeat(60)}`, '--at', 'x=12345.678', '--degrees']],
  ])('fits 80 columns, in colours as without, in a pipe as in a terminal: %j', async (args) => {
    const plain = (await mlp(args)).stdout;
    for (const line of plain.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    const terminal = await mlp(args, { terminals: ['stdout'], columns: 80 });
    expect(terminal.stdout).toContain('\u001b[1mForward pass');
    expect(stripVTControlCharacters(terminal.stdout)).toBe(plain);
    expect((await mlp(args, { terminals: ['stdout'], columns: 80, env: { NO_COLOR: '1' } })).stdout).toBe(
      plain,
    );
  });

  test('a derivative that is long is cut, and whole in the JSON', async () => {
    const args = [`x${'/sin(x)'.repeat(60)}`, '--at', 'x=1'];
    expect(await printed(...args)).toContain('… (all of it with --json)');
    const report: Json = JSON.parse(await printed(...args, '--json'));
    expect(report.symbolic.x.derivative.length).toBeGreaterThan(1000);
  });

  test('--json is what the library reports', async () => {
    const report: Json = JSON.parse(await printed('x*y + sin(x)', '--at', 'x=1,y=2', '--json'));
    expect(report).toEqual(reportGradient('x*y + sin(x)', { x: 1, y: 2 }));
    expect(report.inputs[0].paths).toHaveLength(2);
  });

  test('--degrees: 0 at 90 degrees, with the factor π/180 elsewhere', async () => {
    const text = await printed('2/sin(b)', '--at', 'b=90', '--degrees');
    expect(text).toContain('sin, cos and tan read degrees');
    expect(text).toMatch(/^∂a\/∂b +.*pi\/180\*cosd\(b\) +0$/m);
    const report: Json = JSON.parse(await printed('sin(x)', '--at', 'x=60', '--degrees', '--json'));
    expect(report.inputs[0].global).toBe(Math.PI / 360);
  });
});

describe('--at', () => {
  const valuesOf = async (expression: string, ...args: string[]) =>
    JSON.parse(await printed(expression, '--json', ...args)).inputs.map(({ value }: Json) => value);

  test.each([
    ['x*y', ['--at', 'x=1,y=2'], [1, 2]],
    ['x*y', ['--at', ' x = 1 , y = 2 '], [1, 2]],
    ['x*y', ['--at', 'y=2', '--at', 'x=1'], [1, 2]],
    ['x*y', ['--at=x=-1e-3,y=-pi/2'], [-0.001, -Math.PI / 2]],
    ['`petal length`*`a,b=c`', ['--at', '`petal length`=3,`a,b=c`=4'], [3, 4]],
    ['petal*2', ['--at', '`petal`=sqrt(16)'], [4]],
    ['x + 1', ['--at', 'x=sin(30)', '--degrees'], [0.5]],
  ])('%s %j', async (expression, args, values) => {
    expect(await valuesOf(expression, ...args)).toEqual(values);
  });

  test('a formula may begin with a minus sign', async () => {
    for (const expression of ['-x^2', '-x', '--x', '-2*x'])
      expect(await valuesOf(expression, '--at', 'x=3')).toEqual([3]);
  });
});

describe('mistakes end with 2, and say what was expected', () => {
  test.each<[args: string[], expected: string]>([
    [
      ['2/(x - 1)', '--at', 'x=1'],
      'expression: character 4: division by zero: x - 1 is 0\n  2/(x - 1)\n     ^\n',
    ],
    [['1 + log(x)', '--at', 'x=-1'], 'log takes numbers above 0, and x is -1\n  1 + log(x)\n      ^\n'],
    [
      ['x + sine(x)', '--at', 'x=1'],
      'unknown function "sine"; did you mean "sin"?\n  x + sine(x)\n      ^\n',
    ],
    [['x*y', '--at', 'x=1'], 'the variable y has no value; give it one: --at x=…,y=…\n  x*y\n    ^\n'],
    [['x*y'], 'the variable x has no value; give it one: --at x=…\n'],
    [['x', '--at', 'x=1,z=2'], '--at: the expression has no variable "z"; its variables are x'],
    [['x', '--at', 'x=1,x=2'], '--at: "x" has two values'],
    [['x', '--at', 'x'], 'Expected name=value'],
    [['x', '--at', 'x='], 'Expected name=value'],
    [['x', '--at', 'x=1 2=3'], 'Expected name=value'],
    [['x', '--at', ''], 'the variable x has no value'],
    [['x', '--at', 'x=y'], '--at x: character 1: unknown variable "y"; none is known here'],
    [['x', '--at', 'x=1/0'], '--at x: character 3: division by zero'],
    [['x', '--at', 'x=1e999'], '--at x: character 1: this number is too large'],
    [['', '--at', 'x=1'], 'the formula is empty'],
    [['1 + 2'], 'no variable'],
    [['x', '+', '1', '--at', 'x=1'], 'expected one expression, found 3 (x + 1): put it in quotes'],
    [['x', '--at', 'x=1', '--jsn'], 'unknown option "--jsn"; did you mean "--json"?'],
    [['--degres', 'x', '--at', 'x=1'], 'unknown option "--degres"; did you mean "--degrees"?'],
    [[], "missing required argument 'expression'"],
  ])('mlp diff %j', async (args, expected) => {
    const { code, stdout, stderr } = await mlp(['diff', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(expected);
  });
});

test('the README of the formulas shows what is printed', async () => {
  const readme = readFileSync(new URL('../../src/expression/README.md', import.meta.url), 'utf8');
  const calls = [...readme.matchAll(/^\$ mlp diff "([^"]+)" (.*)\n((?:(?!\$ |```).*\n)*)/gm)];
  expect(calls.length).toBeGreaterThan(2);
  for (const [, expression, flags, shown] of calls) {
    const { stdout, stderr } = await mlp(['diff', expression, ...flags.split(' ')]);
    for (const part of shown.split('…\n')) expect(stdout + stderr).toContain(part);
  }
});
