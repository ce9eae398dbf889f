import type { Dataset } from '../../data/dataset.js';
import type { GenerationTarget } from '../../data/preprocessing/index.js';
import { type Judgement, judgeSamples } from '../../metrics/generation/index.js';
import { samplerOf } from '../../model/sampler.js';
import type { Network } from '../../nn/network.js';
import { random } from '../../random.js';
import { networkLearner } from './network_learner.js';
import { observedRows, sampleTable } from './sample_table.js';

/**
 * Judges rows that a generator gives, as many as there are training rows, against the rows that were held out
 * (validation and test), beside independent columns and the training rows. The same network gives the same numbers.
 */
export async function judgeGenerator(
  network: Network,
  dataset: Pick<Dataset, 'train' | 'validation' | 'test' | 'preprocessing'>,
): Promise<Judgement> {
  const { train, validation, test, preprocessing } = dataset;
  const target = preprocessing.target as GenerationTarget;
  const table = (rows: Parameters<typeof sampleTable>[1]) => sampleTable(target.columns, rows);
  const heldOut = [validation, test].flatMap((split) => split ?? []);
  return judgeSamples(
    {
      train: table(observedRows(target, [train])),
      sampled: table(samplerOf(network, target).begin(0)(train.rows)),
      ...(heldOut.length > 0 && { heldOut: table(observedRows(target, heldOut)) }),
    },
    networkLearner(0),
    random(0, 'check'),
  );
}
