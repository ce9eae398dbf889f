import type { NamedConfig } from '../../config/index.js';
import { MlpError } from '../../errors.js';
import { decodeText, readFileChecked } from '../../files/index.js';
import { rebase } from '../../run/rebase.js';
import * as z from '../../zod.js';
import { summarize } from '../cv/uncertainty.js';
import { type Gain, gainOf } from './gain.js';
import type { PlannedCurve } from './plan_curve.js';

/** Name of the file that holds a learning curve. */
export const curveFile = 'learn-curve.json';
const VERSION = 1;

/** Result of a training on a subset. */
export interface CurveResult {
  /** Size that was asked for, and the rows that whole groups and times came to. */
  readonly size: number;
  readonly rows: number;
  readonly repeat: number;
  readonly epochs: number;
  readonly stop_reason: string;
  /** The metric on the rows that measure, and on those that were trained on; null where it is not defined. */
  readonly score: number | null;
  readonly training: number | null;
}

/** Mean over repetitions, and standard deviation with n − 1; null of one. */
export interface Spread {
  readonly mean: number;
  readonly standard_deviation: number | null;
}

/** A size of a learning curve. */
export interface CurvePoint {
  readonly size: number;
  /** Mean number of rows. */
  readonly rows: number;
  readonly epochs: number;
  readonly score: Spread | null;
  readonly training: Spread | null;
}

/** Content of learn-curve.json. */
export interface CurveFile {
  readonly format: 'mlp-learn-curve';
  readonly format_version: number;
  readonly name: string;
  /** Whether all subsets have been trained on. */
  readonly complete: boolean;
  readonly metric: string;
  readonly better: string;
  /** Part that measures, and its rows. */
  readonly measured: { readonly part: string; readonly rows: number };
  readonly sizes: readonly number[];
  readonly repeats: number;
  /** Words on how subsets are made. */
  readonly how: string;
  readonly points: readonly CurvePoint[];
  /** Slope at the end of the curve; absent where there is nothing to compare. */
  readonly gain?: Gain;
  readonly results: readonly CurveResult[];
  readonly config: NamedConfig;
  readonly versions: { readonly mlp: string; readonly node: string };
  readonly seed: number;
  readonly sha256: Readonly<Record<string, string>>;
}

/** Settings that a learning curve is known by: what is in its file beside the results. */
export type CurveSubject = Omit<CurveFile, 'complete' | 'points' | 'gain' | 'results'>;

/** Subject of a learning curve whose file will lie in `directory`. */
export function subjectOf(
  { rows, metric, direction, part, count, sizes, repeats, how }: PlannedCurve,
  directory: string,
  versions: CurveFile['versions'],
): CurveSubject {
  const { config, loading, read, others } = rows;
  return {
    format: 'mlp-learn-curve',
    format_version: VERSION,
    name: config.name,
    metric,
    better: direction,
    measured: { part, rows: count.measured },
    ...{ sizes, repeats, how },
    config: rebase(config, loading.directory, directory),
    versions,
    seed: config.seed,
    sha256: {
      train: read.loaded.sha256,
      ...Object.fromEntries([...others].map(([name, { sha256 }]) => [name, sha256])),
    },
  };
}

/** The content of learn-curve.json for the subsets that were trained on. */
export function curveContent(subject: CurveSubject, results: readonly CurveResult[]): CurveFile {
  const { config, versions, seed, sha256, ...first } = subject;
  const complete = results.length === subject.sizes.length * subject.repeats;
  const gain = complete ? gainOf(subject, results) : undefined;
  return {
    ...first,
    complete,
    points: subject.sizes.flatMap((size) => pointOf(size, results, subject.repeats)),
    ...(gain && { gain }),
    results,
    ...{ config, versions, seed, sha256 },
  };
}

/** A size, once all of its repetitions have ended. */
function pointOf(size: number, results: readonly CurveResult[], repeats: number): CurvePoint[] {
  const found = results.filter((result) => result.size === size);
  if (found.length < repeats) return [];
  const spread = (values: readonly (number | null)[]): Spread | null => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return null;
    const { mean, standard_deviation } = summarize(known, 0);
    return { mean, standard_deviation: known.length > 1 ? standard_deviation : null };
  };
  return [
    {
      size,
      rows: summarize(
        found.map(({ rows }) => rows),
        0,
      ).mean,
      epochs: summarize(
        found.map(({ epochs }) => epochs),
        0,
      ).mean,
      score: spread(found.map(({ score }) => score)),
      training: spread(found.map(({ training }) => training)),
    },
  ];
}

/** The text of learn-curve.json. */
export const curveText = (content: CurveFile): string => `${JSON.stringify(content, null, 2)}\n`;

const schema = z.looseObject({
  format: z.literal('mlp-learn-curve'),
  format_version: z.literal(VERSION),
  complete: z.boolean(),
  results: z.array(z.looseObject({ size: z.int(), repeat: z.int(), score: z.number().nullable() })),
});

/**
 * Reads a learn-curve.json.
 *
 * @throws MlpError `no_input` where it is not there, `data` where it is not one.
 */
export function readCurveFile(path: string): CurveFile {
  const text = decodeText(readFileChecked(path, 'learning curve'), path);
  const content = parsed(text);
  // as it stands there: what a schema returns has its keys in another order
  if (schema.safeParse(content).success) return content as CurveFile;
  throw new MlpError(
    'data',
    `${path}: is not what mlp learn-curve of this version writes; run it anew (--force)`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
