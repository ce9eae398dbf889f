import type { Target } from '../../data/preprocessing/index.js';
import { escapeControls } from '../../escape_controls.js';
import type { Judgement } from '../../metrics/generation/index.js';
import { classMetricNames } from '../../metrics/index.js';
import type { Report } from '../../training/measuring/evaluate.js';
import type { Baseline } from '../../training/verdict/index.js';
import type { Context } from '../context.js';
import { unitNotes } from './metric_units.js';
import { type Cell, table } from './table.js';
import { wrap } from './wrap.js';

/** Reports by part of the data, as metrics.json has them. */
export type Reports = Readonly<Partial<Record<'train' | 'validation' | 'test' | 'data', Report>>> & {
  /** The best constant prediction, for the run's own splits. */
  readonly baseline?: Baseline;
  /** Rows of a generator compared with its real ones. */
  readonly samples?: Judgement;
};

/** Most classes of a confusion matrix that is shown. */
const readableClasses = 12;

/** Other averages over the classes than the usual one: in the JSON, but too much for a table. */
const averages = /_(macro|micro|weighted)$/;

/** Lines on the class that scores are of, or on which of them are averages over the classes. */
function averageNotes(
  rows: readonly (readonly Cell[])[],
  reports: readonly Readonly<Record<string, unknown>>[],
): string[] {
  const report = reports.at(-1);
  const { positive, threshold } = { ...report };
  const from = typeof threshold === 'number' ? `, from a probability of ${threshold} on` : '';
  if (typeof positive === 'string') return [`positive: ${escapeControls(positive)}${from}`];
  const averaged = rows.map(([name]) => String(name)).filter((name) => classMetricNames.includes(name));
  return [
    ...(averaged.length > 0 ? [`macro averages: ${averaged.join(', ')}`] : []),
    ...(from === '' ? [] : [`predicted${from}`]),
  ];
}

/** Line on the intervals, or sets, whose coverage is told. */
function intervalNotes(reports: readonly Readonly<Record<string, unknown>>[]): string[] {
  const { interval, interval_by: by, mean_set_size: size } = { ...reports.at(-1) };
  if (typeof interval !== 'number') return [];
  const what = size === undefined ? 'intervals' : 'sets of classes';
  const command = `mlp predict --interval ${interval}`;
  if (by !== undefined)
    return [`coverage: of intervals of ${interval} by the predicted deviations (${command})`];
  return [`coverage: of ${what} that promise ${interval} (${command})`];
}

/** Line on what the baseline predicts, and where. */
const baselineNote = (baseline: Baseline | undefined, part: string | undefined): string[] =>
  baseline === undefined ? [] : [`baseline: ${escapeControls(baseline.predicts)}, measured on ${part}`];

/** Table of the metrics of each part, and of the baseline on the last, then the confusion matrix of the last part. */
export function metricsTable(reports: Reports, target: Target, { style, stdout }: Context): string {
  const options = { style: style.out, width: stdout.columns };
  const parts = (['train', 'validation', 'test', 'data'] as const).filter(
    (part) => reports[part] !== undefined,
  );
  const values = parts.map((part) => reports[part] as unknown as Readonly<Record<string, unknown>>);
  const last = parts.at(-1);
  const guess = last && last !== 'data' ? reports.baseline?.[last] : undefined;
  const baselineCell = (name: string): Cell[] => {
    if (guess === undefined) return [];
    return [name === 'rows' ? undefined : (guess as unknown as Readonly<Record<string, number>>)[name]];
  };
  const names = [...new Set(values.flatMap((report) => Object.keys(report)))];
  const rows = names
    .filter((name) => !averages.test(name))
    .flatMap((name) => {
      const cells = values.map((report) => report[name]);
      return name === 'threshold' ||
        name === 'interval' ||
        cells.some((cell) => typeof cell === 'object' || typeof cell === 'string')
        ? []
        : [[name, ...(cells as (number | undefined)[]), ...baselineCell(name)]];
    });
  const lines = [
    ...averageNotes(rows, values),
    ...intervalNotes(values),
    ...unitNotes(names, target),
    ...baselineNote(reports.baseline, last),
  ];
  const notes = lines.map((line) => `${wrap(line, stdout.columns, 2)}\n`);
  const header = ['metric', ...parts, ...(guess ? ['baseline'] : [])];
  const metrics = `${table(header, rows, options)}${notes.join('')}`;
  if (last === undefined) return metrics;
  const report = reports[last]!;
  if ('per_output' in report && report.per_output && report.per_output.length <= readableClasses) {
    const columns = Object.keys(report.per_output[0]).slice(1);
    const outputs = report.per_output.map(({ output, ...each }) => [
      output,
      ...columns.map((name) => (each as Record<string, number>)[name]),
    ]);
    return `${metrics}\n${table([`${last}: output`, ...columns], outputs, options)}`;
  }
  if (!('confusion_matrix' in report) || !report.per_class || report.per_class.length > readableClasses)
    return metrics;
  const classes = report.per_class.map((row) => String(row.class));
  const confusion = report.confusion_matrix!.map((counts, i) => [classes[i], ...counts]);
  return `${metrics}\n${table([`${last}: true \\ predicted`, ...classes], confusion, options)}`;
}
