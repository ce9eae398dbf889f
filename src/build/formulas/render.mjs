/**
 * Writes the graph of a formula (ir.mjs) as statements of a language: what is used twice is a constant, what only a
 * branch needs is in it.
 */
import { isNode, ordered } from './ir.mjs';

/**
 * Statements that compute `roots`, and the expressions of these. `given` has expressions of nodes that are there
 * already.
 *
 * `language` has constant(value), operation(node, operands), declare(name, expression, node); and, for selections of
 * which it computes a branch only where it is needed: lazy(node), how many of its branches these are (0 to 2), and
 * branch(name, test, yes, no), where a branch is {lines, result}.
 */
export function statements(roots, language, given, suffix = '') {
  const entries = place(roots, language, given);
  const order = [...entries.keys()].reverse();
  const numbers = new Map(order.map((node, i) => [node, i]));
  const hasStatements = (context) =>
    order.some((node) => isWithin(entries.get(node).context, context) && isNamed(node));
  const isBranching = (node) => entries.get(node).branches.some(hasStatements) || language.lazy(node) === 1;
  const isNamed = (node) => entries.get(node).uses > 1 || isBranching(node);
  const nameOf = (node) => `t${numbers.get(node)}${suffix}`;

  const direct = (node) => language.operation(node, node.args.map(expression));
  function expression(node) {
    if (!isNode(node)) return language.constant(node);
    if (given.has(node)) return given.get(node);
    if (node.op === 'constant') return language.constant(node.value);
    return isNamed(node) ? nameOf(node) : direct(node);
  }
  const linesOf = (context) =>
    order.filter((node) => entries.get(node).context === context && isNamed(node)).flatMap(linesFor);
  function linesFor(node) {
    if (!isBranching(node)) return [language.declare(nameOf(node), direct(node), node)];
    const [test, ...values] = node.args;
    const { branches } = entries.get(node);
    const [yes, no] = values.map((value, i) => ({
      lines: branches[i] ? linesOf(branches[i]) : [],
      result: expression(value),
    }));
    return language.branch(nameOf(node), expression(test), yes, no);
  }
  return { lines: linesOf(null), results: roots.map(expression) };
}

/**
 * Places the nodes, users before what they use: how often each is used, the innermost branch that all uses are in
 * (null: none), and the branches that it opens itself.
 */
function place(roots, language, given) {
  const entries = new Map();
  const use = (node, context) => {
    if (!isNode(node) || given.has(node) || node.op === 'constant') return;
    const entry = entries.get(node);
    if (entry) {
      entry.uses++;
      entry.context = common(entry.context, context);
    } else entries.set(node, { uses: 1, context, branches: [] });
  };
  for (const root of roots) use(root, null);
  for (const node of ordered(roots).reverse()) {
    const entry = entries.get(node);
    if (!entry) continue;
    // in the order in which contexts are final
    entries.delete(node);
    entries.set(node, entry);
    entry.branches = Array.from({ length: language.lazy(node) }, () => ({
      parent: entry.context,
      depth: depthOf(entry.context) + 1,
    }));
    for (const [i, argument] of node.args.entries()) use(argument, entry.branches[i - 1] ?? entry.context);
  }
  return entries;
}

const depthOf = (context) => context?.depth ?? 0;

function common(first, second) {
  let [a, b] = [first, second];
  while (a !== b) {
    if (depthOf(a) >= depthOf(b)) a = a.parent;
    else b = b.parent;
  }
  return a;
}

function isWithin(context, outer) {
  for (let at = context; at; at = at.parent) if (at === outer) return true;
  return false;
}
