import { formatRecord } from '../../../data/csv/format.js';
import type { ImportanceResult } from '../../../explain/index.js';
import { metricDirection } from '../../../metrics/index.js';
import type { Context } from '../../context.js';
import { barWidth } from '../bars.js';
import { table } from '../table.js';

/** Importances as a table with bars, the greatest first. */
export function importanceTable({ metric, columns }: ImportanceResult, { style, stdout }: Context): string {
  const title = metricDirection(metric) === 'higher' ? `${metric} lost` : `${metric} added`;
  return table(
    ['column', title, 'std. error'],
    columns.map(({ column, importance, standard_error }) => [column, importance, standard_error]),
    { style: style.out, width: stdout.columns },
    { kind: 'bars', title: '', values: columns.map(({ importance }) => importance), width: barWidth },
  );
}

/** Importances as CSV; fields are empty where there is none. */
export function importanceCsv({ columns }: ImportanceResult): string {
  const rows = columns.map(({ column, importance, standard_error }) => [
    column,
    String(importance ?? ''),
    String(standard_error ?? ''),
  ]);
  return [['column', 'importance', 'standard_error'], ...rows]
    .map((row) => `${formatRecord(row)}\n`)
    .join('');
}
