import { variable } from '../build.js';
import { valueText } from '../checked_value.js';
import type { Expression } from '../expression.js';
import type { ErrorAt } from '../expression_error.js';
import { format } from '../format.js';
import type { GlobalDerivative } from '../graph/backward.js';
import type { Graph } from '../graph/graph.js';
import type { LocalDerivative } from '../graph/local.js';

/**
 * Checks that all derivatives are finite: throws where a module has none, as sqrt and abs at 0, or where the backward
 * pass overflows. `values` are those of all nodes.
 */
export function checkDerivatives(
  graph: Graph,
  values: Float64Array,
  locals: readonly (readonly LocalDerivative[])[],
  globals: readonly GlobalDerivative[],
  error: ErrorAt,
): void {
  const { inputs, modules } = graph;
  const written = (node: number): Expression =>
    node < inputs.length ? variable(inputs[node]) : modules[node - inputs.length].source;
  modules.forEach(({ source, operands }, i) => {
    if (locals[i].every(({ value }) => Number.isFinite(value))) return;
    const where = operands.map((operand) => valueText(written(operand), values[operand])).join(' and ');
    throw error(`${format(source)} has no finite derivative where ${where}`, source.start);
  });
  const infinite = globals.findIndex(({ value }) => !Number.isFinite(value));
  if (infinite < 0) return;
  const start = infinite < inputs.length ? 0 : modules[infinite - inputs.length].source.start;
  throw error(
    `the derivative by ${format(written(infinite))} is too large for a number (above 1.8e308)`,
    start,
  );
}
