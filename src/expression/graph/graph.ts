import { variable } from '../build.js';
import { compile, type Evaluate } from '../evaluate.js';
import { type Expression, operandsOf, type ParsedExpression, variables } from '../expression.js';
import { createStructures } from '../structures.js';
import { moduleNames } from './names.js';

/** One operation of a formula, with a name for its value. */
export interface Module {
  readonly name: string;
  /** The operation on names of inputs and modules, and on constants: `2/c`. */
  readonly operation: Expression;
  /** Indices of the nodes that it reads, each once; inputs come first, then modules. */
  readonly operands: readonly number[];
  /** First occurrence of the operation in the formula. */
  readonly source: ParsedExpression;
  /** Value of the operation, from those of its operands in order. */
  readonly evaluate: Evaluate;
}

/**
 * A formula as a computational graph: its nodes are the variables, and a module for each distinct operation that
 * depends on one, after those that it reads. A subexpression that occurs several times is one node, which several
 * modules read.
 */
export interface Graph {
  /** Names of the variables, in the order of their first use. */
  readonly inputs: readonly string[];
  readonly modules: readonly Module[];
  /** Index of the node whose value is that of the formula; undefined where the formula has no variable. */
  readonly output: number | undefined;
}

/** Builds the graph of a formula. `reserved` are names that no module may have. */
export function buildGraph(expression: ParsedExpression, reserved: readonly string[] = []): Graph {
  const { idOf, isConstant } = createStructures();
  const inputs = variables(expression);
  const names = moduleNames([...inputs, ...reserved]);
  const modules: Module[] = [];
  const nodes = new Map<number, number>();
  const nameOf = (node: number) => nodeName({ inputs, modules }, node);

  const indexOfNode = (node: ParsedExpression): number => {
    const id = idOf(node);
    const found = nodes.get(id);
    if (found !== undefined) return found;
    const index = node.type === 'variable' ? inputs.indexOf(node.name) : inputs.length + addModule(node);
    nodes.set(id, index);
    return index;
  };
  const addModule = (node: ParsedExpression): number => {
    const indices = operandsOf(node).map((operand) =>
      isConstant(operand) ? undefined : indexOfNode(operand),
    );
    const operands = [...new Set(indices.filter((index) => index !== undefined))];
    const named = operandsOf(node).map((operand, i) => {
      const index = indices[i];
      return index === undefined ? operand : variable(nameOf(index));
    });
    const operation = withOperands(node, named);
    const evaluate = compile(operation, operands.map(nameOf));
    const name = names.next().value;
    return modules.push({ name, operation, operands, source: node, evaluate }) - 1;
  };
  const output = isConstant(expression) ? undefined : indexOfNode(expression);
  return { inputs, modules, output };
}

/** Puts other operands into an operation. */
function withOperands(node: Expression, [first, second]: readonly Expression[]): Expression {
  if (node.type === 'binary') return { ...node, left: first, right: second };
  return node.type === 'unary' || node.type === 'call' ? { ...node, argument: first } : node;
}

/** Name of a node: that of a variable, or of a module. */
export const nodeName = ({ inputs, modules }: Pick<Graph, 'inputs' | 'modules'>, node: number): string =>
  inputs[node] ?? modules[node - inputs.length].name;
