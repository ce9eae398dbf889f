/** Where a node stands in the formula's text: from `start` up to but without `end`, in UTF-16 units, parentheses left out. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** A formula as a tree. */
export type Expression = NumberNode | VariableNode | UnaryNode | BinaryNode | CallNode;

/** A number as written, or the value of a named constant. */
export interface NumberNode extends Span {
  readonly type: 'number';
  readonly value: number;
}

export interface VariableNode extends Span {
  readonly type: 'variable';
  readonly name: string;
}

export interface UnaryNode extends Span {
  readonly type: 'unary';
  readonly operator: '-';
  readonly argument: Expression;
}

export interface BinaryNode extends Span {
  readonly type: 'binary';
  readonly operator: '+' | '-' | '*' | '/' | '^';
  readonly left: Expression;
  readonly right: Expression;
}

export interface CallNode extends Span {
  readonly type: 'call';
  readonly function: string;
  readonly argument: Expression;
}

/** The names of the variables that a formula uses, each once, in the order of their first use. */
export function variables(expression: Expression): string[] {
  const names = new Set<string>();
  visit(expression, (node) => {
    if (node.type === 'variable') names.add(node.name);
  });
  return [...names];
}

/** Calls `action` for every node, operands before what takes them, left before right. */
export function visit(expression: Expression, action: (node: Expression) => void): void {
  if (expression.type === 'binary') {
    visit(expression.left, action);
    visit(expression.right, action);
  } else if (expression.type === 'unary' || expression.type === 'call') visit(expression.argument, action);
  action(expression);
}
