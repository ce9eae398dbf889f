/**
 * Range of a node in the formula's text: from `start` up to but without `end`, in UTF-16 units, parentheses left out.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A formula as a tree. `Extra` is what each node has beside its content: a Span where the formula was read from a text,
 * nothing where rules made it.
 */
export type Expression<Extra = unknown> =
  | NumberNode<Extra>
  | VariableNode<Extra>
  | UnaryNode<Extra>
  | BinaryNode<Extra>
  | CallNode<Extra>;

/** A formula that was read from a text. */
export type ParsedExpression = Expression<Span>;

/** A number as written, or the value of a named constant. */
export type NumberNode<Extra = unknown> = Extra & {
  readonly type: 'number';
  readonly value: number;
};

export type VariableNode<Extra = unknown> = Extra & {
  readonly type: 'variable';
  readonly name: string;
};

export type UnaryNode<Extra = unknown> = Extra & {
  readonly type: 'unary';
  readonly operator: '-';
  readonly argument: Expression<Extra>;
};

export type BinaryNode<Extra = unknown> = Extra & {
  readonly type: 'binary';
  readonly operator: '+' | '-' | '*' | '/' | '^';
  readonly left: Expression<Extra>;
  readonly right: Expression<Extra>;
};

export type CallNode<Extra = unknown> = Extra & {
  readonly type: 'call';
  readonly function: string;
  readonly argument: Expression<Extra>;
};

/** Operands of a node: two, one argument, or none. */
export function operandsOf<Extra>(node: Expression<Extra>): readonly Expression<Extra>[] {
  if (node.type === 'binary') return [node.left, node.right];
  return node.type === 'unary' || node.type === 'call' ? [node.argument] : [];
}

/** Names of the variables that a formula uses, each once, in the order of their first use. */
export function variables(expression: Expression): string[] {
  const names = new Set<string>();
  visit(expression, (node) => {
    if (node.type === 'variable') names.add(node.name);
  });
  return [...names];
}

/** Calls `action` for every node, operands before the node that takes them, left before right. */
export function visit<Extra>(expression: Expression<Extra>, action: (node: Expression<Extra>) => void): void {
  for (const operand of operandsOf(expression)) visit(operand, action);
  action(expression);
}
