import { compile, parse, variables } from '../../expression/index.js';
import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import { filled } from './filled.js';
import type { Feature, NumberFeature, Variable } from './index.js';

/** The columns that basis functions name, each once; `names` are those that there are. */
export function basisVariables(expressions: readonly string[], names: readonly string[]): string[] {
  const used = expressions.flatMap((text, i) =>
    variables(parse(text, names, { where: `data.basis[${i}]`, failure: 'config' })),
  );
  return [...new Set(used)];
}

/** Tells a basis function's value in each of some rows, over columns that are unscaled and filled as `features` say. */
export function basisFunction(
  table: Table,
  text: string,
  features: readonly Feature[],
): (rows: Rows) => Float64Array {
  const columns = features.filter(
    (feature): feature is NumberFeature | Variable =>
      feature.kind === 'number' || feature.kind === 'variable',
  );
  const known = columns.map(({ name }) => name);
  const expression = parse(text, known, { where: `data.basis: ${text}`, failure: 'data' });
  const names = variables(expression);
  const evaluate = compile(expression, names);
  const point = new Float64Array(names.length);
  return (rows) => {
    const inputs = names.map((name) => filled(table, columns[known.indexOf(name)], rows));
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      for (let j = 0; j < inputs.length; j++) point[j] = inputs[j][i];
      values[i] = evaluate(point);
    }
    return values;
  };
}
