import type { Goal } from '../../metrics/thresholds/index.js';
import type { AtThreshold, ThresholdTable } from '../../run/threshold.js';
import type { Context } from '../context.js';
import { formatNumber } from './number.js';
import { type Cell, table } from './table.js';
import { wrap } from './wrap.js';

/** Thresholds, and what the old and the new one come to on test rows. */
export interface ShownThresholds extends ThresholdTable {
  readonly test?: { readonly rows: number; readonly before: AtThreshold; readonly chosen: AtThreshold };
}

/** Table of thresholds with their figures and counts, then lines on the chosen one. */
export function thresholdText(
  { table: rows, before, chosen, test, part, rows: count }: ShownThresholds,
  goal: Goal | undefined,
  { style, stdout }: Context,
): string {
  const hasFigure = goal !== undefined && goal.figure !== 'f1';
  const mark = ({ threshold }: AtThreshold) => {
    if (chosen?.threshold === threshold) return 'chosen';
    return before.threshold === threshold ? (chosen ? 'before' : 'in use') : '';
  };
  const cells = rows.map((row): Cell[] => [
    row.threshold,
    ...(hasFigure ? [row.value] : []),
    ...[row.precision, row.recall, row.f1],
    ...[row.counts.truePositive, row.counts.falsePositive, row.counts.falseNegative, row.counts.trueNegative],
    mark(row),
  ]);
  const header = [
    'threshold',
    ...(hasFigure ? [goal.figure] : []),
    ...['precision', 'recall', 'f1', 'TP', 'FP', 'FN', 'TN', ''],
  ];
  const lines = goal ? sentences({ before, chosen, test, part, rows: count }, goal) : [];
  const text = lines.map((line) => `${wrap(line, stdout.columns, 2)}\n`).join('');
  return table(header, cells, { style: style.out, width: stdout.columns }) + text;
}

/** Count, or sum of weights, in words. */
const countText = (count: number, thing: string): string =>
  `${formatNumber(count)} ${thing}${count === 1 ? '' : 's'}`;

function sentences(
  { before, chosen, test, part, rows }: Pick<ShownThresholds, 'before' | 'chosen' | 'test' | 'part' | 'rows'>,
  goal: Goal,
): string[] {
  const name = goal.figure;
  const figure = (at: AtThreshold) => formatNumber(at.value!);
  const errors = ({ counts: { falsePositive, falseNegative } }: AtThreshold) =>
    `${countText(falsePositive, 'false positive')} and ${countText(falseNegative, 'false negative')}`;
  const change = (from: AtThreshold, to: AtThreshold) =>
    `${name} ${figure(from)} at ${from.threshold}, ${figure(to)} at ${to.threshold}; ` +
    `${errors(from)} become ${errors(to)}`;
  return [
    `${part}, ${rows} rows: ${change(before, chosen!)}`,
    ...(test ? [`test, ${test.rows} rows: ${change(test.before, test.chosen)}`] : []),
    ...(name === 'cost' ? ['cost: the mean over the rows'] : []),
    `chosen on the ${part} rows, so that the figure there flatters`,
  ];
}
