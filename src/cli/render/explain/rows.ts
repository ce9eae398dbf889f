import { formatRecord } from '../../../data/csv/format.js';
import { escapeControls } from '../../../escape_controls.js';
import type { RowsResult } from '../../../explain/index.js';
import type { Context } from '../../context.js';
import { barWidth } from '../bars.js';
import { formatNumber } from '../number.js';
import { table } from '../table.js';

/** Explained predictions, a table each, below a line that says what adds up to what. */
export const rowsTables = ({ predictions, method }: RowsResult, { style, stdout }: Context): string =>
  predictions
    .map(({ row, line, output, prediction, average, contributions }) => {
      const isSampled = method === 'sampling';
      const place = line === undefined ? `row ${row}` : `row ${row} (line ${line})`;
      const sum = `${formatNumber(prediction)} = average ${formatNumber(average)} +`;
      const title = `${place}: ${escapeControls(output)} ${sum}`;
      return `${title}\n${table(
        ['column', 'value', 'adds', ...(isSampled ? ['std. error'] : [])],
        contributions.map(({ column, value, shapley, standard_error }) => [
          column,
          value ?? '(missing)',
          shapley,
          ...(isSampled ? [standard_error] : []),
        ]),
        { style: style.out, width: stdout.columns },
        { kind: 'bars', title: '', values: contributions.map(({ shapley }) => shapley), width: barWidth },
      )}`;
    })
    .join('\n');

/** Explained predictions as CSV, a line a contribution. */
export function rowsCsv({ predictions }: RowsResult): string {
  const header = ['row', 'output', 'prediction', 'average', 'column', 'value', 'shapley', 'standard_error'];
  const lines = predictions.flatMap(({ row, output, prediction, average, contributions }) =>
    contributions.map(({ column, value, shapley, standard_error }) => [
      ...[String(row), output, String(prediction), String(average)],
      ...[column, value ?? '', String(shapley), String(standard_error ?? '')],
    ]),
  );
  return [header, ...lines].map((fields) => `${formatRecord(fields)}\n`).join('');
}
