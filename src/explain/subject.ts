import type { Background } from '../data/background.js';
import type { Files } from '../data/sources/paths.js';
import type { Kernels } from '../kernels/index.js';
import { loadModel } from '../model/load_model.js';
import { type Model, restoreNetwork } from '../model/model.js';
import { readingAs } from '../model/reading.js';
import type { Network } from '../nn/network.js';
import { readBackground } from '../run/background.js';
import type { SplitName } from '../run/compare.js';
import { rowsAtOnce } from '../run/evaluate_data.js';
import { loadRunSplits } from '../run/run_splits.js';
import type { Prepared } from '../training/prepare.js';
import { type ExplainedRows, otherRows, runRows } from './explained_rows.js';
import { type ModelFunction, modelFunction, refuseWithoutAnswers } from './model_function.js';

/** Options of what is explained, and by which rows. */
export interface SubjectOptions {
  /** Other data; the run's own where they are left out. */
  readonly source?: Files;
  /** Part of the run's own data; the last that there is where it is left out. */
  readonly part?: SplitName;
  /** Whether rows are measured: they have the target then. */
  readonly withTarget: boolean;
  /** Whether rows without the target have their weights, where the data have a column of them. */
  readonly withWeights?: boolean;
  /** Whether rows are compared with the background. */
  readonly withBackground: boolean;
  /** Assignments `key=value` of keys of reading. */
  readonly set?: readonly string[];
  readonly kernels?: Kernels;
  warn(message: string): void;
  note(message: string): void;
}

/** Model that is explained, with rows to explain it by. */
export interface Subject {
  readonly model: Model;
  readonly network: Network;
  readonly function: ModelFunction;
  readonly rows: ExplainedRows;
  /** Absent where it was not asked for. */
  readonly background?: Background;
}

/**
 * Loads a model and the rows that it is explained by.
 *
 * @throws MlpError where one of them cannot be had, or the model predicts nothing.
 */
export async function loadSubject(path: string, options: SubjectOptions): Promise<Subject> {
  const { source, set = [], part, kernels, warn, note } = options;
  const model = readingAs(loadModel(path), set);
  refuseWithoutAnswers(model.preprocessing, path);
  const network = restoreNetwork(model, rowsAtOnce, kernels);
  let loaded: Prepared | undefined;
  const runData = async (): Promise<Prepared> => {
    if (loaded) return loaded;
    loaded = await loadRunSplits(path, model, { set, keepColumns: true, command: 'explain' });
    for (const text of loaded.dataset.warnings) warn(text);
    return loaded;
  };
  const rows = source
    ? await otherRows(network, model.preprocessing, source, { warn, note }, options)
    : runRows(network, await runData(), part);
  const background = options.withBackground ? await backgroundOf(path, model, runData, note) : undefined;
  return { model, network, function: modelFunction(model, network), rows, ...(background && { background }) };
}

/** The background of a run; where it was stored without one, that which training would have drawn. */
async function backgroundOf(
  path: string,
  model: Model,
  runData: () => Promise<Prepared>,
  note: (message: string) => void,
): Promise<Background> {
  const stored = readBackground(path, model.preprocessing);
  if (stored) return stored;
  const { dataset } = await runData();
  const background = dataset.background!;
  note(
    `the run has no background.json, as older runs: ${background.rows.length} of the ${dataset.train.rows} rows of ` +
      'its train split are drawn from its data, by its seed',
  );
  return background;
}
