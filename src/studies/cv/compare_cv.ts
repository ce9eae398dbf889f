import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { didYouMean, MlpError } from '../../errors.js';
import { type MetricName, metricDirection, metricNames } from '../../metrics/index.js';
import { firstDifference } from '../../run/first_difference.js';
import { type CvFile, cvFile, readCvFile } from './cv_file.js';
import { type PairedDifference, pairedDifference } from './uncertainty.js';

/** The cv.json that a path names, by itself or by its directory; undefined where it names something else. */
export function cvFileOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    const file = join(path, cvFile);
    return existsSync(file) ? file : undefined;
  }
  return stats && basename(path) === cvFile ? path : undefined;
}

/** The metric that says most at a glance of a cross-validation, by what it has. */
export const usualMetric = ({ metrics }: Pick<CvFile, 'metrics'>): string =>
  ['accuracy', 'elbo', 'generator_loss', 'rmse'].find((name) => name in metrics) ?? 'loss';

/** Cross-validation beside the first of those it is compared with. */
export interface ComparedCv {
  readonly path: string;
  readonly content: CvFile;
  /** Differences from the first by metric, this one less that; absent of the first itself. */
  readonly differences?: Readonly<Record<string, PairedDifference>>;
}

/**
 * Compares cross-validations on the same folds of the same data, fold by fold, each with the first.
 *
 * @throws MlpError `no_input` or `data` where one cannot be read or has not ended; `usage` where folds or data are not
 * the same, or there is no such metric.
 */
export function compareCv(paths: readonly string[], metrics: readonly string[]): ComparedCv[] {
  const read = paths.map((path) => ({ path, content: readCvFile(cvFileOf(path) ?? path) }));
  for (const { path, content } of read)
    if (!content.complete)
      throw new MlpError(
        'data',
        `${path}: was interrupted after ${content.results.length} of ` +
          `${content.folds.count * content.folds.repeats} folds; end it with mlp cv … --resume`,
      );
  const [first, ...others] = read;
  for (const other of others) refuseOtherFolds(first, other);
  for (const { path, content } of read) for (const name of metrics) refuseUnknown(path, content, name);
  const scores = ({ results }: CvFile, name: string) => results.map((each) => each.metrics[name]);
  const differences = ({ content }: (typeof read)[number]) =>
    Object.fromEntries(
      metrics.map((name) => [
        name,
        pairedDifference(
          scores(first.content, name),
          scores(content, name),
          first.content.folds.held_to_trained,
        ),
      ]),
    );
  return [first, ...others.map((other) => ({ ...other, differences: differences(other) }))];
}

type Read = Pick<ComparedCv, 'path' | 'content'>;

function refuseOtherFolds(first: Read, other: Read): void {
  const refuse = (what: string, why: string) => {
    throw new MlpError(
      'usage',
      `${other.path}: ${what} than ${first.path} (${why}); differences fold by fold need the same: run both with the ` +
        'same data, data.split, seed, --folds and --repeats',
    );
  };
  const data = firstDifference(first.content.sha256.train, other.content.sha256.train, 'sha256 of the data');
  if (data !== null) refuse('has other data', data);
  const { count, repeats, how, rows, sha256 } = other.content.folds;
  const known = first.content.folds;
  const outline = (each: object) =>
    firstDifference(
      { count: known.count, repeats: known.repeats, rows: known.rows, how: known.how },
      each,
      'folds',
    );
  if (sha256 !== known.sha256)
    refuse('has other folds', outline({ count, repeats, rows, how }) ?? 'other rows are in them');
}

function refuseUnknown(path: string, { results }: CvFile, name: string): void {
  const known = Object.keys(results[0].metrics).filter((each) =>
    results.every(({ metrics }) => typeof metrics[each] === 'number'),
  );
  if (known.includes(name)) return;
  throw new MlpError(
    'usage',
    `no metric ${JSON.stringify(name)} for ${path}${didYouMean(name, known) || `; there are ${known.join(', ')}`}`,
  );
}

/** Whether a difference of a metric is to the better; undefined where there is none, or where it has no direction. */
export function isBetter(name: string, { mean }: Pick<PairedDifference, 'mean'>): boolean | undefined {
  if (mean === 0 || !metricNames.includes(name as MetricName)) return undefined;
  return metricDirection(name as MetricName) === 'higher' ? mean > 0 : mean < 0;
}
