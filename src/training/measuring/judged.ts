import type { Split } from '../../data/dataset.js';
import type { Program } from '../../kernels/index.js';
import { adversarialLosses, Presented } from '../../nn/adversarial/index.js';
import type { Network } from '../../nn/network.js';
import { normal, random } from '../../random.js';
import { evaluationPass } from '../passes.js';
import { MeanLoss } from './mean_loss.js';
import type { Predictions } from './predictions.js';

/** Programs of pairs of networks in evaluation mode, by the number of rows of a batch. */
const programs = new WeakMap<Network, Map<number, Program>>();

/** Generates rows, and has them judged after the real ones, which are in the first half of the discriminator's batch. */
function program(generator: Network, discriminator: Network, rows: number): Program {
  const known = programs.get(generator) ?? new Map<number, Program>();
  programs.set(generator, known);
  const { kernels } = generator.layout;
  const { outputs } = generator;
  const presented = new Presented(kernels, generator.outputSpec.fields);
  const body = () => {
    generator.forward(rows, evaluationPass);
    presented.forward(generator.y, discriminator.x.subarray(rows * outputs, 2 * rows * outputs), rows);
    discriminator.forward(2 * rows, evaluationPass);
    discriminator.head.losses(2 * rows);
  };
  const recorded = known.get(rows) ?? kernels.record(body);
  known.set(rows, recorded);
  return recorded;
}

/**
 * Has a discriminator judge the rows of a split and as many that the generator gives, of codes that are the same
 * whenever a split is measured. The loss is the discriminator's, of a real and a sampled row together.
 */
export function judgeSplit(generator: Network, discriminator: Network, split: Split): Predictions {
  const { inputs, outputs } = generator;
  const { label, sign } = adversarialLosses[generator.config.adversarial!.loss];
  const atOnce = generator.x.length / inputs;
  const rng = random(0, 'check');
  const mean = new MeanLoss(split.weights);
  const [real, sampled, generatorLosses] = Array.from({ length: 3 }, () => new Float64Array(split.rows));
  const y = new Float64Array(split.rows * outputs);
  for (let from = 0; from < split.rows; from += atOnce) {
    const rows = Math.min(atOnce, split.rows - from);
    const { x, t, rowLosses } = discriminator;
    // NaN: a number is missing that in training never was
    for (let k = 0; k < rows * outputs; k++) {
      const value = split.t[from * outputs + k];
      x[k] = Number.isNaN(value) ? 0 : value;
    }
    for (let k = 0; k < rows * inputs; k++) generator.x[k] = normal(rng);
    t.fill(1, 0, rows).fill(0, rows, 2 * rows);
    program(generator, discriminator, rows).run();
    for (let i = 0; i < rows; i++) {
      mean.add(from + i, rowLosses[i] + rowLosses[rows + i]);
      real[from + i] = discriminator.y[i];
      sampled[from + i] = discriminator.y[rows + i];
      if (label === 0) generatorLosses[from + i] = sign * rowLosses[rows + i];
    }
    for (let k = 0; k < rows * outputs; k++) y[from * outputs + k] = generator.y[k];
    if (label === 0) continue;
    t.fill(label, rows, 2 * rows);
    discriminator.head.losses(2 * rows);
    for (let i = 0; i < rows; i++) generatorLosses[from + i] = sign * rowLosses[rows + i];
  }
  return {
    rows: split.rows,
    loss: mean.value,
    ...{ y, judged: { real, sampled, generatorLosses } },
  };
}
