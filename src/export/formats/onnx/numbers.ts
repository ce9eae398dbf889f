import { graphs } from '../../code.js';
import { dataTypes, type Graph, type Tensor } from './graph.js';

// Numbers as tensors of doubles, element by element. Onnxruntime has no double kernel for many functions (Erf, Elu,
// Softplus, Cos …), so that these are made of those that it has. Their errors are some ulps.

type Make = (graph: Graph, ...values: Tensor[]) => Tensor;

const op =
  (type: string): Make =>
  (graph, ...values) =>
    graph.op(type, values);

const radian = Math.PI / 180;

/** A number within [−1, 1] of the turn, in radians; whole turns are taken off first. */
const sine: Make = (g, degrees) => {
  const turns = g.op('Floor', [g.op('Div', [degrees, g.number(360)])]);
  const rest = g.op('Sub', [degrees, g.op('Mul', [turns, g.number(360)])]);
  return g.op('Sin', [g.op('Mul', [rest, g.number(radian)])]);
};

const exp = op('Exp');
const log = op('Log');
const negate = op('Neg');
const minusOne: Make = (g, x) => g.op('Sub', [exp(g, x), g.number(1)]);
/** 1 / (1 + e^−x): the operator Sigmoid times x would be fused into one of floats alone. */
const sigmoid: Make = (g, x) => g.op('Div', [g.number(1), g.op('Add', [g.number(1), exp(g, negate(g, x))])]);
const cosine: Make = (g, x) => g.op('Sin', [g.op('Add', [x, g.number(Math.PI / 2)])]);
const half: Make = (g, x) => g.op('Mul', [x, g.number(0.5)]);
const overLog =
  (base: number): Make =>
  (g, x) =>
    g.op('Div', [log(g, x), g.number(base)]);
const byGraph =
  (name: string): Make =>
  (g, x) =>
    formula(g, name, { x });

/** Functions of numbers by the names that programs and formulas have for them. */
export const functionsOfNumbers: Readonly<Record<string, Make>> = {
  exp,
  expSum: (g, x, rest) => exp(g, g.op('Add', [x, rest])),
  expm1: minusOne,
  expm1UpTo56: minusOne,
  log,
  log1p: (g, x) => log(g, g.op('Add', [g.number(1), x])),
  log2: overLog(Math.LN2),
  log10: overLog(Math.LN10),
  sqrt: op('Sqrt'),
  abs: op('Abs'),
  tanh: op('Tanh'),
  sigmoid,
  softplus: (g, x) => {
    const small = exp(g, negate(g, g.op('Abs', [x])));
    return g.op('Add', [g.op('Max', [x, g.number(0)]), log(g, g.op('Add', [g.number(1), small]))]);
  },
  sin: op('Sin'),
  cos: cosine,
  tan: (g, x) => g.op('Div', [g.op('Sin', [x]), cosine(g, x)]),
  sind: sine,
  cosd: (g, x) => sine(g, g.op('Add', [x, g.number(90)])),
  tand: (g, x) => g.op('Div', [sine(g, x), sine(g, g.op('Add', [x, g.number(90)]))]),
  sinh: (g, x) => half(g, g.op('Sub', [exp(g, x), exp(g, negate(g, x))])),
  cosh: (g, x) => half(g, g.op('Add', [exp(g, x), exp(g, negate(g, x))])),
  erfc: byGraph('erfc'),
  erf: (g, x) => g.op('Sub', [g.number(1), byGraph('erfc')(g, x)]),
  asin: byGraph('asin'),
  acos: byGraph('acos'),
  atan: byGraph('atan'),
  pow: op('Pow'),
  withSign: (g, size, x) => g.op('Where', [g.op('Less', [x, g.number(0)]), negate(g, size), size]),
  within: (g, x, low, high) => g.op('Min', [high, g.op('Max', [low, x])]),
  isMissing: (g, x) => toDouble(g, g.op('IsNaN', [x])),
  reaches: (g, p, threshold) => toDouble(g, g.op('Not', [g.op('Less', [p, threshold])])),
  ofUnseen: (g, level, unseen) => g.op('Where', [g.op('Less', [level, g.number(0)]), unseen, level]),
  clip(g, z) {
    const far = g.number(2 ** 30);
    const inside = g.op('Max', [g.op('Min', [z, far]), negate(g, far)]);
    const third = g.op('Div', [inside, g.number(3)]);
    return g.op('Div', [inside, g.op('Sqrt', [g.op('Add', [g.number(1), g.op('Mul', [third, third])])])]);
  },
  unclip(g, x) {
    const third = g.op('Div', [x, g.number(3)]);
    const one = g.number(1);
    const rest = g.op('Mul', [g.op('Sub', [one, third]), g.op('Add', [one, third])]);
    return g.op('Div', [x, g.op('Sqrt', [g.op('Max', [g.number(0), rest])])]);
  },
  ...Object.fromEntries(
    Object.keys(graphs)
      .filter((name) => name.startsWith('date_'))
      .map((name) => [name, (g: Graph, x: Tensor) => formula(g, name, { x })]),
  ),
};

/** A mask as numbers 0 and 1. */
export const toDouble = (graph: Graph, mask: Tensor): Tensor =>
  graph.op('Cast', [mask], { to: dataTypes.double });

const not =
  (make: Make): Make =>
  (g, a, b) =>
    g.op('Not', [make(g, a, b)]);

const operations: Readonly<Record<string, Make>> = {
  '+': op('Add'),
  '-': op('Sub'),
  '*': op('Mul'),
  '/': op('Div'),
  '%': (g, a, b) => g.op('Sub', [a, g.op('Mul', [truncated(g, g.op('Div', [a, b])), b])]),
  '<': op('Less'),
  '>': op('Greater'),
  // all values are numbers: those that are none give no answer
  '<=': not(op('Greater')),
  '>=': not(op('Less')),
  '===': (g, a, b) => neither(g, a, b),
  '!==': not((g, a, b) => neither(g, a, b)),
  '!': op('Not'),
  '&&': op('And'),
  '||': op('Or'),
  select: op('Where'),
  negate,
  max: op('Max'),
  min: op('Min'),
  abs: op('Abs'),
  sqrt: op('Sqrt'),
  floor: op('Floor'),
  lazily: (_, mask) => mask,
  unlikely: (_, mask) => mask,
  rowMax: (g, x) => g.op('ReduceMax', [x], { axes: [-1], keepdims: 1 }),
  rowSum: (g, x) => g.op('ReduceSum', [x, g.integers([-1])], { keepdims: 1 }),
};

/** Equal: neither less nor greater. */
const neither: Make = (g, a, b) => g.op('Not', [g.op('Or', [g.op('Less', [a, b]), g.op('Greater', [a, b])])]);

/** Rounding towards 0, as the remainder of JavaScript has it. */
const truncated: Make = (g, x) =>
  g.op('Where', [
    g.op('Less', [x, g.number(0)]),
    negate(g, g.op('Floor', [negate(g, x)])),
    g.op('Floor', [x]),
  ]);

/** The value of a formula, or of a function of `x`, by its graph. */
export function formula(graph: Graph, name: string, given: Readonly<Record<string, Tensor>>): Tensor {
  const nodes = graphs[name];
  const values: Tensor[] = [];
  for (const node of nodes) {
    const args = node.args.map((i) => values[i]);
    if (node.op === 'input') values.push(given[node.name!.replace(/^options\./, '')]);
    else if (node.op === 'constant') values.push(graph.number(Number(node.value)));
    else if (node.op === 'call') values.push(functionsOfNumbers[node.name!](graph, ...args));
    else values.push(operations[node.op](graph, ...args));
  }
  return values.at(-1)!;
}
