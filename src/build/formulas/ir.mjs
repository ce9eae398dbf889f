/**
 * Graph of the operations on numbers that a formula computes: {op, args, level} and, by op, a name or a value. A node
 * that is asked for twice is one node, so that what is shared is computed once.
 *
 * The level is how often a node's value changes: 0 constant in a loop, 1 by row, 2 by element.
 */
export const LOOP = 0;
export const ROW = 1;
export const ELEMENT = 2;

const nodes = new Map();

function node(op, args, level, extra = {}) {
  const key =
    `${op} ${args.map(({ id }) => id).join()} ${Object.is(extra.value, -0) ? '-0' : extra.value} ` +
    `${extra.name} ${level}`;
  const found = nodes.get(key);
  if (found) return found;
  const made = { id: nodes.size, op, args, level, isMask: MASKS.has(op), ...extra };
  nodes.set(key, made);
  return made;
}

const MASKS = new Set(['<', '>', '<=', '>=', '===', '!==', '!', '&&', '||', 'lazily', 'unlikely']);

export const isNode = (value) => typeof value === 'object' && value !== null && 'op' in value;

/** A number that the loop is given: an operand's element, an option, a size. */
export const input = (name, level) => node('input', [], level, { name });

export const constant = (value) => node('constant', [], LOOP, { value });

const asNode = (value) => (isNode(value) ? value : constant(value));

const arithmetic = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '===': (a, b) => a === b,
  '!==': (a, b) => a !== b,
  '&&': (a, b) => a && b,
  '||': (a, b) => a || b,
  '!': (a) => !a,
  negate: (a) => -a,
  max: Math.max,
  min: Math.min,
  abs: Math.abs,
  sqrt: Math.sqrt,
  sign: Math.sign,
};

/** Creates the node of an operation; of constants alone, the constant that JavaScript computes. */
export function operation(op, ...values) {
  if (values.every((value) => !isNode(value)) && arithmetic[op]) return arithmetic[op](...values);
  // x − 0 is x, with its sign and also where it is NaN
  if (op === '-' && Object.is(values[1], 0)) return values[0];
  const args = values.map(asNode);
  return node(op, args, Math.max(...args.map(({ level }) => level)));
}

/** Whether a node marks a condition whose branch is computed only where it holds. */
export const isBranch = ({ op }) => op === 'lazily' || op === 'unlikely';

/** Functions of all elements of a row, whose value is one for the row: src/nn/row_functions.ts. */
export const REDUCTIONS = ['rowMax', 'rowSum', 'rowSumWithout'];

export const isReduction = ({ op }) => REDUCTIONS.includes(op);

export const reduction = (name, ...values) => node(name, values.map(asNode), ROW);

/** Creates the node of a call of another function, by its name. */
export const call = (name, ...values) => {
  const args = values.map(asNode);
  return node('call', args, Math.max(LOOP, ...args.map(({ level }) => level)), { name });
};

/** The nodes that `roots` need, each after its arguments, beside those that are known and what only these need. */
export function reached(roots, isKnown) {
  const found = new Set();
  const visit = (node) => {
    if (found.has(node) || isKnown(node)) return;
    node.args.forEach(visit);
    found.add(node);
  };
  roots.forEach(visit);
  return [...found];
}

/** All nodes of the graphs of `roots`, each after its arguments. */
export const ordered = (roots) => reached(roots.filter(isNode), () => false);
