import type { ObjectiveConfig } from '../../config/objective.js';
import type { Split } from '../../data/dataset.js';
import { MlpError } from '../../errors.js';
import { backends, defaultBackend, type Kernels } from '../../kernels/index.js';
import { type GradcheckOptions, type GradcheckResult, gradcheck } from '../../nn/gradcheck/gradcheck.js';
import { isRowIndependent } from '../../nn/graph/graph.js';
import type { Network } from '../../nn/network.js';
import { random } from '../../random.js';
import { greatest } from '../../range.js';
import { type BuildOptions, buildNetwork } from '../build_network.js';
import { networkBytes, requireMemory } from '../memory.js';
import { fillBatch } from '../objective/fill_batch.js';
import { createObjective, partCount } from '../objective/index.js';
import { nameIn, type Part } from '../objective/objective.js';
import { rowWeights } from '../objective/row_weights.js';
import { allocateStepMemory } from '../optimizer/step_memory.js';
import type { Prepared } from '../prepare_dataset.js';

/** Result of a gradient check, with the rows and the trainable parameters that it was done for. */
export interface GradientCheck extends GradcheckResult {
  readonly rows: number;
  readonly parameters: number;
}

/**
 * Checks the gradient of a config's network, or of the average of so many, on the first `rows` rows of its training
 * data, with their weights, at its initial values or at those that `initialize` puts in their place.
 */
export function checkGradients(
  { config, dataset, inputs, outputs, branches }: Prepared & Pick<BuildOptions, 'branches'>,
  rows: number,
  options: GradcheckOptions,
  now: () => number,
  initialize?: (network: Network) => void,
  kernels: Kernels = backends[defaultBackend],
): GradientCheck {
  const { train, preprocessing } = dataset;
  const { target } = preprocessing;
  const network = buildNetwork(config, inputs, outputs, kernels, { inputGradient: true, branches });
  const count = Math.min(rows, train.rows);
  if (count === 1 && !isRowIndependent(network.graph))
    throw new MlpError(
      'usage',
      'a layer takes the variance of the batch, and one row has none: take more rows',
    );
  requireMemory(networkBytes(network, count));
  network.allocate(count).initialize(random(config.seed, 'weights'));
  initialize?.(network);
  fillBatch(network, train, null, 0, count);

  const classes = target.kind === 'classes' ? target.classes : [];
  const allWeights = rowWeights(train, classes, config.training.class_weight);
  const weights = allWeights?.subarray(0, count);
  const { scale } = network;
  if (weights?.every((s) => s === 0))
    throw new MlpError('data', `the first ${count} rows have no weight: take more rows`);
  for (let i = 0; i < count; i++) scale[i] = (weights ? weights[i] : 1) / count;
  const { objective } = config.training;
  const rng = random(config.seed, 'masks');
  const check = (checked: Network, part?: Part) => gradcheck(checked, scale, count, rng, options, now, part);
  const result = objective
    ? joined(
        partsOf(objective, network, train, allWeights, count).map((part) => ({
          part,
          result: check(part.network, part),
        })),
      )
    : check(network);
  return { ...result, rows: count, parameters: network.count(count).trainable };
}

/** Checks of parts as one, of the sum of their losses. */
function joined(
  checks: readonly { readonly part: Part; readonly result: GradcheckResult }[],
): GradcheckResult {
  const results = checks.map(({ result }) => result);
  const sum = (of: (result: GradcheckResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  return {
    passed: results.every(({ passed }) => passed),
    tensors: checks.flatMap(({ part, result: { tensors } }) =>
      tensors.map((tensor) => ({ ...tensor, name: nameIn(part, tensor.name) })),
    ),
    undecidable: sum(({ undecidable }) => undecidable),
    loss: sum(({ loss }) => loss),
    rounding: greatest(results.map(({ rounding }) => rounding)),
    forwardPasses: sum(({ forwardPasses }) => forwardPasses),
    seconds: {
      backpropagation: sum(({ seconds }) => seconds.backpropagation),
      numeric: sum(({ seconds }) => seconds.numeric),
    },
  };
}

/** The parts of an objective, with the first rows of a split in hand. */
function partsOf(
  config: ObjectiveConfig,
  network: Network,
  split: Split,
  weights: Float64Array | null,
  rows: number,
): readonly Part[] {
  const { kernels } = network.layout;
  const order = kernels.allocate(rows);
  for (let i = 0; i < rows; i++) order[i] = i;
  const memory = allocateStepMemory(kernels, partCount(config));
  const objective = createObjective({ network, split, weights, order, memory }, config);
  objective.prepare(rows);
  objective.load(rows);
  return objective.parts;
}
