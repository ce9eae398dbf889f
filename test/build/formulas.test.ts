import { describe, expect, it } from 'vitest';
import { lazily } from '../../src/math/branches.js';
import * as math from '../../src/math/index.js';
import { compile, graphOf, IMPORTS, refusal, render, waysOf } from './formulas.js';

const special = [0, -0, 1, -1, 0.5, -2.75, 3e-310, 1e300, -1e300, Infinity, -Infinity, Number.NaN];

/** The function `f` of a source without types, as JavaScript has it. */
const asWritten = (source: string): ((x: number, y: number) => number) =>
  new Function(...Object.keys(math), 'lazily', `${source}\nreturn f;`)(...Object.values(math), lazily);

/** Both languages give, number by number, what the source itself gives. */
function expectSame(source: string, plain = source): void {
  const expected = asWritten(plain);
  const graph = graphOf(source);
  for (const language of ['typescript', 'vectors'] as const) {
    const actual = compile(language, graph);
    for (const x of special)
      for (const y of special)
        expect(
          Object.is(actual(x, y), expected(x, y)),
          `${language}: f(${x}, ${y}) = ${actual(x, y)}, not ${expected(x, y)}`,
        ).toBe(true);
  }
}

describe('a formula is made of', () => {
  it.each([
    ['+ − × ÷ and a sign', 'const f = (x, y) => -(x + 2 * y) / (x - y) - -x;'],
    ['constants with a name', 'const A = 0.25, B = A * Math.SQRT1_2; const f = (x, y) => B * x + A * y;'],
    ['Infinity and NaN', 'const f = (x, y) => (x === Infinity ? NaN : Number.NEGATIVE_INFINITY);'],
    ['constants of Number', 'const f = (x, y) => (x < y ? Number.POSITIVE_INFINITY : Number.NaN);'],
    ['functions of Math', 'const f = (x, y) => Math.max(x, y) - Math.min(x, y) * Math.abs(x);'],
    ['roots and signs', 'const f = (x, y) => Math.sqrt(x) + Math.sign(y);'],
    ['comparisons', 'const f = (x, y) => (x < y ? 1 : x <= y ? 2 : 3) + (x > y ? 10 : x >= y ? 20 : 30);'],
    ['equality', 'const f = (x, y) => (x === y ? 1 : 2) + (x !== y ? 10 : 20);'],
    ['and, or, not', 'const f = (x, y) => (x > 0 && !(y < 1) ? 1 : x < -1 || y < -1 ? 2 : 3);'],
    ['a choice with a 0', 'const f = (x, y) => (x > 0 ? 0 : x) + (y > 0 ? y : 0) + (y > 1 ? -0 : y);'],
    ['const and return', 'function f(x, y) { const a = x * x, b = y + a; return a / b; }'],
    ['if and else', 'function f(x, y) { if (x > y) { const d = x - y; return d * d; } else return y; }'],
    ['an early return', 'function f(x, y) { if (x > 1) return y; const z = x * y; return z + z; }'],
    [
      'functions beside it',
      'const g = (a, b) => a * b; function h(a) { return g(a, a); } const f = (x, y) => h(x) - g(x, y);',
    ],
    ['functions in it', 'function f(x, y) { const g = (a) => a * x; return g(y) + g(2); }'],
    [
      'objects',
      'const g = (a) => ({ p: a, q: a * a }); function f(x, y) { const { p, q } = g(x); return p / q; }',
    ],
    [
      'objects of objects',
      'const g = (a) => ({ ...{ p: a }, q: 2 * a }); const f = (x, y) => g(x).p + g(y).q;',
    ],
    [
      'a choice of objects',
      'const g = (a) => (a > 0 ? { p: a, q: 1 } : { p: -a, q: 2 }); const f = (x, y) => g(x).p * g(y).q;',
    ],
    ['lists', 'function f(x, y) { const [a, , b] = [x, 1, y]; return a - b; }'],
    ['elementary functions', 'const f = (x, y) => exp(x) + tanh(y) * log(x);'],
    ['conditions that do not hold', 'const f = (x, y) => (lazily(!(x > 1 && y < 2)) ? exp(x) * exp(x) : y);'],
    ['conditions that are looked at first', 'const f = (x, y) => (lazily(x > 1) ? exp(x) : y);'],
  ])('%s', (_, source) => expectSame(source));

  it('types, which mean nothing', () => {
    expectSame(
      'const f = (x: number, y: number): number => ((x as number) * (2 satisfies number) + y!) as number;',
      'const f = (x, y) => x * 2 + y;',
    );
  });
});

describe('what is no formula is refused with its place and the rule', () => {
  const rule = new RegExp(
    ': (?:take exp of src/math, whose bits are the same everywhere; )?a formula is made of numbers, \\+ − × ÷, ' +
      'comparisons.*with const and return, and no loops or assignments$',
  );

  it.each([
    ['a loop', 'function f(x) {\n  for (;;) {}\n  return x;\n}', '2:3', 'for (;;) {}'],
    ['an assignment', 'function f(x) {\n  x = 2;\n  return x;\n}', '2:3', 'x = 2;'],
    ['a variable', 'function f(x) {\n  let a = x;\n  return a;\n}', '2:3', 'let a = x;'],
    ['an increment', 'const f = (x) => x++;', '1:18', 'x++'],
    ['another operator', 'const f = (x) => 1 + x ** 2;', '1:22', 'x ** 2'],
    ['a remainder', 'const f = (x) => x % 2;', '1:18', 'x % 2'],
    ['a loose comparison', 'const f = (x) => (x == 2 ? 1 : 2);', '1:19', 'x == 2'],
    ['a function of the engine', 'const f = (x) =>\n  Math.exp(x);', '2:3', 'Math.exp(x)'],
    ['as many values as it cannot take', 'const f = (x) => Math.max(x, 1, 2);', '1:18', 'Math.max(x, 1, 2)'],
    ['a case', 'function f(x) {\n  switch (x) {}\n  return 1;\n}', '2:3', 'switch (x) {}'],
    ['a text', 'const f = (x) => `x`;', '1:18', '`x`'],
  ])('%s', (_, source, at, text) => {
    const message = refusal(source);
    const [line, column] = at.split(':').map(Number);
    expect(message).toContain(`formula.ts:${line + IMPORTS}:${column}: ${text}: `);
    expect(message).toMatch(rule);
    expect(message.includes('take exp of src/math')).toBe(text === 'Math.exp(x)');
  });

  it('an unknown name', () => {
    expect(refusal('const f = (x) =>\n  2 * other(x);')).toMatch(
      /formula\.ts:4:7: other: is not known; a formula/,
    );
  });

  it('a value that is no function', () => {
    expect(refusal('const a = 2;\nconst f = (x) => a(x);')).toMatch(
      /:4:18: a\(x\): is no function of formulas$/,
    );
  });

  it('a number where a condition belongs, of which vectors would take the bits', () => {
    for (const [condition, at] of [
      ['x', '4:3'],
      ['!x', '4:4'],
      ['x > 0 && x', '4:12'],
      ['x || x > 0', '4:3'],
    ])
      expect(refusal(`const f = (x) =>\n  ${condition} ? 1 : 2;`)).toMatch(
        new RegExp(`formula\\.ts:${at}: x: is no condition; a formula`),
      );
  });

  it('a constant of Number that is none of formulas', () => {
    expect(refusal('const f = (x) => x + Number.EPSILON;')).toMatch(/:3:22: Number\.EPSILON: is not there$/);
  });

  it('a member that is not there', () => {
    expect(refusal('const o = { a: 1 };\nconst f = (x) => x * o.b;')).toMatch(/:4:22: o\.b: is not there$/);
    expect(refusal('const o = { a: 1 };\nfunction f(x) {\n  const { b } = o;\n  return b;\n}')).toMatch(
      /:5:11: b: is not there$/,
    );
  });

  it('a function without a return', () => {
    expect(refusal('function f(x) {\n  const a = x;\n}')).toMatch(rule);
  });

  it('a function of src/math that has no form for vectors', () => {
    expect(refusal('const f = (x) => pow(x, 2);')).toMatch(
      /^pow has no form for vectors, so that a formula cannot call it: .*src\/math\/pow\.ts:\d+:\d+: /,
    );
  });
});

describe('conditions of options', () => {
  const answers = (source: string) =>
    waysOf(source)
      .map(({ conditions }) => conditions.map(({ holds }) => holds))
      .toSorted((a, b) => (String(a) < String(b) ? 1 : -1));

  it('give a loop for each answer, without a choice in it', () => {
    const ways = waysOf('const f = (x, options) => (options.a > 0 ? 2 * x : x + 1);');
    expect(ways.map(({ conditions }) => conditions.map(({ holds }) => holds))).toEqual([[true], [false]]);
    expect(ways.map(({ result }) => render('typescript', result).result)).toEqual(['(2 * x)', '(x + 1)']);
  });

  it('are asked only where the way leads past them, and once each', () => {
    const nested = '(options.a ? (options.b ? 1 : 2) : 3) * x';
    expect(answers(`const f = (x, options) => ${nested};`)).toEqual([[true, true], [true, false], [false]]);
    const twice = '(options.a ? x : 1) + (options.a ? 1 : x)';
    expect(answers(`const f = (x, options) => ${twice};`)).toEqual([[true], [false]]);
    const apart = '(options.a ? x : 1) + (options.b ? 1 : x)';
    expect(answers(`const f = (x, options) => ${apart};`)).toHaveLength(4);
    expect(
      answers("const f = (x, options) => (options.how === 'a' ? x : options.how === 'b' ? 1 : 2);"),
    ).toEqual([[true], [false, true], [false, false]]);
  });

  it('are asked also where they stand beside one of elements', () => {
    const source = (test: string) => `const f = (x, options) => (${test} ? 2 * x : 1);`;
    const results = (test: string) =>
      waysOf(source(test)).map(({ result }) => render('vectors', result).result);
    const choice = 'select(greater(x, all(0)), mul(all(2), x), all(1))';
    for (const test of ['options.a && x > 0', 'x > 0 && options.a'])
      expect(results(test)).toEqual([choice, 'all(1)']);
    for (const test of ['options.a || x > 0', 'x > 0 || options.a'])
      expect(results(test)).toEqual(['mul(all(2), x)', choice]);
  });

  it('that are known, or are of elements, give none', () => {
    expect(answers('const A = 2; const f = (x, options) => (A > 1 ? x : options.a);')).toEqual([[]]);
    expect(answers('const f = (x, options) => (x > options.a ? x : 1);')).toEqual([[]]);
  });
});

describe('what is used twice', () => {
  it('is computed once, by whatever name and however often it is written', () => {
    for (const source of [
      'function f(x, y) { const e = exp(x); return e * e + e; }',
      'const f = (x, y) => exp(x) * exp(x) + exp(x);',
      'const g = (a) => exp(a); const f = (x, y) => g(x) * exp(x) + g(x);',
    ])
      for (const language of ['typescript', 'vectors'] as const) {
        const { lines, result } = render(language, graphOf(source));
        expect([...lines, result].join('\n').split('exp(')).toHaveLength(2);
        expect(lines).toHaveLength(1);
      }
  });

  it('is not kept under a name where it is used once', () => {
    expect(render('typescript', graphOf('function f(x, y) { const e = exp(x); return e + y; }'))).toEqual({
      lines: [],
      result: '(exp(x) + y)',
    });
  });
});

describe('a branch', () => {
  const calls = (language: 'typescript' | 'vectors', source: string, x: number) => {
    let count = 0;
    const spy = (value: number) => {
      count++;
      return value;
    };
    compile(language, graphOf(source), { exp: spy })(x, 0);
    return count;
  };
  const alone = 'function f(x, y) { if (x > 0) return y; const e = exp(x); return e * e; }';
  const both = 'function f(x, y) { const e = exp(x); return x > 0 ? e * e : e + e; }';
  const nested = 'function f(x, y) { const e = exp(x); return x > 0 ? (x > 1 ? e * e : e + e) : y; }';

  it('has its own statements in it, in TypeScript', () => {
    expect([1, -1].map((x) => calls('typescript', alone, x))).toEqual([0, 1]);
    expect([1, -1].map((x) => calls('typescript', both, x))).toEqual([1, 1]);
    expect([2, 1, -1].map((x) => calls('typescript', nested, x))).toEqual([1, 1, 0]);
    for (const source of [alone, both, nested]) expectSame(source);
  });

  it('is computed in any case for vectors, but where it is looked at first', () => {
    expect([1, -1].map((x) => calls('vectors', alone, x))).toEqual([1, 1]);
    const rare = 'const f = (x, y) => (lazily(x > 1) ? exp(x) * exp(x) : y);';
    expect([2, 1].map((x) => calls('vectors', rare, x))).toEqual([1, 0]);
    const { lines, result } = render('vectors', graphOf(rare));
    expect(lines.join('\n')).toMatch(
      /^let (t\d+) = y;\nif \(any\((.*)\)\) \{\nconst (t\d+) = exp\(x\);\n\1 = select\(\2, mul\(\3, \3\), \1\);\n\}$/,
    );
    expect(lines[0]).toContain(result);
    expectSame(rare);
  });
});

describe('a bound by a constant', () => {
  const max = (bound: string) =>
    render('vectors', graphOf(`const f = (x, y) => Math.max(x, ${bound});`)).result;
  const min = (bound: string) =>
    render('vectors', graphOf(`const f = (x, y) => Math.min(x, ${bound});`)).result;

  it('takes the short instruction where that has the same bits', () => {
    expect(max('2')).toBe('atLeast(x, all(2))');
    expect(min('2')).toBe('atMost(x, all(2))');
    expect(max('0')).toBe('add(atLeast(x, all(0)), all(0))');
    expect([max('-0'), min('0'), min('-0')]).toEqual([
      'max(x, all(-0.0))',
      'min(x, all(0))',
      'min(x, all(-0.0))',
    ]);
  });

  it.each(['0', '-0', '1', '-1', '1e300', 'Infinity', '-Infinity'])(
    'keeps NaN and the sign of 0: %s',
    (bound) => {
      for (const side of ['max', 'min'])
        for (const order of [`x, ${bound}`, `${bound}, x`])
          expectSame(`const f = (x, y) => Math.${side}(${order});`);
    },
  );
});

describe('constants', () => {
  const folded = (expression: string) => graphOf(`const f = (x, y) => ${expression};`);

  it.each([
    ['0.1 + 0.2', 0.1 + 0.2],
    ['1 / 3 - 1', 1 / 3 - 1],
    ['-0', -0],
    ['0 * -1', -0],
    ['Infinity * 0', Number.NaN],
    ['Math.max(0, -0)', 0],
    ['Math.min(0, -0)', -0],
    ['Math.max(1, NaN)', Number.NaN],
    ['Math.sign(-0)', -0],
    ['Math.sqrt(2)', Math.SQRT2],
    ['Math.abs(-3) / 0', Infinity],
    ['(NaN === NaN ? 1 : 2)', 2],
    ['(0 === -0 ? 1 : 2)', 1],
    ['(2 > 1 && !(1 >= 2) ? 1 : 2)', 1],
    ['Math.LN2 * 2', Math.LN2 * 2],
  ])('%s is what it is in JavaScript', (expression, value) => expect(folded(expression)).toBe(value));

  it.each([
    'x * -0',
    'x + -0',
    'x - 0',
    'x + 0',
    'x - -0',
    '0 - x',
    'x * (0.1 + 0.2)',
    'x / -Infinity',
    'x + NaN',
  ])('keep their sign and all their digits: %s', (expression) =>
    expectSame(`const f = (x, y) => ${expression};`),
  );
});
