import type { GenerationTarget } from '../data/preprocessing/index.js';
import { type GeneratedValue, valueReader } from '../data/targets/generation/index.js';
import { MlpError } from '../errors.js';
import type { Kernels, Program } from '../kernels/index.js';
import type { Network } from '../nn/network.js';
import { normal, type Random, random } from '../random.js';
import { evaluationPass } from '../training/passes.js';
import { type Model, restoreNetwork } from './model.js';

/** Gives new rows like those that a generator was trained on. */
export interface Sampler {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /**
   * Begins a sequence of rows, each with its values in the columns' units. The same seed gives the same rows, however
   * many are drawn at a time.
   */
  begin(seed: number): (rows: number) => GeneratedValue[][];
}

const rowsAtOnce = 256;

/**
 * Creates the sampler of a model.
 *
 * @throws MlpError `usage` where the model is no generator.
 */
export function createSampler(model: Model, kernels?: Kernels): Sampler {
  const { preprocessing, config } = model;
  if (preprocessing.target.kind !== 'generation')
    throw new MlpError(
      'usage',
      `the model was trained for ${config.task}, and generates no rows: that takes "task": "generation"`,
    );
  return samplerOf(restoreNetwork(model, rowsAtOnce, kernels), preprocessing.target);
}

/** The sampler of a generator's network and of its columns. */
export function samplerOf(network: Network, target: GenerationTarget): Sampler {
  const { draw } = valueReader(target);
  const { outputs } = network;
  const { atOnce, codes, decode } = decoderOf(network);
  return {
    columns: target.columns.map(({ name }) => name),
    begin(seed) {
      // sequences of their own, so that it does not matter how many rows are decoded at once
      const [ofCodes, ofValues] = [random(seed, 'data'), random(seed, 'check')];
      return (count) => {
        const drawn: GeneratedValue[][] = [];
        while (drawn.length < count) {
          const rows = Math.min(atOnce, count - drawn.length);
          fillNormal(codes.subarray(0, (rows * codes.length) / atOnce), ofCodes);
          decode(rows);
          for (let i = 0; i < rows; i++) drawn.push(draw(network.y, i * outputs, ofValues));
        }
        return drawn;
      };
    },
  };
}

/** Memory of the codes of a network, and what decodes them. */
function decoderOf(network: Network) {
  const { latent, layout, inputs } = network;
  const atOnce = network.x.length / inputs;
  const from = latent ? latent.layersBefore + 1 : 0;
  const programs = new Map<number, Program>();
  return {
    atOnce,
    codes: latent ? network.valueOf(latent.code) : network.x,
    decode(rows: number) {
      const program =
        programs.get(rows) ?? layout.kernels.record(() => network.forward(rows, evaluationPass, from));
      programs.set(rows, program);
      program.run();
    },
  };
}

function fillNormal(values: Float64Array, rng: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = normal(rng);
}
