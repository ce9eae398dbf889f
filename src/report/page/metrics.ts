import {
  classMetricNames,
  metricDirection,
  metricNames,
  type RegressionReport,
} from '../../metrics/index.js';
import { short } from '../draw/text.js';
import { type Evidence, heldOut } from '../evidence/evidence.js';
import { type Html, html } from './html.js';
import { tableOf } from './table.js';

/** Whether a number of a report is a metric that is shown. Other averages over the classes are in metrics.json. */
const isUsual = (name: string) => !/_(macro|micro|weighted)$|^(rows|threshold|interval)$/.test(name);

type Values = Readonly<Record<string, unknown>>;

/** Table of the metrics of each split and of the baseline, a metric per row, and what one has to know to read them. */
export function metrics(evidence: Evidence): Html {
  const { parts, metrics: stored } = evidence;
  if (parts.length === 0) return html``;
  const values = parts.map(({ report }) => report as unknown as Values);
  const last = parts.at(-1)!.name;
  const baseline = stored?.baseline?.[last] as Values | undefined;
  const names = [...new Set(values.flatMap(Object.keys))].filter(
    (name) => isUsual(name) && values.some((report) => typeof report[name] === 'number'),
  );
  const notes = [
    averages(names, values.at(-1)!),
    ofIntervals(values.at(-1)!),
    baseline ? `Baseline: ${stored!.baseline!.predicts}, measured on ${last}.` : '',
    ofAutoencoder(evidence),
  ].filter((note) => note !== '');
  return html`${tableOf(
    ['', ...parts.map(({ name }) => name), ...(baseline ? ['baseline'] : [])],
    names.map((name) => [
      `${name.replaceAll('_', ' ')}${arrow(name)}`,
      ...[...values, ...(baseline ? [baseline] : [])].map(({ [name]: value }) =>
        typeof value === 'number' ? digits(value) : '',
      ),
    ]),
  )}
${notes.map((note) => html`<p>${note}</p>`)}`;
}

/** Text of a number with 4 significant digits, also where the last ones are 0. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-3) || !Number.isFinite(value)) return short(value);
  const before = size < 1 ? 0 : String(Math.trunc(size)).length;
  return value.toFixed(Math.max(0, 4 - before)).replaceAll('-', '−');
}

/** Arrow in the direction that is better; none of what is neither, as the width of intervals. */
function arrow(name: string): string {
  if (!(metricNames as readonly string[]).includes(name)) return '';
  return metricDirection(name as never) === 'lower' ? '\u00a0↓' : '\u00a0↑';
}

/** Sentence on the class that scores are of, or that they are averages over the classes. */
function averages(names: readonly string[], { positive }: Readonly<Record<string, unknown>>): string {
  if (typeof positive === 'string') return `Precision, recall, F1 and the like are of the class ${positive}.`;
  const averaged = names
    .filter((name) => classMetricNames.includes(name))
    .map((name) => name.replaceAll('_', ' '));
  return averaged.length > 0 ? `Means over the classes, each alike (macro): ${averaged.join(', ')}.` : '';
}

/** Sentence on the intervals, or sets, whose coverage is told; empty where there are none. */
function ofIntervals({ interval, interval_by: by }: Values): string {
  if (typeof interval !== 'number') return '';
  const what = by === undefined ? 'that promise' : 'by the predicted deviations, of';
  return `The coverage is that of intervals or sets ${what} ${short(interval)}.`;
}

/** Sentences on R² of an autoencoder, which is a mean over columns, however little they vary; empty for other models. */
function ofAutoencoder(evidence: Evidence): string {
  if (evidence.model.preprocessing.target.kind !== 'reconstruction') return '';
  const { name, report, split } = heldOut(evidence);
  const { per_output = [] } = report as Partial<RegressionReport>;
  const columns = split.x.length / split.rows;
  const constant = Array.from({ length: columns }, (_, j) => j).filter((j) =>
    split.x.every((value, k) => k % columns !== j || value === split.x[j]),
  ).length;
  const below = per_output.filter(({ r2 }) => r2 !== undefined && r2 < 0);
  const worst = below.toSorted((a, b) => a.r2! - b.r2!)[0];
  const particulars = [
    ...(constant > 0 ? [`of a column that is the same in all rows it is 0 or 1 (there: ${constant})`] : []),
    ...(worst
      ? [
          `below 0, worse than the column's mean, it is in ${below.length} (${worst.output}: ${digits(worst.r2!)})`,
        ]
      : []),
  ].join('; ');
  return (
    `R² and explained variance are means over the ${columns} columns, each alike, however little it varies` +
    `${particulars === '' ? '' : ` (${name} split: ${particulars})`}. ` +
    'RMSE and MAE are over all values, as the network sees them (scaled): they say how good the reconstruction is.'
  );
}
