import { type Expression, operandsOf } from './expression.js';

/** Structural identity of formulas, wherever their nodes came from. */
export interface Structures {
  /** Number of a formula, equal for equal formulas and for no others: 0, 1, 2 … as they are met. */
  readonly idOf: (expression: Expression) => number;
  /** Whether a formula has no variable. */
  readonly isConstant: (expression: Expression) => boolean;
}

/**
 * Creates an empty numbering. Each node is looked at once, however often it occurs: a derivative has the same nodes in
 * many places.
 */
export function createStructures(): Structures {
  const ids = new Map<string, number>();
  const known = new WeakMap<Expression, number>();
  const constant: boolean[] = [];
  const idOf = (node: Expression): number => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const operands = operandsOf(node).map(idOf);
    const key = `${labelOf(node)} ${operands}`;
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    known.set(node, id);
    constant[id] = node.type !== 'variable' && operands.every((operand) => constant[operand]);
    return id;
  };
  return { idOf, isConstant: (expression) => constant[idOf(expression)] };
}

/** Text of a node without its operands; with their number it is unique to an operation. */
function labelOf(node: Expression): string {
  switch (node.type) {
    case 'number':
      return Object.is(node.value, -0) ? '-0' : String(node.value);
    case 'variable':
      return `\`${node.name}\``;
    case 'call':
      return node.function;
    default:
      return node.operator;
  }
}
