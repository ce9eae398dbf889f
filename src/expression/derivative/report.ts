import { compile } from '../evaluate.js';
import { variables } from '../expression.js';
import { format } from '../format.js';
import { backward } from '../graph/backward.js';
import { forward } from '../graph/forward.js';
import { buildGraph, nodeName } from '../graph/graph.js';
import { localDerivatives } from '../graph/local.js';
import { simplify } from '../simplify/index.js';
import { checkDerivatives } from './checks.js';
import { countAll, type OperationCounts } from './costs.js';
import { type Difference, differences } from './differences.js';
import { countOperations, countTerms } from './operations.js';
import { readSubject } from './subject.js';
import { differentiate } from './symbolic.js';

/**
 * A formula, its computational graph at a point, and its gradient there in four ways. Nodes are referred to by name.
 */
export interface GradientReport {
  readonly expression: string;
  /** Whether sin, cos and tan were read as those of degrees: they are called sind, cosd and tand here. */
  readonly degrees: boolean;
  /** Name of the formula (f, unless a variable has that name), name of the last module, and the formula's value. */
  readonly output: { readonly symbol: string; readonly name: string; readonly value: number };
  readonly inputs: readonly NodeReport[];
  /** Modules in the order of the forward pass. */
  readonly modules: readonly ModuleReport[];
  /** Symbolic derivative by each input, by the input's name. */
  readonly symbolic: Readonly<Record<string, SymbolicReport>>;
  /** Finite differences by each input, by the input's name. */
  readonly numeric: Readonly<Record<string, readonly Difference[]>>;
  readonly operations: OperationCounts;
}

interface NodeReport {
  readonly name: string;
  readonly value: number;
  /** Global derivative ∂f/∂node, by the backward pass. */
  readonly global: number;
  /** Contributions that `global` is the sum of, one for each module that reads the node. */
  readonly paths: readonly {
    readonly through: string;
    readonly global: number;
    readonly local: number;
    readonly contribution: number;
  }[];
}

interface ModuleReport extends NodeReport {
  readonly operation: string;
  /**
   * Local derivatives ∂module/∂operand: the rule's formula, the formula by means of the module's own value, and its
   * value.
   */
  readonly local: readonly {
    readonly operand: string;
    readonly formula: string;
    readonly cached: string;
    readonly value: number;
  }[];
}

interface SymbolicReport {
  /** The simplified derivative. */
  readonly derivative: string;
  /** Value of the derivative; not finite (in JSON: null) where a subexpression overflows. */
  readonly value: number;
  readonly terms: number;
  readonly operations: number;
  /** Operations of the derivative before it is simplified. */
  readonly operations_unsimplified: number;
}

/** Options of reportGradient. */
export interface GradientOptions {
  /** Whether sin, cos and tan read degrees. */
  readonly degrees?: boolean;
}

/**
 * Differentiates the formula in `text` at the values `at` of its variables: by backpropagation through its
 * computational graph, symbolically, and by forward and central differences.
 *
 * @throws MlpError, with the position, where the formula cannot be read or has more than 500 operations, where it has
 * no finite value or derivative, or where variables and values do not match.
 */
export function reportGradient(
  text: string,
  at: Readonly<Record<string, number>>,
  { degrees = false }: GradientOptions = {},
): GradientReport {
  const { expression, values, error } = readSubject(text, at, degrees);
  const symbol = freeSymbol(variables(expression));
  const graph = buildGraph(expression, [symbol]);
  const { inputs, modules } = graph;
  const output = graph.output!;
  const cache = forward(graph, values);
  const locals = modules.map((_, i) => localDerivatives(graph, i, cache));
  const globals = backward(graph, locals);
  checkDerivatives(graph, cache, locals, globals, error);

  const node = (index: number): NodeReport => ({
    name: nodeName(graph, index),
    value: cache[index],
    global: globals[index].value,
    paths: globals[index].contributions.map(({ through, value, ...factors }) => ({
      through: nodeName(graph, through),
      ...factors,
      contribution: value,
    })),
  });
  const raw = inputs.map((name) => differentiate(expression, name));
  const simplified = raw.map(simplify);
  const f = (point: readonly number[]) => forward(graph, point)[output];
  return {
    expression: format(expression),
    degrees,
    output: { symbol, name: nodeName(graph, output), value: cache[output] },
    inputs: inputs.map((_, i) => node(i)),
    modules: modules.map(({ operation }, i) => ({
      ...node(inputs.length + i),
      operation: format(operation),
      local: locals[i].map(({ operand, formula, cached, value }) => ({
        operand: nodeName(graph, operand),
        formula: format(formula),
        cached: format(cached),
        value,
      })),
    })),
    symbolic: Object.fromEntries(
      inputs.map((name, i) => [
        name,
        {
          derivative: format(simplified[i]),
          value: compile(simplified[i], inputs)(Float64Array.from(values)),
          terms: countTerms(simplified[i]),
          operations: countOperations(simplified[i]),
          operations_unsimplified: countOperations(raw[i]),
        },
      ]),
    ),
    numeric: Object.fromEntries(inputs.map((name, i) => [name, differences(f, values, i)])),
    operations: countAll(graph, locals, globals, simplified),
  };
}

function freeSymbol(taken: readonly string[], symbol = 'f'): string {
  return taken.includes(symbol) ? freeSymbol(taken, `${symbol}0`) : symbol;
}
