/** Formulas over named variables, such as `x1^2 + sin(x2)`: read into a tree, and evaluated with src/math. */
export { compile, type Evaluate } from './evaluate.js';
export type { BinaryNode, CallNode, Expression, NumberNode, UnaryNode, VariableNode } from './expression.js';
export { variables, visit } from './expression.js';
export { type FunctionName, functions } from './functions.js';
export { operators } from './operators.js';
export { type ParseOptions, parse } from './parse.js';
