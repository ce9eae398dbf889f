import type { Readable } from 'node:stream';
import {
  checkTargets,
  type NamedConfig,
  type ResolvedConfig as Resolved,
  resolveConfig,
  targetsOf,
} from '../config/index.js';
import type { Allocate } from '../data/allocate.js';
import type { Dataset } from '../data/dataset.js';
import { loadDataset, restoreDataset } from '../data/load.js';
import { inputs, type Preprocessing } from '../data/preprocessing/index.js';

/** A config with nothing left to infer: what the data decided is written into it. */
export type ResolvedConfig = Resolved<NamedConfig>;

export interface Prepared {
  readonly config: ResolvedConfig;
  readonly dataset: Dataset;
  /** Columns of x and of y. */
  readonly inputs: number;
  readonly outputs: number;
}

/** How the data of a config are loaded: where its paths start, and what `-` reads. */
export interface LoadOptions {
  readonly directory: string;
  readonly stdin?: Readable;
  /** Where the numbers that are trained on are put: by `allocateData` of the backend, it need not copy them. */
  readonly allocate?: Allocate;
}

/** Reads the data of a config, and settles what depends on it: task, head, number of outputs. */
export async function prepare(config: NamedConfig, options: LoadOptions): Promise<Prepared> {
  const { task, seed } = config;
  return prepareDataset(
    config,
    await loadDataset(config.data, { task, targets: targetsOf(config.head), seed, ...options }),
  );
}

/** The same for data that is encoded by a model's preprocessing, to the bit as when it was trained. */
export async function prepareAgain(
  config: ResolvedConfig,
  preprocessing: Preprocessing,
  options: LoadOptions,
): Promise<Prepared> {
  const { data, task, seed } = config;
  return prepareDataset(config, await restoreDataset(data, preprocessing, task, { seed, ...options }));
}

/** The same for a dataset that is there already, one made of arrays, say: what the config says of data is not looked at. */
export function prepareDataset(config: NamedConfig, dataset: Dataset): Prepared {
  const { task, preprocessing, train, validation, test } = dataset;
  const { target } = preprocessing;
  const facts = { task, target, inputs: inputs(preprocessing), hasValidation: validation !== undefined };
  const { config: resolved, outputs } = resolveConfig(config, facts);
  for (const split of [train, validation, test]) if (split) checkTargets(resolved.head, target, split.t);
  return { config: resolved, dataset, inputs: facts.inputs, outputs };
}
