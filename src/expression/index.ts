/**
 * Formulas over named variables, such as `x1^2 + sin(x2)`: read into a tree, evaluated with src/math, and
 * differentiated.
 */
export { constantValue } from './constant_value.js';
export {
  type GradientOptions,
  type GradientReport,
  reportGradient,
} from './derivative/report.js';
export { differentiate } from './derivative/symbolic.js';
export { compile, type Evaluate } from './evaluate.js';
export type {
  BinaryNode,
  CallNode,
  Expression,
  NumberNode,
  ParsedExpression,
  UnaryNode,
  VariableNode,
} from './expression.js';
export { variables, visit } from './expression.js';
export { format } from './format.js';
export { type FunctionName, functions } from './functions.js';
export { operators } from './operators.js';
export { type ParseOptions, parse } from './parse.js';
export { simplify } from './simplify/index.js';
