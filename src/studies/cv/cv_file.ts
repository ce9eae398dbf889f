import type { NamedConfig } from '../../config/index.js';
import { MlpError } from '../../errors.js';
import { decodeText, readFileChecked } from '../../files/index.js';
import { type MetricName, metricDirection, metricNames } from '../../metrics/index.js';
import { rebase } from '../../run/rebase.js';
import * as z from '../../zod.js';
import type { CrossValidation } from './cross_validate.js';
import type { FoldResult } from './fold_result.js';
import { foldsHash } from './folds/index.js';
import { type Summary, summarize } from './uncertainty.js';

/** Name of the file that holds a cross-validation. */
export const cvFile = 'cv.json';
const VERSION = 1;

/** Content of cv.json. */
export interface CvFile {
  readonly format: 'mlp-cv';
  readonly format_version: number;
  readonly name: string;
  /** Whether all folds have ended. */
  readonly complete: boolean;
  readonly folds: {
    readonly count: number;
    readonly repeats: number;
    /** Words on how they were made. */
    readonly how: string;
    /** Rows that take part. */
    readonly rows: number;
    /** sha256 of the indices of all rows that are held out and trained on: the same for the same folds. */
    readonly sha256: string;
    /** Rows that are held out over rows that are trained on, for the standard error. */
    readonly held_to_trained: number;
  };
  /** Metrics over the folds that have ended, each with what the best constant prediction has. */
  readonly metrics: Readonly<
    Record<string, Summary & { readonly better?: string; readonly baseline?: number }>
  >;
  readonly results: readonly FoldResult[];
  readonly config: NamedConfig;
  readonly versions: { readonly mlp: string; readonly node: string };
  readonly seed: number;
  /** sha256 of the data, by part. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** Settings that a cross-validation is known by: what is in its file beside the results. */
export type CvSubject = Omit<CvFile, 'complete' | 'metrics' | 'results'>;

/** Subject of a cross-validation whose file will lie in `directory`. */
export function subjectOf(
  { rows, plan }: CrossValidation,
  directory: string,
  versions: CvFile['versions'],
): CvSubject {
  const { read, config, loading, others } = rows;
  let held = 0;
  let trained = 0;
  for (const fold of plan.folds) {
    held += fold.held.length;
    trained += fold.train.length;
  }
  const { count, repeats, how } = plan;
  return {
    format: 'mlp-cv',
    format_version: VERSION,
    name: config.name,
    folds: {
      ...{ count, repeats, how },
      rows: read.rows.length,
      sha256: foldsHash(plan),
      held_to_trained: held / trained,
    },
    config: rebase(config, loading.directory, directory),
    versions,
    seed: config.seed,
    sha256: {
      train: read.loaded.sha256,
      ...Object.fromEntries([...others].map(([part, { sha256 }]) => [part, sha256])),
    },
  };
}

/** The content of cv.json for the folds that have ended. */
export function cvContent(subject: CvSubject, results: readonly FoldResult[]): CvFile {
  const { format, format_version, name, folds, ...rest } = subject;
  return {
    ...{ format, format_version, name },
    complete: results.length === folds.count * folds.repeats,
    folds,
    metrics: metricsOf(results, folds.held_to_trained),
    results,
    ...rest,
  };
}

function metricsOf(results: readonly FoldResult[], heldToTrained: number): CvFile['metrics'] {
  // a deviation takes two
  if (results.length < 2) return {};
  const names = Object.keys(results[0].metrics).filter((name) =>
    results.every(({ metrics }) => metrics[name] !== undefined),
  );
  return Object.fromEntries(
    names.map((name) => {
      const guesses = results.flatMap(({ baseline }) => baseline[name] ?? []);
      const known = metricNames.includes(name as MetricName);
      return [
        name,
        {
          ...summarize(
            results.map(({ metrics }) => metrics[name]),
            heldToTrained,
          ),
          ...(known && { better: metricDirection(name as MetricName) }),
          ...(guesses.length === results.length && {
            baseline: guesses.reduce((sum, value) => sum + value, 0) / guesses.length,
          }),
        },
      ];
    }),
  );
}

/** The text of cv.json. */
export const cvText = (content: CvFile): string => `${JSON.stringify(content, null, 2)}\n`;

const schema = z.looseObject({
  format: z.literal('mlp-cv'),
  format_version: z.literal(VERSION),
  complete: z.boolean(),
  folds: z.looseObject({ count: z.int(), repeats: z.int(), sha256: z.string(), held_to_trained: z.number() }),
  results: z.array(z.looseObject({ metrics: z.record(z.string(), z.number()) })),
  sha256: z.record(z.string(), z.string()),
});

/**
 * Reads a cv.json.
 *
 * @throws MlpError `no_input` where it is not there, `data` where it is not one.
 */
export function readCvFile(path: string): CvFile {
  const text = decodeText(readFileChecked(path, 'cross-validation'), path);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw notOne(path);
  }
  if (!schema.safeParse(content).success) throw notOne(path);
  return content as CvFile;
}

const notOne = (path: string): MlpError =>
  new MlpError('data', `${path}: is not what mlp cv of this version writes; run it anew (--force)`);
