import type { BinaryNode, CallNode, Expression, NumberNode, UnaryNode, VariableNode } from './expression.js';

// Nodes as they are, for rules to be written with: nothing is simplified.

export const number = (value: number): NumberNode => ({ type: 'number', value });

export const variable = (name: string): VariableNode => ({ type: 'variable', name });

export const negate = (argument: Expression): UnaryNode => ({ type: 'unary', operator: '-', argument });

export const call = (name: string, argument: Expression): CallNode => ({
  type: 'call',
  function: name,
  argument,
});

const binary =
  (operator: BinaryNode['operator']) =>
  (left: Expression, right: Expression): BinaryNode => ({ type: 'binary', operator, left, right });

export const add = binary('+');
export const subtract = binary('-');
export const multiply = binary('*');
export const divide = binary('/');
export const power = binary('^');
