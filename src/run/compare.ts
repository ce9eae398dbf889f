import { lossSchema } from '../config/head.js';
import { checkTargets, resolveHead } from '../config/index.js';
import type { Dataset, Split } from '../data/dataset.js';
import { inputs } from '../data/preprocessing/index.js';
import type { Files } from '../data/sources/paths.js';
import { didYouMean, MlpError } from '../errors.js';
import type { Kernels } from '../kernels/index.js';
import { decisionOf } from '../model/decision.js';
import { loadModel } from '../model/load_model.js';
import { type Model, restoreNetwork } from '../model/model.js';
import { readingAs } from '../model/reading.js';
import { type LossName, losses } from '../nn/losses/index.js';
import { evaluate, evaluatePart, type Report } from '../training/measuring/evaluate.js';
import { predictPart } from '../training/measuring/out_of_fold.js';
import { predictSplit } from '../training/measuring/predictions.js';
import { headline } from '../training/measuring/report.js';
import { readSplit, rowsAtOnce } from './evaluate_data.js';
import { loadRunSplits } from './run_splits.js';

export const splitNames = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

/** Options of `compare`: what models are measured on, and by which metrics. */
export interface CompareOptions {
  /**
   * Metrics, or losses at their default options; where left out, each model's loss and the usual metric of its task.
   */
  readonly metrics?: readonly string[];
  /** The part of its own data that each model is measured on; where left out, the last that it has. */
  readonly part?: SplitName;
  /** Data that all models are measured on, instead of their own. */
  readonly source?: Files;
  /** Assignments `key=value` of keys of reading, where data are written otherwise than the training data. */
  readonly set?: readonly string[];
  /** Creates the backend of a network. */
  readonly kernels?: () => Kernels;
  readonly warn: (message: string) => void;
}

/** Model with its metrics, to be compared with others. */
export interface Compared {
  readonly path: string;
  readonly model: Model;
  readonly parameters: number;
  /** Part of the data that it was measured on. */
  readonly part: SplitName | 'data';
  readonly rows: number;
  /** Targets of these rows, as training has them. */
  readonly t: Float64Array;
  /** Metrics by name, in the order asked for; undefined where a metric is not defined for these rows. */
  readonly metrics: Readonly<Record<string, number | undefined>>;
}

/**
 * Measures models one by one, each on data of its own or all on the same.
 *
 * @throws MlpError where a model or its data cannot be had, has no such part, or does not go with a metric.
 */
export async function compare(paths: readonly string[], options: CompareOptions): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const path of paths) compared.push(await measure(path, options));
  return compared;
}

async function measure(path: string, { metrics, kernels, ...where }: CompareOptions): Promise<Compared> {
  const model = readingAs(loadModel(path), where.set ?? []);
  const data = await dataOf(path, model, where);
  const { part, split } = data;
  const network = restoreNetwork(model, rowsAtOnce, kernels?.());
  const decision = decisionOf(model);
  const report = data.dataset
    ? evaluatePart(network, data.dataset, data.part, decision)
    : evaluate(network, split, model.preprocessing, decision);
  const names = metrics ?? ['loss', headline(model.preprocessing)];
  const values = names.map((name) => [name, measured(name, path, model, data, report, kernels?.())]);
  const { parameters } = network.count(1);
  const { rows, t } = split;
  return { path, model, parameters, part, rows, t, metrics: Object.fromEntries(values) };
}

/** Rows that a model is measured on: other data, or a part of its own. */
type MeasuredRows = { readonly split: Split } & (
  | { readonly part: 'data'; readonly dataset?: undefined }
  | { readonly part: SplitName; readonly dataset: Dataset }
);

async function dataOf(
  path: string,
  model: Model,
  { part, set, source, warn }: Pick<CompareOptions, 'part' | 'set' | 'source' | 'warn'>,
): Promise<MeasuredRows> {
  if (source) return { part: 'data', split: await readSplit(model.preprocessing, source, { warn }) };
  const { dataset } = await loadRunSplits(path, model, { set });
  for (const warning of dataset.warnings) warn(`${path}: ${warning}`);
  const wanted = part ?? splitNames.findLast((name) => dataset[name] !== undefined)!;
  const split = dataset[wanted];
  if (split) return { part: wanted, split, dataset };
  throw new MlpError('usage', `${path}: its data have no ${wanted} part (data.split); choose another`);
}

const isLoss = (name: string): name is LossName => Object.hasOwn(losses, name);

function measured(
  name: string,
  path: string,
  model: Model,
  data: MeasuredRows,
  report: Report,
  kernels?: Kernels,
): number | undefined {
  const values = report as unknown as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(values, name) && typeof values[name] === 'number') return values[name];
  if (isLoss(name)) return otherLoss(name, path, model, data, kernels);
  const known = Object.keys(values).filter((key) => typeof values[key] === 'number');
  const hint = didYouMean(name, [...known, ...Object.keys(losses)]);
  throw new MlpError(
    'usage',
    `no metric or loss ${JSON.stringify(name)} for ${path}${hint || `; there are ${known.join(', ')}, and the losses`}`,
  );
}

/**
 * The mean of a loss over the rows of a split: how a model does by another measure than the one it was trained to
 * minimize. As for every loss, numbers are compared as they were scaled for training.
 */
function otherLoss(
  type: LossName,
  path: string,
  model: Model,
  data: MeasuredRows,
  kernels?: Kernels,
): number {
  const { config, preprocessing } = model;
  const { target } = preprocessing;
  try {
    const loss = lossSchema.parse(type);
    const { head } = resolveHead({ ...config.head, loss }, target, inputs(preprocessing));
    checkTargets(head, target, data.split.t);
    const judged: Model = { ...model, config: { ...config, head: { ...config.head, loss } } };
    const network = restoreNetwork(judged, rowsAtOnce, kernels);
    const { loss: mean } = data.dataset
      ? predictPart(network, data.dataset, data.part)
      : predictSplit(network, data.split);
    return mean;
  } catch (error) {
    if (!(error instanceof MlpError && error.failure === 'config')) throw error;
    throw new MlpError(
      'usage',
      error.message.replace('head.loss', () => path),
      { cause: error },
    );
  }
}
