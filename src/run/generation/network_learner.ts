import { parseConfig } from '../../config/index.js';
import { type ArrayTarget, datasetFromArrays } from '../../data/arrays.js';
import { train } from '../../jobs/restarts/train.js';
import { createKernels, defaultBackend } from '../../kernels/index.js';
import type { LabelledRows, Learner } from '../../metrics/generation/index.js';
import type { Network } from '../../nn/network.js';
import { random, shuffle } from '../../random.js';
import { buildNetwork } from '../../training/build_network.js';
import { classProbabilities } from '../../training/measuring/outputs.js';
import { predictSplit } from '../../training/measuring/predictions.js';
import { prepareDataset } from '../../training/prepare_dataset.js';

const UNITS = 32;
const BATCH = 32;

/** Share of the rows that tell when to stop. */
const VALIDATION = 0.2;

/**
 * Learner of small networks: a layer of 32 relu units, Adam, early stopping on a fifth of the rows. `seed` decides
 * all of its random numbers.
 */
export const networkLearner =
  (seed: number): Learner =>
  async (labelled) => {
    const { columns, classes } = labelled;
    const { center, scale } = targetScale(labelled);
    const rows = labelled.t.length;
    const order = Uint32Array.from({ length: rows }, (_, i) => i);
    shuffle(random(seed, 'split'), order);
    const held = Math.floor(VALIDATION * rows);
    const take = (from: number, to: number) => {
      const x = new Float64Array((to - from) * columns);
      const t = new Float64Array(to - from);
      for (let i = from; i < to; i++) {
        x.set(labelled.x.subarray(order[i] * columns, (order[i] + 1) * columns), (i - from) * columns);
        t[i - from] = (labelled.t[order[i]] - center) / scale;
      }
      return { x, t };
    };
    const target: ArrayTarget =
      classes === null
        ? { kind: 'numbers', columns: 1 }
        : { kind: 'classes', classes: Array.from({ length: classes }, (_, c) => String(c)) };
    const { config, dataset, inputs, outputs } = prepareDataset(
      settings(seed, held > 0),
      datasetFromArrays({
        train: take(held, rows),
        ...(held > 0 && { validation: take(0, held) }),
        ...{ inputs: columns, target },
      }),
    );
    const kernels = createKernels(defaultBackend, { threads: 1 });
    const network = buildNetwork(config, inputs, outputs, kernels).allocate(BATCH);
    await train(network, config, dataset);
    return (x) => predictions(network, x, columns, labelled).map((value) => value * scale + center);
  };

function settings(seed: number, hasValidation: boolean) {
  const parsed = parseConfig({
    seed,
    data: { train: '-' },
    layers: [{ type: 'dense', units: UNITS, activation: 'relu' }],
    optimizer: { type: 'adam', learning_rate: 0.005 },
    training: {
      epochs: 200,
      batch_size: BATCH,
      ...(hasValidation && { early_stopping: { metric: 'loss', patience: 10 } }),
    },
  });
  return { ...parsed, name: 'learner' };
}

/** Mean and deviation of numbers; classes stay as they are. */
function targetScale({ t, classes }: LabelledRows): { center: number; scale: number } {
  if (classes !== null) return { center: 0, scale: 1 };
  const center = t.reduce((sum, value) => sum + value, 0) / t.length;
  const variance = t.reduce((sum, value) => sum + (value - center) * (value - center), 0) / t.length;
  return { center, scale: Math.sqrt(variance) || 1 };
}

function predictions(
  network: Network,
  x: Float64Array,
  columns: number,
  { classes }: LabelledRows,
): Float64Array {
  const rows = x.length / columns;
  const { y } = predictSplit(network, { rows, x, t: new Float64Array(rows) });
  return classes === null ? y : classProbabilities(y, rows, classes);
}
