/** The functions of src/math that formulas call, for vectors: of the same source as those of numbers. */
import { join } from 'node:path';
import { anyOf, vectors } from './assemblyscript.mjs';
import { Evaluation, isWithin } from './evaluate.mjs';
import { ELEMENT, input, ordered } from './ir.mjs';
import { loadModule, lookUp } from './modules.mjs';
import { statements } from './render.mjs';

const folder = join(import.meta.dirname, '../../math');

/**
 * Functions of bits, which each backend has in its own way: src/math/bits.ts and powers.ts, and their like beside the
 * kernels.
 */
export const PRIMITIVES = [
  'exponentAroundOne',
  'inversePowerOfTwo',
  'powerOfTwo',
  'timesPowerOfTwo',
  'withSign',
  'withoutExponent',
];

/** Conditions whose branch is computed only where they hold: src/math/branches.ts. */
const BRANCHES = ['lazily', 'unlikely'];

/** The modules that export what others may call. */
export const PUBLIC = ['index', 'partial'];
const modules = PUBLIC.map((name) => loadModule(join(folder, `${name}.ts`)));

/** The functions that a module exports, of those that are called. */
export const exportedBy = (name, called) =>
  called.filter((each) => modules[PUBLIC.indexOf(name)].exports.has(each));

/** Whether a function is left as a call: one of src/math that others may call, or one of bits. */
export const isKept = (file, name) =>
  isWithin(folder, file) &&
  (modules.some(({ exports }) => exports.has(name)) || PRIMITIVES.includes(name) || BRANCHES.includes(name));

const graphs = new Map();

/** The graph of a function, and its parameters. */
function graphOf(name) {
  if (graphs.has(name)) return graphs.get(name);
  const { module, node } = lookUp(
    modules.find(({ exports }) => exports.has(name)),
    name,
  );
  const parameters = node.params.map((parameter) => input(parameter.name, ELEMENT));
  const scope = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  let graph;
  try {
    graph = { parameters, root: new Evaluation([], isKept).body(module, node.body, scope) };
  } catch (error) {
    throw new Error(`${name} has no form for vectors, so that a formula cannot call it: ${error.message}`);
  }
  graphs.set(name, graph);
  return graph;
}

/** The functions that graphs call, each after those that it calls itself. */
export function calledBy(roots) {
  const found = new Set();
  const visit = (roots) => {
    for (const { op, name } of ordered(roots)) {
      if (op !== 'call' || PRIMITIVES.includes(name) || found.has(name)) continue;
      visit([graphOf(name).root]);
      found.add(name);
    }
  };
  visit(roots);
  return [...found];
}

/** Nanoseconds of an operation by WebAssembly, roughly (test/bench/README.md); of those that are not here 0.05. */
const COSTS = { '/': 0.7, sqrt: 0.7 };

/** Nanoseconds of the nodes of elements. */
export const costOf = (roots) =>
  ordered(roots)
    .filter(({ level, op }) => level === ELEMENT && op !== 'input')
    .map(({ op, name }) =>
      op === 'call' && !PRIMITIVES.includes(name) ? costOf([graphOf(name).root]) : (COSTS[op] ?? 0.05),
    )
    .reduce((sum, each) => sum + each, 0);

export function assemblyscriptFunction(name) {
  const { parameters, root } = graphOf(name);
  const given = new Map(parameters.map((parameter) => [parameter, parameter.name]));
  const signature = `(${parameters.map((parameter) => `${parameter.name}: v128`).join(', ')}): v128`;
  const body = (node) => {
    const { lines, results } = statements([node], vectors, given);
    return [...lines, `return ${results[0]};`];
  };
  const inline = (lines) => `@inline export function ${name}${signature} {\n${lines.join('\n')}\n}\n`;
  if (root.op !== 'select' || root.args[0].op !== 'unlikely') return inline(body(root));
  // what is unlikely is a call
  const [test, , usual] = root.args;
  const [mask] = statements([test], vectors, given).results;
  const other = `return ${name}Unlikely(${parameters.map((parameter) => parameter.name).join(', ')});`;
  return `function ${name}Unlikely${signature} {
${body(root).join('\n')}
}
${inline([`if (${anyOf(mask)}) ${other}`, ...body(usual)])}`;
}
