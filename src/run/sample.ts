import { resolve } from 'node:path';
import type { NamedConfig } from '../config/index.js';
import type { Dataset, Split } from '../data/dataset.js';
import type { Preprocessing } from '../data/preprocessing/index.js';
import type { Files } from '../data/sources/paths.js';
import { encodeStream } from '../data/stream.js';
import type { StreamListener } from '../data/stream_report.js';
import { MlpError } from '../errors.js';
import { formatCount } from '../format_count.js';
import { backends } from '../kernels/index.js';
import { loadModel, readInitialTensors } from '../model/load_model.js';
import { restoreNetwork } from '../model/model.js';
import { readingAs } from '../model/reading.js';
import { fillNetwork } from '../model/tensors.js';
import type { Network } from '../nn/network.js';
import { random } from '../random.js';
import { buildNetwork } from '../training/build_network.js';
import { fillBatch } from '../training/objective/fill_batch.js';
import { networkCount } from '../training/options.js';
import { type LoadOptions, prepare } from '../training/prepare.js';
import { loadRunSplits, type RunSplitsOptions } from './run_splits.js';

/** A network on the plain backend, with memory for one row, and what it can be fed. */
export interface Subject {
  readonly network: Network;
  readonly preprocessing: Preprocessing;
  /** Loads the data that the config names. */
  data(): Promise<Dataset>;
}

/** Loads a model with its trained weights; `path` is a run directory or a model file. */
export function modelSubject(path: string, options: RunSplitsOptions = {}): Subject {
  const model = readingAs(loadModel(path), options.set ?? []);
  return {
    network: restoreNetwork(model, 1, backends.js),
    preprocessing: model.preprocessing,
    data: async () => (await loadRunSplits(path, model, options)).dataset,
  };
}

/** Builds the network of a config, at the weights that its training would start from. */
export async function configSubject(given: NamedConfig, loading: LoadOptions): Promise<Subject> {
  const { config, dataset, inputs, outputs } = await prepare(given, loading);
  const network = buildNetwork(config, inputs, outputs, backends.js).allocate(1);
  network.initialize(random(config.seed, 'weights'));
  const { init_from: weights } = config.training;
  if (weights !== undefined)
    fillNetwork(
      network,
      readInitialTensors(resolve(loading.directory, weights), network, networkCount(config))[0],
    );
  return { network, preprocessing: dataset.preprocessing, data: async () => dataset };
}

/** Puts row `row` of a split, counted from 1, into x and t. */
export function takeRow({ network }: Subject, split: Split, row: number): void {
  refuseAdversarial(network);
  if (row > split.rows) throw outOfRange(row, split.rows, 'the training split');
  fillBatch(network, split, null, row - 1, 1);
}

/** Takes a row of other data, counting complete rows alone; no more is read than up to there. */
export async function takeRowOf(
  { network, preprocessing }: Subject,
  source: Files,
  row: number,
  listener: StreamListener,
): Promise<void> {
  refuseAdversarial(network);
  let before = 0;
  for await (const chunk of encodeStream(source, preprocessing, { target: 'require', ...listener })) {
    const { rows, x, t = x } = chunk;
    if (before + rows >= row) {
      fillBatch(network, { rows, x, t }, null, row - before - 1, 1);
      return;
    }
    before += rows;
  }
  throw outOfRange(row, before, source.name);
}

/** Refuses a generator that has no loss of a row. */
function refuseAdversarial({ discriminator }: Network): void {
  if (discriminator)
    throw new MlpError(
      'usage',
      'a GAN makes rows out of codes, and no row has a loss to be traced; mlp gradcheck goes through both networks',
    );
}

const outOfRange = (row: number, rows: number, name: string): MlpError =>
  new MlpError('usage', `--row ${row}: ${name} has ${formatCount(rows)} complete rows, from 1 on`);
