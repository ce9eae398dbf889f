/**
 * Parameters of a compiled loop, and its statements by loop, row and element: derived from the graph of its formula.
 */

import { costOf } from './functions.mjs';
import { ELEMENT, isNode, LOOP, ordered, ROW } from './ir.mjs';
import { statements } from './render.mjs';

const OPTION = 'options.';
const COEFFICIENT = /^coefficients\[(\d+)\]$/;

/** The function of a variant: `activation_gelu_y_0`. */
export const functionName = (name, variants, i) =>
  name.replaceAll('.', '_') + (variants.length > 1 ? `_${i}` : '');

/**
 * A loop with what it is given: vectors, {name, by: 'element' | 'row' | 'column' | 'loop', isRead, isWritten}, in the
 * order of its parameters, and `numbers`, the options after its sizes.
 */
export function describe(loop) {
  const { frame, writes, byColumn = [] } = loop;
  const inputs = ordered(Object.values(writes)).filter(({ op }) => op === 'input');
  const namesAt = (level) => [
    ...new Set(inputs.filter((node) => node.level === level).map(({ name }) => name)),
  ];
  const operand = (by, isRead) => (name) => ({
    name,
    by: byColumn.includes(name) ? 'column' : by,
    isRead,
    isWritten: Object.hasOwn(writes, name),
  });
  const elements = namesAt(ELEMENT);
  const outputs = Object.keys(writes).filter((name) => !elements.includes(name));
  const isByRow = (name) => frame === 'rowSums' || (frame === 'passes' && writes[name].level < ELEMENT);
  const atLoop = namesAt(LOOP);
  return {
    ...loop,
    operands: [
      ...elements.map(operand('element', true)),
      ...namesAt(ROW).map(operand('row', true)),
      ...outputs.map((name) => operand(isByRow(name) ? 'row' : 'element', false)(name)),
      ...(atLoop.some((name) => COEFFICIENT.test(name)) ? ['coefficients'].map(operand('loop', true)) : []),
    ],
    numbers: atLoop.filter((name) => name.startsWith(OPTION)).map((name) => name.slice(OPTION.length)),
    cost: Math.round(20 * costOf(Object.values(writes)) + 3) / 20,
  };
}

/**
 * Statements before the loop and at the beginning of a row, and `element`, which gives those of an element: {lines,
 * results}. Languages are those of single numbers and of elements; `lift(name)` is what an element's statements call a
 * single number, and `number(name)` the expression of a coefficient or a size.
 */
export function byLevel({ writes }, { scalar, element, number, lift, liftedFrom = ELEMENT }) {
  const roots = Object.values(writes);
  const nodes = ordered(roots);
  const users = new Map();
  for (const node of nodes) for (const each of node.args) users.set(each, [...(users.get(each) ?? []), node]);
  for (const root of roots)
    if (isNode(root)) users.set(root, [...(users.get(root) ?? []), { level: ELEMENT }]);
  const isUsedAt = (node, level) => (users.get(node) ?? []).some((user) => user.level >= level);

  const given = new Map();
  const lifted = new Map();
  for (const node of nodes)
    if (node.op === 'input' && node.level < ELEMENT)
      given.set(node, number(node.name.replace(OPTION, '').replace(COEFFICIENT, 'coefficient$1')));
  const linesOf = (level, prefix) => {
    const wanted = nodes.filter(
      (node) => node.level === level && node.op !== 'constant' && isUsedAt(node, level + 1),
    );
    const computed = wanted.filter(({ op }) => op !== 'input');
    const { lines, results } = statements(computed, scalar, given, prefix);
    const declared = computed.map((node, i) => {
      const name = `${prefix}${i}`;
      given.set(node, name);
      return scalar.declare(name, results[i], node);
    });
    const splats = wanted
      .filter((node) => isUsedAt(node, liftedFrom))
      .flatMap((node, i) => {
        const { name, lines: first } = lift(given.get(node), `${prefix}v${i}`);
        lifted.set(node, name);
        return first;
      });
    return [...lines, ...declared, ...splats];
  };
  return {
    loop: linesOf(LOOP, 'u'),
    row: liftedFrom === ELEMENT ? linesOf(ROW, 'r') : [],
    lifted,
    element(suffix) {
      const inputs = nodes.filter(({ op, level }) => op === 'input' && level === ELEMENT);
      const all = new Map([...lifted, ...inputs.map((node) => [node, `${node.name}_${suffix}`])]);
      return statements(roots, element, all, suffix);
    },
  };
}
