import { formatRecord } from '../../../data/csv/format.js';
import type { DependenceResult } from '../../../explain/index.js';
import type { Context } from '../../context.js';
import { type Cell, table } from '../table.js';

/**
 * Curves as a table with a row a value: all outputs side by side, the only one with a picture; or, with curves of
 * single rows, a table an output.
 */
export function dependenceTable(result: DependenceResult, { style, stdout }: Context): string {
  const { column, outputs, points, individual } = result;
  const options = { style: style.out, width: stdout.columns };
  const averages = (k: number) => points.map(({ average }) => average[k] ?? undefined);
  const picture = (k: number) => ({ title: '', values: averages(k), width: 24 });
  if (individual.length === 0)
    return table(
      [column, 'share', ...outputs],
      points.map(({ value, share, average }) => [
        cell(value),
        percent(share),
        ...average.map((mean) => mean ?? undefined),
      ]),
      options,
      outputs.length === 1 ? picture(0) : undefined,
    );
  return outputs
    .map((output, k) => {
      const header = [column, output, ...individual.map(({ row }) => `row ${row}`)];
      const rows = points.map(({ value, average }, i) => [
        cell(value),
        average[k] ?? undefined,
        ...individual.map(({ predictions }) => predictions[i][k] ?? undefined),
      ]);
      return table(header, rows, options);
    })
    .join('\n');
}

/** Curves as CSV: first the means, whose row is empty, then those of single rows. */
export function dependenceCsv({ outputs, points, individual }: DependenceResult): string {
  const line = (row: string, i: number, predictions: readonly (number | null)[]) => [
    row,
    String(points[i].value ?? ''),
    String(points[i].share),
    ...predictions.map((prediction) => String(prediction ?? '')),
  ];
  return [
    ['row', 'value', 'share', ...outputs],
    ...points.map(({ average }, i) => line('', i, average)),
    ...individual.flatMap(({ row, predictions }) => predictions.map((of, i) => line(String(row), i, of))),
  ]
    .map((fields) => `${formatRecord(fields)}\n`)
    .join('');
}

const cell = (value: number | string | null): Cell => String(value ?? '(missing)');
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
