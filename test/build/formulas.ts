import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as math from '../../src/math/index.js';
import { temporaryDirectory } from '../files/temporary_directory.js';

// The generator of loops (src/build/formulas), fed with formulas of a test's own. It is plain JavaScript, of which the
// compiler knows no types.
const load = (name: string) => import(new URL(`../../src/build/formulas/${name}.mjs`, import.meta.url).href);

// one after the other: a module that two of them import is to be one module
const { ELEMENT, input, LOOP } = await load('ir');
const { loadModule, lookUp } = await load('modules');
const { variants } = await load('evaluate');
const { statements } = await load('render');
const functions = await load('functions');
const loops = await load('loops');
const { vectors } = await load('assemblyscript');
const { typescript } = await load('typescript');

const sources = new URL('../../src', import.meta.url).pathname;

export interface Node {
  readonly op: string;
  readonly args: readonly Node[];
}

/** One way through a formula. */
export interface Way {
  readonly conditions: readonly { readonly condition: Node; readonly holds: boolean }[];
  /** Result of the formula: a node, a constant, or these by name. */
  readonly result: unknown;
}

/** The TypeScript file of a formula `f`, with all of src/math at hand. */
function write(source: string): string {
  const folder = temporaryDirectory();
  const file = join(folder, 'formula.ts');
  const from = relative(folder, join(sources, 'math'));
  const imports = ['exp', 'expm1', 'log', 'pow', 'tanh'].join(', ');
  writeFileSync(
    file,
    `import { ${imports} } from '${from}/index.js';\nimport { lazily } from '${from}/branches.js';\n${source}`,
  );
  return file;
}

/** Lines that `write` puts before a source. */
export const IMPORTS = 2;

/** Every way through the function `f` of a source: its parameters are elements by their names, but for `options`. */
export function waysOf(source: string): Way[] {
  const module = loadModule(write(source));
  const { module: home, node: closure } = lookUp(module, 'f');
  const options = new Proxy({}, { get: (_, name) => input(`options.${String(name)}`, LOOP) });
  const values = closure.params.map((parameter: { type: string; name: string }) =>
    parameter.type === 'Identifier' && parameter.name !== 'options'
      ? input(parameter.name, ELEMENT)
      : options,
  );
  return variants(
    (evaluation: { apply: (...values: unknown[]) => unknown }) =>
      evaluation.apply({ closure, module: home, scope: new Map() }, values, home, closure),
    functions.isKept,
  );
}

/** The one way through a formula without conditions on options. */
export const graphOf = (source: string): unknown => waysOf(source)[0].result;

/** Message with which a formula is refused. */
export function refusal(source: string): string {
  try {
    for (const { result } of waysOf(source)) functions.calledBy([result]);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`not refused: ${source}`);
}

/** The statements of a graph of x and y, and the expression of its value. */
export function render(
  language: 'typescript' | 'vectors',
  root: unknown,
): { lines: string[]; result: string } {
  const given = new Map(['x', 'y'].map((name) => [input(name, ELEMENT), name]));
  const { lines, results } = statements([root], { typescript, vectors }[language], given);
  return { lines, result: results[0] };
}

/** WebAssembly's instructions for vectors, for one number: masks are booleans, which no formula can tell apart. */
const instructions: Record<string, unknown> = {
  all: (a: number) => a,
  any: (mask: boolean) => mask,
  add: (a: number, b: number) => a + b,
  sub: (a: number, b: number) => a - b,
  mul: (a: number, b: number) => a * b,
  div: (a: number, b: number) => a / b,
  neg: (a: number) => -a,
  abs: Math.abs,
  sqrt: Math.sqrt,
  sign: Math.sign,
  max: Math.max,
  min: Math.min,
  atMost: (a: number, b: number) => (b < a ? b : a),
  atLeast: (a: number, b: number) => (a < b ? b : a),
  less: (a: number, b: number) => a < b,
  greater: (a: number, b: number) => a > b,
  equal: (a: number, b: number) => a === b,
  select: (mask: boolean, a: number, b: number) => (mask ? a : b),
  f64x2: {
    le: (a: number, b: number) => a <= b,
    ge: (a: number, b: number) => a >= b,
    ne: (a: number, b: number) => a !== b,
  },
  i64x2: { all_true: (mask: boolean) => mask },
  v128: {
    not: (mask: boolean) => !mask,
    // a number and a mask, or two masks
    and: (a: number | boolean, mask: boolean) => (mask ? a : typeof a === 'boolean' ? false : 0),
    andnot: (a: number, mask: boolean) => (mask ? 0 : a),
    or: (a: boolean, b: boolean) => a || b,
  },
};

type Binary = (x: number, y: number) => number;

/** The function that code in a language is, with the functions of src/math, of which `spies` may replace some. */
export function compile(
  language: 'typescript' | 'vectors',
  root: unknown,
  spies: Record<string, unknown> = {},
): Binary {
  const { lines, result } = render(language, root);
  const known = { ...math, ...(language === 'vectors' ? instructions : {}), ...spies };
  const text = [...lines, `return ${result};`].join('\n').replaceAll(': number;', ';');
  return new Function(...Object.keys(known), `return (x, y) => { ${text} };`)(...Object.values(known));
}

export const { describe: describeLoop } = loops;
