import fc from 'fast-check';
import { MlpError } from '../../src/errors.js';
import { buildGraph, type Graph } from '../../src/expression/graph/graph.js';
import { localDerivatives } from '../../src/expression/graph/local.js';
import {
  differentiate,
  type Expression,
  format,
  type GradientReport,
  parse,
  reportGradient,
  simplify,
  variables,
} from '../../src/expression/index.js';
import { randomFormula, randomPoint } from './random_formula.js';
import { product, type Rounded, roundedValue, total } from './rounding.js';

/** A partial derivative in each of the ways, with bounds of the errors. */
export interface RandomGradient {
  readonly what: string;
  readonly backpropagation: Rounded;
  readonly symbolic: Rounded;
  /** The two coarsest of its differences. */
  readonly numeric: GradientReport['numeric'][string];
  /** Error that the rounding of the formula at both places brings into the second central difference. */
  readonly rounding: number;
}

/** The partial derivatives of random formulas; none where the formula has no value or no derivative at the point. */
export const randomGradients: fc.Arbitrary<RandomGradient[]> = fc
  .tuple(randomFormula, randomPoint)
  .map(([formula, [x, y]]) => {
    const names = variables(formula);
    const at = Object.fromEntries(Object.entries({ x, y }).filter(([name]) => names.includes(name)));
    try {
      return gradients(format(formula), at);
    } catch (error) {
      if (error instanceof MlpError) return [];
      throw error;
    }
  });

function gradients(text: string, at: Record<string, number>): RandomGradient[] {
  const report = reportGradient(text, at);
  const expression = parse(text, Object.keys(at), { where: 'formula', failure: 'config' });
  const exact = new Map(Object.entries(at).map(([name, value]) => [name, { value, error: 0 }]));
  const backpropagation = roundedBackpropagation(buildGraph(expression), exact);
  return report.inputs.map(({ name, global }, i) => ({
    what: `∂(${text})/∂${name} at ${JSON.stringify(at)}`,
    backpropagation: { value: global, error: backpropagation[i].error },
    symbolic: {
      value: report.symbolic[name].value,
      error: roundedValue(simplify(differentiate(expression, name)), exact).error,
    },
    numeric: report.numeric[name].slice(0, 2),
    rounding: roundingOfDifference(expression, exact, name, report.numeric[name][1].epsilon),
  }));
}

function roundingOfDifference(
  expression: Expression,
  at: ReadonlyMap<string, Rounded>,
  name: string,
  epsilon: number,
): number {
  const errors = [epsilon, -epsilon].map((step) => {
    const moved = at.get(name)!.value + step;
    // x + ε is rounded, too
    return roundedValue(
      expression,
      new Map(at).set(name, { value: moved, error: 2 ** -53 * Math.abs(moved) }),
    ).error;
  });
  return (errors[0] + errors[1]) / (2 * epsilon);
}

/** The backward pass once more, with the bounds of what each of its operations does to the errors. */
function roundedBackpropagation(graph: Graph, inputs: ReadonlyMap<string, Rounded>): Rounded[] {
  const known = new Map(inputs);
  for (const { name, operation } of graph.modules) known.set(name, roundedValue(operation, known));
  const names = [...graph.inputs, ...graph.modules.map(({ name }) => name)];
  const cache = Float64Array.from(names, (name) => known.get(name)!.value);
  const globals = names.map((_, node): Rounded => ({ value: node === graph.output ? 1 : 0, error: 0 }));
  for (let i = graph.modules.length - 1; i >= 0; i--) {
    const incoming = globals[graph.inputs.length + i];
    for (const { operand, cached } of localDerivatives(graph, i, cache))
      globals[operand] = total(globals[operand], product(incoming, roundedValue(cached, known)));
  }
  return globals;
}
