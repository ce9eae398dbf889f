import {
  type CorrelatedPair,
  correlationThreshold,
  type DependenceResult,
  type ImportanceResult,
  type RowsResult,
} from '../../../explain/index.js';
import { printable } from '../../../files/excerpt.js';
import { counted } from '../../../format_count.js';
import { shortList } from '../../../short_list.js';
import { formatNumber } from '../number.js';

/** Note on importances: `part` says how the rows were chosen, empty where the user has said it. */
export function importanceNote(
  { metric, baseline, data, rows, repeats, seed }: ImportanceResult,
  part: string,
): string {
  return (
    `${metric} is ${formatNumber(baseline)} of ${counted(rows, 'row')} of ${data}${part}; the values of each column ` +
    `are dealt ${counted(repeats, 'time')} (--repeats), seed ${seed} (--seed)`
  );
}

/** Notes on curves. */
export function dependenceNote(
  { column, data, rows, points, weight }: DependenceResult,
  part: string,
): string {
  const weighted = weight === undefined ? '' : `, weighted by ${printable(weight)},`;
  return (
    `mean prediction${weighted} for ${counted(rows, 'row')} of ${data}${part}, each with ` +
    `${counted(points.length, 'value')} of ${printable(column)} in turn (--grid), all else as it is`
  );
}

/** Notes on Shapley values. */
export function rowsNote(
  { data, method, background, tolerances, predictions }: RowsResult,
  part: string,
): string {
  const how =
    method === 'exact'
      ? 'exact'
      : `sampled until no standard error is above ${shortList(
          [...new Set(predictions.map(({ output }) => output))].map(
            (output) => `${formatNumber(tolerances![output])} of ${printable(output)}`,
          ),
          3,
        )} (--standard-error)`;
  return [
    `Shapley values for rows of ${data}${part}, beside the average of ${counted(background, 'training row')}`,
    how,
  ].join('; ');
}

/** Says which columns are correlated: what is shown then is partly of rows that do not exist. */
export function correlatedNote(pairs: readonly CorrelatedPair[]): string | undefined {
  if (pairs.length === 0) return undefined;
  const listed = pairs.map(
    ({ columns, correlation }) => `${columns.map(printable).join(' and ')} (${correlation.toFixed(2)})`,
  );
  return (
    `${counted(pairs.length, 'pair')} of columns ${pairs.length === 1 ? 'is' : 'are'} correlated (by ranks, ` +
    `${correlationThreshold} or more): ${shortList(listed, 3)}; one without the other makes rows that do not ` +
    'exist, and what both know shows in neither alone'
  );
}
