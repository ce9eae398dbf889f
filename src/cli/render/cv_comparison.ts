import { basename, dirname } from 'node:path';
import { type ComparedCv, isBetter } from '../../studies/cv/compare_cv.js';
import { cvFile } from '../../studies/cv/cv_file.js';
import type { PairedDifference } from '../../studies/cv/uncertainty.js';
import type { Context } from '../context.js';
import { foldName, shortNumber } from './cv.js';
import { type Cell, table } from './table.js';
import { wrap } from './wrap.js';

/** Most folds that are listed one by one. */
const mostListed = 20;

const nameOf = (path: string): string => basename(basename(path) === cvFile ? dirname(path) : path);

/** Tables of cross-validations, one a metric: scores fold by fold, then their means, and a sentence on each difference. */
export function cvComparison(
  compared: readonly ComparedCv[],
  metrics: readonly string[],
  { style, stdout }: Context,
): string {
  const options = { style: style.out, width: stdout.columns };
  const names = compared.map(({ path }) => nameOf(path));
  const [{ content }] = compared;
  return metrics
    .map((metric) => {
      const listed = content.results.length <= mostListed ? content.results : [];
      const rows = listed.map((result, i): Cell[] => [
        foldName(result, content.folds.repeats),
        ...compared.map((each) => each.content.results[i].metrics[metric]),
      ]);
      const summary = (label: string, key: 'mean' | 'standard_error'): Cell[] => [
        label,
        ...compared.map((each) => each.content.metrics[metric]?.[key]),
      ];
      const text = table(
        [metric, ...names],
        [...rows, summary('mean', 'mean'), summary('± se', 'standard_error')],
        options,
      );
      const sentences = compared
        .slice(1)
        .map(({ differences }, i) => differenceText(metric, names[0], names[i + 1], differences![metric]));
      return `${text}${sentences.map((line) => `${wrap(line, stdout.columns, 2)}\n`).join('')}`;
    })
    .join('\n');
}

/** Sentence on a difference: `B is better by 0.012 ± 0.004 (accuracy, p 0.02)`. */
export function differenceText(
  metric: string,
  first: string,
  second: string,
  difference: PairedDifference,
): string {
  const { mean, standard_error, p } = difference;
  const better = isBetter(metric, difference);
  if (mean === 0 && standard_error === 0) return `${second} is as good as ${first} in every fold (${metric})`;
  const by = `${shortNumber(Math.abs(mean))} ± ${shortNumber(standard_error)}`;
  const told = `${metric}, p ${shortNumber(p)}`;
  if (better === undefined)
    return `${second} less ${first}: ${shortNumber(mean)} ± ${shortNumber(standard_error)} (${told})`;
  const [winner, other] = better ? [second, first] : [first, second];
  const doubt = p < 0.05 ? '' : '; so much can well be chance';
  return `${winner} is better than ${other} by ${by} (${told})${doubt}`;
}
