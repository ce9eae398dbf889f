import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Split } from '../../data/dataset.js';
import {
  isAnswer,
  type NumberFeature,
  type Preprocessing,
  type Variable,
} from '../../data/preprocessing/index.js';
import { type MeasuredPart as PartName, measuredParts as partNames } from '../../data/splits/index.js';
import { MlpError } from '../../errors.js';
import { type ExplainedRows, runRows } from '../../explain/explained_rows.js';
import { runFiles } from '../../files/run_directory.js';
import type { Judgement } from '../../metrics/generation/index.js';
import { decisionOf } from '../../model/decision.js';
import { loadModel } from '../../model/load_model.js';
import { type Model, restoreNetwork } from '../../model/model.js';
import { readingAs } from '../../model/reading.js';
import type { Network } from '../../nn/network.js';
import { rowsAtOnce } from '../../run/evaluate_data.js';
import { judgeGenerator } from '../../run/generation/judge.js';
import { loadRunSplits } from '../../run/run_splits.js';
import { evaluatePart, type Report } from '../../training/measuring/evaluate.js';
import { predictPart } from '../../training/measuring/out_of_fold.js';
import type { Predictions } from '../../training/measuring/predictions.js';
import { readHistory, readMetrics, type StoredEpoch, type StoredMetrics } from './files.js';

/** A split of the run's own data, and the model's predictions and metrics on it. */
export interface Part {
  readonly name: PartName;
  readonly split: Split;
  readonly predictions: Predictions;
  readonly report: Report;
  /** Inputs [rows, columns] in the columns' own units, where they are one or two number columns. */
  readonly raw: Float64Array | null;
}

/** Data of a run that charts are drawn from. */
export interface Evidence {
  readonly model: Model;
  /** Time at which the model's file was written. */
  readonly date: Date;
  /** The trained network, with memory for `rowsAtOnce` rows. */
  readonly network: Network;
  /** Epochs of all restarts; empty where the run's directory does not have them. */
  readonly history: readonly StoredEpoch[];
  readonly metrics: StoredMetrics | null;
  /** Restart whose weights were kept; null where those of all networks were, to be averaged. */
  readonly restart: number | null;
  /** Outcomes of the networks that were trained, by restart or by fold. */
  readonly outcomes: NonNullable<StoredMetrics['restarts']>;
  /** Train, validation, test, as far as there are; empty where the data cannot be had. */
  readonly parts: readonly Part[];
  /** Rows of the last part by which the model is explained; absent where it has no answers. */
  readonly explained?: ExplainedRows;
  /** Rows of a generator compared with real ones; absent of other models, and where that was not asked for. */
  readonly judgement?: Judgement;
}

/** The part that measures best what was learned, as it had least to do with training: the last one. */
export const heldOut = ({ parts }: Evidence): Part => parts.at(-1)!;

/**
 * Reads a run, and computes its model's predictions for its own data. Where the data cannot be had, that is a warning:
 * the other charts can still be drawn.
 *
 * @throws MlpError where there is no model, or a file of the run is damaged.
 */
export async function gather(
  path: string,
  warn: (message: string) => void,
  set: readonly string[] = [],
): Promise<Evidence> {
  const model = readingAs(loadModel(path), set);
  const network = restoreNetwork(model, rowsAtOnce);
  const directory = statSync(path).isDirectory() ? path : dirname(path);
  const metrics = readMetrics(directory);
  return {
    model,
    date: statSync(directory === path ? join(path, runFiles.model) : path).mtime,
    network,
    history: readHistory(directory),
    metrics,
    restart: model.summary.members ? null : winner(model, metrics),
    outcomes: metrics?.folds ?? metrics?.restarts ?? [],
    ...(await gatherParts(path, model, network, warn, set)),
  };
}

/** The first restart whose value is the one that the model names: of equals the first is kept. */
function winner({ summary }: Model, metrics: StoredMetrics | null): number {
  const { monitor, best_epoch, epochs } = summary;
  const kept = metrics?.restarts?.find(
    (restart) =>
      restart.value === monitor.value && restart.best_epoch === best_epoch && restart.epochs === epochs,
  );
  return kept?.restart ?? 0;
}

async function gatherParts(
  path: string,
  model: Model,
  network: Network,
  warn: (message: string) => void,
  set: readonly string[],
): Promise<Pick<Evidence, 'parts' | 'explained'>> {
  try {
    const prepared = await loadRunSplits(path, model, { set, keepColumns: true });
    const { dataset } = prepared;
    for (const warning of dataset.warnings) warn(warning);
    const raw = await rawSplits(path, model, set);
    const parts = partNames.flatMap((name) => {
      const split = dataset[name];
      if (!split) return [];
      const predictions = predictPart(network, dataset, name);
      return [
        {
          name,
          split,
          predictions,
          report: evaluatePart(network, dataset, name, decisionOf(model)),
          raw: raw?.[name]?.x ?? null,
        },
      ];
    });
    const isExplained = isAnswer(model.preprocessing.target);
    return { parts, ...(isExplained && { explained: runRows(network, prepared) }) };
  } catch (error) {
    if (!(error instanceof MlpError)) throw error;
    warn(`without its data, a run has fewer charts: ${error.message}`);
    return { parts: [] };
  }
}

/** Evidence with how rows of a generator compare with real ones, where it is of one and has its data. */
export async function withJudgement(evidence: Evidence): Promise<Evidence> {
  const { model, network, parts } = evidence;
  const { preprocessing } = model;
  const [train] = parts;
  if (preprocessing.target.kind !== 'generation' || train === undefined) return evidence;
  const others = Object.fromEntries(parts.map(({ name, split }) => [name, split]));
  return {
    ...evidence,
    judgement: await judgeGenerator(network, { train: train.split, ...others, preprocessing }),
  };
}

/** Number columns that alone decide what is predicted, where they are one or two: the axes of a line or a plane. */
export function plainColumns({ features, target }: Preprocessing): readonly (NumberFeature | Variable)[] {
  const columns = features.filter(
    (feature): feature is NumberFeature | Variable =>
      feature.kind === 'number' || feature.kind === 'variable',
  );
  const isPlain =
    isAnswer(target) &&
    !features.some(
      (feature) =>
        feature.kind === 'category' ||
        feature.kind === 'date' ||
        ('indicator' in feature && feature.indicator),
    );
  return isPlain && columns.length <= 2 ? columns : [];
}

/**
 * Reads the splits with the plain columns alone, neither scaled nor put into basis functions; null where there are
 * none.
 */
async function rawSplits(path: string, model: Model, set: readonly string[]) {
  const columns = plainColumns(model.preprocessing);
  if (columns.length === 0) return null;
  const features = columns.map(
    ({ name, missing }): NumberFeature => ({
      kind: 'number',
      name,
      missing,
      center: 0,
      scale: 1,
      encoding: { type: 'none' },
    }),
  );
  const plain = { ...model, preprocessing: { ...model.preprocessing, features } };
  return (await loadRunSplits(path, plain, { set })).dataset;
}
