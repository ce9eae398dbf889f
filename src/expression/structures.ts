import { type Expression, operandsOf } from './expression.js';

/** Tells formulas apart by what they say, wherever their nodes came from. */
export interface Structures {
  /** The same number for the same formula, and no other: 0, 1, 2 … as they are met. */
  readonly idOf: (expression: Expression) => number;
  /** Whether it has no variable. */
  readonly isConstant: (expression: Expression) => boolean;
}

/** Each node is looked at once, however often it occurs: a derivative has the same nodes in many places. */
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

/** What a node is, beside its operands; with their number, no two kinds have the same. */
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
