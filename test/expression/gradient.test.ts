import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/expression/graph/graph.js';
import { type GradientReport, parse, reportGradient } from '../../src/expression/index.js';
import { cos, cosd, exp, sin } from '../../src/math/index.js';
import { runs } from '../helpers/runs.js';
import { randomGradients } from './random_gradients.js';

const globalsOf = ({ inputs }: GradientReport) =>
  Object.fromEntries(inputs.map(({ name, global }) => [name, global]));

describe('the computational graph', () => {
  const read = (text: string) => parse(text, undefined, { where: 'formula', failure: 'config' });
  const modulesOf = (text: string) => {
    const report = reportGradient(text, { x: 0.5, ...(text.includes('y') && { y: 0.25 }) });
    return report.modules.map(({ name, operation }) => `${name} = ${operation}`);
  };

  it.each([
    ['2/sin(exp(-x))', ['a = -x', 'b = exp(a)', 'c = sin(b)', 'd = 2/c']],
    ['x*y + sin(x)', ['a = x*y', 'b = sin(x)', 'c = a + b']],
    // what occurs twice is one module
    ['exp(-x)/(1 + exp(-x))', ['a = -x', 'b = exp(a)', 'c = 1 + b', 'd = b/c']],
    // what has no variable is none
    ['x*sin(2*pi) + (1 - 2)*x', ['a = x*sin(2*pi)', 'b = (1 - 2)*x', 'c = a + b']],
    ['x', []],
  ])('%s', (text, modules) => {
    expect(modulesOf(text)).toEqual(modules);
  });

  it('names mean nothing else: no variable, no constant e, no x, y or z; and never end', () => {
    const { modules } = buildGraph(read(`c + ${'sin('.repeat(60)}b${')'.repeat(60)}`), ['f']);
    const names = modules.map(({ name }) => name);
    expect(names.slice(0, 5)).toEqual(['a', 'd', 'g', 'h', 'i']);
    expect(names).toContain('a1');
    expect(new Set(names).size).toBe(61);
    for (const name of ['b', 'c', 'e', 'f', 'x', 'y', 'z']) expect(names).not.toContain(name);
  });

  it('the formula is called f, unless a variable is', () => {
    expect(reportGradient('x^2', { x: 1 }).output.symbol).toBe('f');
    expect(reportGradient('f^2 + f0', { f: 1, f0: 1 }).output.symbol).toBe('f00');
  });
});

describe('worked by hand', () => {
  it('the lecture’s: 2 / sin(exp(−x)) at −4.499', () => {
    const report = reportGradient('2/sin(exp(-x))', { x: -4.499 });
    const [b, c] = [exp(4.499), sin(exp(4.499))];
    expect(report.modules.map(({ value }) => value)).toEqual([4.499, b, c, 2 / c]);
    expect(report.modules.flatMap(({ local }) => local)).toEqual([
      { operand: 'x', formula: '-1', cached: '-1', value: -1 },
      { operand: 'a', formula: 'exp(a)', cached: 'b', value: b },
      { operand: 'b', formula: 'cos(b)', cached: 'cos(b)', value: cos(b) },
      { operand: 'c', formula: '-2/c^2', cached: '-d/c', value: -(2 / c) / c },
    ]);
    // from the last module back: 1, −d/c, · cos b, · b, · (−1)
    const [byD, byC] = [1, -(2 / c) / c];
    const byB = byC * cos(b);
    const byA = byB * b;
    expect(report.modules.map(({ global }) => global)).toEqual([byA, byB, byC, byD]);
    expect(globalsOf(report)).toEqual({ x: -byA });
    expect(report.symbolic.x.derivative).toBe('2*cos(exp(-x))*exp(-x)/sin(exp(-x))^2');
    // forward 4. backward: products 4; −d/c takes 2 operations more, cos b 1. A step: 2 or 2 passes, and 3 or 4.
    // symbolic: 2·, ·, /, ^2: 4; cos, sin: 2; exp 3 times, − 3 times.
    expect(report.operations).toEqual({
      forward_difference: 11,
      central_difference: 12,
      symbolic: 12,
      backpropagation: { forward: 4, backward: 7 },
    });
  });

  it('two paths to x: x y + sin x at (1, 2)', () => {
    const { inputs } = reportGradient('x*y + sin(x)', { x: 1, y: 2 });
    expect(inputs).toEqual([
      {
        name: 'x',
        value: 1,
        global: cos(1) + 2,
        paths: [
          { through: 'b', global: 1, local: cos(1), contribution: cos(1) },
          { through: 'a', global: 1, local: 2, contribution: 2 },
        ],
      },
      { name: 'y', value: 2, global: 1, paths: [{ through: 'a', global: 1, local: 1, contribution: 1 }] },
    ]);
  });

  it('three inputs: the cross-entropy of a logistic unit', () => {
    // a = w x = 1, c = a + b = 0, d = σ(0) = ½; −log d: ∂/∂c = −(1 − d) = −½, times x, w and 1
    const report = reportGradient('-log(sigmoid(w*x + b))', { w: 0.5, x: 2, b: -1 });
    expect(globalsOf(report)).toEqual({ w: -1, x: -0.25, b: -0.5 });
    // 5 modules: forward differences 4 · 5 + 3 · 3, central ones 6 · 5 + 3 · 4
    expect(report.operations).toMatchObject({ forward_difference: 29, central_difference: 42 });
  });

  it('a module that reads a node twice: x x is 2 x, x^x is x^x (1 + log x)', () => {
    expect(globalsOf(reportGradient('x*x', { x: 3 }))).toEqual({ x: 6 });
    expect(reportGradient('x*x', { x: 3 }).modules[0].local).toEqual([
      { operand: 'x', formula: '2*x', cached: '2*x', value: 6 },
    ]);
    expect(globalsOf(reportGradient('x^x', { x: 1 }))).toEqual({ x: 1 });
    expect(globalsOf(reportGradient('x - x', { x: 1 }))).toEqual({ x: 0 });
  });

  it('a formula that is a variable', () => {
    expect(globalsOf(reportGradient('x', { x: 3 }))).toEqual({ x: 1 });
  });

  it('names of any kind', () => {
    const at = JSON.parse('{"__proto__": 2, "petal length": 3, "e": 5}');
    const report = reportGradient('__proto__*`petal length`*`e`', at);
    expect(report.inputs.map(({ global }) => global)).toEqual([15, 10, 6]);
    expect(Object.keys(report.symbolic)).toEqual(['__proto__', 'petal length', 'e']);
    expect(report.modules[0].operation).toBe('__proto__*`petal length`');
  });
});

describe('degrees', () => {
  it('bring the factor π/180 into the derivative', () => {
    const { inputs, modules } = reportGradient('sin(x)', { x: 60 }, { degrees: true });
    expect(inputs[0].global).toBe((Math.PI / 180) * 0.5);
    expect(modules[0].local[0].formula).toBe('pi/180*cosd(x)');
  });

  it('the lecture’s slide: zero at 90 degrees exactly, and not quite zero at exp(4.499)', () => {
    expect(globalsOf(reportGradient('2/sin(b)', { b: 90 }, { degrees: true }))).toEqual({ b: 0 });
    const [{ global }] = reportGradient('2/sin(exp(-x))', { x: -4.499 }, { degrees: true }).inputs;
    const b = exp(4.499);
    const sine = sin((b * Math.PI) / 180);
    // the angle is 89.93, to which π/180 brings a relative error of some 2^-52, and the cosine 90/0.07 · π/2 times that
    const expected = (2 * cosd(b) * (Math.PI / 180) * b) / sine ** 2;
    expect(Math.abs(global / expected - 1)).toBeLessThan(1e-14);
    expect(global).toBeCloseTo(0.00399072, 8);
  });

  it('are for sin, cos and tan alone', () => {
    const { expression } = reportGradient('tan(x) + cos(x)*atan(x)*sinh(x)', { x: 1 }, { degrees: true });
    expect(expression).toBe('tand(x) + cosd(x)*atan(x)*sinh(x)');
  });
});

describe('errors', () => {
  const messageOf = (text: string, at: Record<string, number>, degrees = false): string => {
    try {
      reportGradient(text, at, { degrees });
    } catch (error) {
      expect(error).toMatchObject({ failure: 'usage' });
      return (error as Error).message;
    }
    throw new Error(`no error for ${text}`);
  };

  // the caret stands under the operation, of a quotient under the divisor
  it.each<[text: string, at: Record<string, number>, message: string, caret: number]>([
    ['2/(x - 1)', { x: 1 }, 'division by zero: x - 1 is 0', 3],
    ['x + 1/0', { x: 1 }, 'division by zero: it is 0', 6],
    ['1 + log(x - 3)', { x: 1 }, 'log takes numbers above 0, and x - 3 is -2', 4],
    ['x + log(-2)', { x: 1 }, 'log takes numbers above 0, and it is -2', 4],
    ['log(x)', { x: 0 }, 'log takes numbers above 0, and x is 0', 0],
    ['log1p(x)', { x: -1 }, 'log1p takes numbers above -1, and x is -1', 0],
    ['2*sqrt(x)', { x: -1 }, 'sqrt takes numbers from 0 on, and x is -1', 2],
    ['asin(2*x)', { x: 0.75 }, 'asin takes numbers from -1 to 1, and 2*x is 1.5', 0],
    ['tand(x)', { x: -270 }, 'tand takes no odd multiple of 90, and x is -270', 0],
    ['x^0.5', { x: -2 }, 'whole exponents alone: x^0.5 is (-2)^0.5', 0],
    ['3 + x^-1', { x: 0 }, 'zero has no negative power: x^(-1) is 0^(-1)', 4],
    ['exp(x)', { x: 1000 }, 'exp(x) is too large', 0],
    ['x*1e300', { x: 1e300 }, 'x*1e+300 is too large', 0],
    ['x + y', { x: Number.NaN, y: 1 }, 'the value of x is no finite number', 0],
    // no derivative
    ['2*abs(x)', { x: 0 }, 'abs(x) has no finite derivative where x is 0', 2],
    ['sqrt(1 - x)', { x: 1 }, 'sqrt(1 - x) has no finite derivative where 1 - x is 0', 0],
    ['asin(x)', { x: 1 }, 'asin(x) has no finite derivative where x is 1', 0],
    ['x^y', { x: -2, y: 2 }, 'x^y has no finite derivative where x is -2 and y is 2', 0],
    ['(x*1e200)*(y*1e200)', { x: 1e-200, y: 1 }, 'the derivative by x is too large', 0],
    // variables and values that do not match
    ['x*y', { x: 1 }, 'the variable y has no value; give it one: --at x=…,y=…', 2],
    ['x*rate', { x: 1, rat: 2 }, 'the variable rate has no value; did you mean "rat"?', 2],
    ['x + sine(x)', { x: 1 }, 'unknown function "sine"; did you mean "sin"?', 4],
    ['x + sin', { x: 1 }, 'sin is a function', 4],
    ['x + ', { x: 1 }, 'expected expression after +', 4],
    ['e + `e`*x', { x: 1, e: 2 }, '"e" is a variable and a constant', 0],
  ])('%s at %j: %s', (text, at, message, caret) => {
    const [first, , pointer] = messageOf(text, at).split('\n');
    expect(first).toContain(`expression: character ${caret + 1}: `);
    expect(first).toContain(message);
    expect(pointer).toBe(`  ${' '.repeat(caret)}^`);
  });

  it('of values that no place in the formula has', () => {
    expect(messageOf('x', { x: 1, z: 2 })).toBe(
      '--at: the expression has no variable "z"; its variables are x',
    );
    expect(messageOf('x + e', { x: 1, e: 2 })).toContain('"e" is a constant');
    expect(messageOf('x + sin(1)', { x: 1, sin: 2 })).toContain('"sin" is a function');
    expect(messageOf('1 + 2', {})).toContain('nothing to differentiate by');
  });

  it('are those of the names that degrees give', () => {
    expect(messageOf('tan(x)', { x: 90 }, true)).toContain('tand takes no odd multiple of 90, and x is 90');
  });

  it('a formula of 501 operations is too long, one of 500 is not', () => {
    expect(messageOf(`x${'*x'.repeat(501)}`, { x: 1 })).toContain(
      'character 1: the expression has 501 operations',
    );
    expect(reportGradient(`x${'*x'.repeat(500)}`, { x: 1 }).symbolic.x.derivative).toBe('501*x^500');
  });
});

describe('differences', () => {
  it('the forward one is off by ε f″/2, the central one by ε² f‴/6, until rounding is', () => {
    const { numeric } = reportGradient('exp(x)', { x: 0 });
    const [first, second] = numeric.x;
    // exp has all derivatives 1 at 0
    expect((first.forward - 1) / 1e-2).toBeCloseTo(1 / 2, 2);
    expect((second.forward - 1) / 1e-4).toBeCloseTo(1 / 2, 4);
    expect((first.central - 1) / 1e-4).toBeCloseTo(1 / 6, 5);
    expect(Math.abs(numeric.x[4].central - 1)).toBeGreaterThan(Math.abs(numeric.x[2].central - 1));
  });

  it('steps grow with x, and have no value where the formula has none', () => {
    const steps = (x: number) => reportGradient('x^2', { x }).numeric.x.map(({ epsilon }) => epsilon);
    expect(steps(9.99)).toEqual([1e-2, 1e-4, 1e-6, 1e-8, 1e-10]);
    expect(steps(-12345)).toEqual([1e2, 1, 1e-2, 1e-4, 1e-6]);
    expect(reportGradient('log(x)', { x: 0.001 }).numeric.x[0].central).toBe(Number.NaN);
  });
});

// How far two evaluations of one derivative may differ is not for us to choose: each has a bound from running error
// analysis (rounding.ts), which depends on the formula and the point. Where both bounds together are at most 1e-12 of
// the value, which is what well-conditioned means here, the ways have to agree to 1e-12; elsewhere to their bounds.
describe('backpropagation agrees on random formulas', () => {
  it('with the symbolic derivative, within rounding: to 1e-12 wherever the derivative is well-conditioned', () => {
    let good = 0;
    let all = 0;
    fc.assert(
      fc.property(randomGradients, (gradients) => {
        for (const { backpropagation, symbolic, what } of gradients) {
          const allowed = backpropagation.error + symbolic.error;
          if (!Number.isFinite(allowed)) continue;
          all++;
          const difference = Math.abs(backpropagation.value - symbolic.value);
          expect(difference, what).toBeLessThanOrEqual(allowed);
          if (allowed > 1e-12 * Math.abs(backpropagation.value)) continue;
          good++;
          expect(difference, what).toBeLessThanOrEqual(1e-12 * Math.abs(backpropagation.value));
        }
      }),
      { numRuns: runs(200, 1000) },
    );
    // of 20,000 formulas, 98.7 % of the derivatives with a bound
    expect(all).toBeGreaterThan(runs(80, 400));
    expect(good).toBeGreaterThan(0.95 * all);
  });

  it('with central differences, as far as these go', () => {
    let compared = 0;
    fc.assert(
      fc.property(randomGradients, (gradients) => {
        for (const { backpropagation, numeric, rounding, what } of gradients) {
          const [coarse, fine] = numeric;
          // ε is a hundredth, so ε² f‴/6 is 10^-4 of what it was; the change between the two is nearly all of the
          // coarse one
          const truncation = Math.abs(coarse.central - fine.central);
          const scale = Math.abs(backpropagation.value);
          // the difference and the quotient are rounded, too
          const evaluation = 2 ** -51 * scale + backpropagation.error;
          // where the formula bends within ε, at a kink or in a curve, differences tell nothing
          const bend = Math.abs(fine.forward - fine.central);
          if (
            !(truncation <= 1e-2 * scale && bend <= 1e-1 * scale) ||
            !Number.isFinite(rounding + evaluation)
          )
            continue;
          compared++;
          expect(Math.abs(fine.central - backpropagation.value), what).toBeLessThanOrEqual(
            truncation / 10 + rounding + evaluation,
          );
        }
      }),
      { numRuns: runs(200, 1000) },
    );
    expect(compared).toBeGreaterThan(runs(60, 300));
  });
});
