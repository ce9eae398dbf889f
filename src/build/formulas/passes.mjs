/**
 * Formulas over whole rows: how sums and maxima of a row fall into passes over its columns, each before those that need
 * it.
 */
import { ELEMENT, isReduction, ordered, ROW, reached } from './ir.mjs';
import { statements } from './render.mjs';

/** Whether any of the graphs has a sum or a maximum over the row. */
export const hasReductions = (roots) => ordered(roots).some(isReduction);

const depths = new Map();

/** Number of passes that have to be over before a node's value is there. */
function depthOf(node) {
  if (!depths.has(node))
    depths.set(node, Math.max(0, ...node.args.map(depthOf)) + (isReduction(node) ? 1 : 0));
  return depths.get(node);
}

/** The nodes of elements that `roots` need in a pass: sums and maxima are there. */
const inPass = (roots) => reached(roots, ({ level }) => level < ELEMENT);

/**
 * Statements for a row, or for two at once: `before`, `passes` and `last`, the pass that writes elements (null: numbers
 * by row alone are written). A pass has the statements of each column that a turn takes, {lines, values}, which of the
 * values it stores where, the reductions that take them, and what comes after it.
 *
 * `language` is that of elements, also for what is one for a row. `given` has expressions of what the loop has;
 * `load(name, turn)` is that of an element, `number(name)` that of a number by row. What takes a call to compute and is
 * needed in a later pass, too, is kept in the elements that are written.
 */
export function planPasses({ writes }, language, given, { load, number, atOnce }) {
  const roots = Object.values(writes);
  const nodes = ordered(roots);
  const known = new Map(given);
  /** Vectors that hold elements of an earlier pass. */
  const kept = new Map();
  const inputs = nodes.filter(({ op, level }) => op === 'input' && level === ROW);
  for (const node of inputs) known.set(node, `${node.name}_r`);
  const elements = Object.keys(writes).filter((name) => writes[name].level === ELEMENT);
  const last = elements.map((name) => writes[name]);
  const passes = Math.max(...nodes.map(depthOf));
  const argumentsAt = (pass) =>
    nodes.filter((node) => isReduction(node) && depthOf(node) === pass).map(({ args }) => args[0]);

  const afterPass = (pass) => {
    const computable = nodes.filter(
      (node) => node.level === ROW && depthOf(node) === pass && !known.has(node) && !isReduction(node),
    );
    // a value that these alone need has no name of its own
    const ready = computable.filter(
      (node) =>
        roots.includes(node) || nodes.some((user) => user.args.includes(node) && !computable.includes(user)),
    );
    const { lines, results } = statements(ready, language, known, `r${pass}`);
    const declared = ready.map((node, i) => {
      const name = `row${pass}_${i}`;
      known.set(node, name);
      return language.declare(name, results[i], node);
    });
    return [...lines, ...declared];
  };
  /** The statements of a column, once for each that a turn takes. */
  const compute = (wanted, suffix) =>
    Array.from({ length: atOnce }, (_, turn) => {
      const name = `${suffix}${turn}`;
      const inputs = reached(wanted, (node) => known.has(node)).filter(({ op }) => op === 'input');
      const here = new Map([...known, ...inputs.map((node) => [node, `${node.name}_${name}`])]);
      for (const [node, vector] of kept) if (here.has(node)) here.set(node, load(vector, turn));
      const reads = inputs.map((node) =>
        language.declare(`${node.name}_${name}`, load(node.name, turn), node),
      );
      const { lines, results } = statements(wanted, language, here, name);
      const values = wanted.map((_, i) => `of_${name}_${i}`);
      const declared = wanted.map((node, i) => language.declare(values[i], results[i], node));
      return { lines: [...reads, ...lines, ...declared], values };
    });

  const before = [
    ...inputs.map((node) => language.declare(`${node.name}_r`, number(node.name), node)),
    ...afterPass(0),
  ];
  const plan = [];
  for (let pass = 1; pass <= passes; pass++) {
    const reductions = nodes.filter((node) => isReduction(node) && depthOf(node) === pass);
    const wanted = reductions.map(({ args }) => args[0]);
    const columns = compute(wanted, `q${pass}`);
    const later = new Set(
      inPass([...last, ...Array.from({ length: passes - pass }, (_, i) => argumentsAt(pass + 1 + i)).flat()]),
    );
    const isCostly = (node) => inPass([node]).some(({ op }) => op === 'call');
    const at = wanted.findIndex((node) => node.level === ELEMENT && later.has(node) && isCostly(node));
    const isKept = at >= 0 && elements.length > 0;
    if (isKept) {
      kept.set(wanted[at], elements[0]);
      known.set(wanted[at], elements[0]);
    }
    const named = reductions.map((node, i) => {
      const name = `m${pass}_${i}`;
      known.set(node, name);
      return { name, op: node.op, left: node.args[1] && known.get(node.args[1]) };
    });
    plan.push({
      columns,
      stores: isKept ? [[elements[0], at]] : [],
      reductions: named,
      after: afterPass(pass),
    });
  }
  const rows = Object.keys(writes).filter((name) => writes[name].level < ELEMENT);
  return {
    before,
    passes: plan,
    last:
      elements.length > 0
        ? { columns: compute(last, 'w'), stores: elements.map((name, i) => [name, i]) }
        : null,
    rows: rows.map((name) => ({ name, value: known.get(writes[name]) })),
  };
}

/**
 * The passes over a row as statements of a language: `accumulators` has those that begin a sum or a maximum and those
 * that take a value, `overColumns(pass)` the loop over the columns.
 */
export const overRow = ({ before, passes, last }, accumulators, overColumns) => [
  ...before,
  ...passes.flatMap((pass) => [
    ...pass.reductions.flatMap(({ name, op }) => accumulators[op](name)[0]),
    ...overColumns(pass),
    ...pass.after,
  ]),
  ...(last ? overColumns(last) : []),
];
