import { peers } from './peers.js';
import { type Figure, figures, type Results } from './results.js';
import {
  type Estimate,
  estimate,
  geometric,
  mean,
  median,
  normalised,
  ranks,
  smoothedError,
} from './statistics.js';

const title = (method: string) => peers[method] ?? method;

/** Rows of cells as a table of Markdown whose columns are aligned, numbers to the right. */
function markdown(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, i) => rows.reduce((most, row) => Math.max(most, row[i].length), 3));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(rows[0]), line(rule), ...rows.slice(1).map(line)].join('\n');
}

const digits = (value: number) => (Math.abs(value) < 10 ? value.toFixed(3) : value.toPrecision(4));
const plusMinus = ({ mean, error }: Estimate) => [mean, error].map((value) => value.toFixed(2)).join(' ± ');

const kinds: Record<Figure, string> = { score: 'accuracy or R²', loss: 'log loss or RMSE' };

/** Tables on which all these methods were measured: ranks of others would not be of the same methods. */
const complete = (results: Results, methods: readonly string[]) =>
  Object.entries(results).filter(([, { methods: there }]) =>
    methods.every((method) => there[method]?.length),
  );

/** Twelve digits of a mean, so that those of the same figures in another order tie. */
const withoutRounding = (value: number) => Number(value.toPrecision(12));

/** Mean rank and normalised score of each method over the tables, with standard errors. */
export function standings(results: Results, methods: readonly string[], figure: Figure) {
  const byTable = complete(results, methods).map(([, table]) => {
    const means = methods.map((method) => withoutRounding(mean(figures(table, method, figure))));
    const isHigherBetter = figure === 'score';
    return { ranks: ranks(means, isHigherBetter), normalised: normalised(means, isHigherBetter) };
  });
  const over = (kind: 'ranks' | 'normalised') =>
    methods.map((_, i) => estimate(byTable.map((table) => table[kind][i])));
  return { tables: byTable.length, ranks: over('ranks'), normalised: over('normalised') };
}

function comparison(results: Results, methods: readonly string[], figure: Figure): string {
  const cell = (table: Results[string], method: string) =>
    table.methods[method]?.length ? digits(mean(figures(table, method, figure))) : '–';
  const rows = [
    [kinds[figure], ...methods.map(title)],
    ...Object.entries(results).map(([name, table]) => [
      name,
      ...methods.map((method) => cell(table, method)),
    ]),
  ];
  if (methods.length === 1) return markdown(rows);
  const { tables, ranks, normalised } = standings(results, methods, figure);
  return markdown([
    ...rows,
    [`mean rank, ${tables} tables`, ...ranks.map(({ mean }) => mean.toFixed(2))],
    ['± standard error', ...ranks.map(({ error }) => error.toFixed(2))],
    ['normalised', ...normalised.map(({ mean }) => mean.toFixed(2))],
    ['± standard error', ...normalised.map(({ error }) => error.toFixed(2))],
  ]);
}

function seconds(results: Results, methods: readonly string[]): string {
  const cell = (runs: readonly { seconds: number }[] = []) =>
    runs.length === 0 ? '–' : median(runs.map((run) => run.seconds)).toFixed(2);
  return markdown([
    ['seconds to fit', ...methods.map(title)],
    ...Object.entries(results).map(([name, table]) => [
      name,
      ...methods.map((method) => cell(table.methods[method])),
    ]),
  ]);
}

/** Methods of the results, in the order in which they were first met. */
export const methodsOf = (results: Results) => [
  ...new Set(Object.values(results).flatMap(({ methods }) => Object.keys(methods))),
];

/** Scores, losses and fit times, a row for each table. */
export function report(results: Results): string {
  const methods = methodsOf(results);
  const parts = (['score', 'loss'] as const).map((figure) => comparison(results, methods, figure));
  return [...parts, seconds(results, methods)].join('\n\n');
}

/** Figures of `mlp` beside those of an earlier run, by differences of the same seeds; better is positive. */
export function differences(results: Results, earlier: Results): string {
  const cells = ([name, table]: [string, Results[string]], figure: Figure) => {
    const sign = figure === 'score' ? 1 : -1;
    const before = figures(earlier[name], 'mlp', figure);
    const now = figures(table, 'mlp', figure).slice(0, before.length);
    const gain = estimate(now.map((value, i) => sign * (value - before[i])));
    const verdict = gain.mean < -gain.error ? 'worse' : gain.mean > gain.error ? 'better' : '';
    return [digits(mean(before.slice(0, now.length))), digits(mean(now)), gain.error.toPrecision(2), verdict];
  };
  const both = Object.entries(results).filter(([name]) => earlier[name]?.methods.mlp);
  return (['score', 'loss'] as const)
    .map((figure) =>
      markdown([
        [kinds[figure], 'earlier', 'now', '± difference', 'by more than ±'],
        ...both.map((entry) => [entry[0], ...cells(entry, figure)]),
      ]),
    )
    .join('\n\n');
}

/** Ratios of a method to `whole` over the tables that have both: of log loss or RMSE, of errors or RMSE, of seconds. */
export function ratios(results: Results, method: string, whole: string) {
  const both = Object.values(results).filter(({ methods }) => methods[method] && methods[whole]);
  const over = (value: (table: Results[string], of: string) => number) =>
    geometric(both.map((table) => value(table, method) / value(table, whole)));
  const loss = (table: Results[string], of: string) => mean(figures(table, of, 'loss'));
  const error = (table: Results[string], of: string) => {
    if (table.task === 'regression') return loss(table, of);
    return smoothedError(mean(figures(table, of, 'score')), table.test_rows * table.methods[of].length);
  };
  const time = (table: Results[string], of: string) => median(table.methods[of].map((run) => run.seconds));
  return { tables: both.length, loss: over(loss), error: over(error), seconds: over(time) };
}

/** The table of an ablation: what each method's figures are to those of the first, in the geometric mean. */
export function ablation(results: Results): string {
  const [whole, ...others] = methodsOf(results);
  return markdown([
    [`ratio to ${whole}`, 'tables', 'log loss or RMSE', 'error or RMSE', 'seconds'],
    ...others.map((method) => {
      const { tables, loss, error, seconds } = ratios(results, method, whole);
      const three = ({ mean, error }: Estimate) => `${mean.toFixed(3)} ± ${error.toFixed(3)}`;
      return [method, `${tables}`, three(loss), three(error), plusMinus(seconds)];
    }),
  ]);
}
