import type { SkipGramConfig } from '../../config/objective.js';
import type { Split } from '../../data/dataset.js';
import { MlpError } from '../../errors.js';
import type { Kernels } from '../../kernels/index.js';
import { log, sigmoid, softplus } from '../../math/index.js';
import type { Pass } from '../../nn/layers/index.js';
import type { Parameter } from '../../nn/layout.js';
import type { Network } from '../../nn/network.js';
import { uniform } from '../../random.js';
import type { BatchRows } from '../batches.js';
import type { StepMemory } from '../optimizer/step_memory.js';
import type { Objective, Part } from './objective.js';

/**
 * Skip-gram with negative sampling, Mikolov et al. 2013 (Distributed Representations of Words and Phrases and their
 * Compositionality), equation 4. The loss of a pair of word w and context c is
 *
 * ℓ = −log σ(u_w · v_c) − Σ_k log σ(−u_w · v_{n_k}),
 *
 * with K contexts n_k ≠ c drawn from P(c) ~ (rows of c)^¾. u are the rows of the embedding of the only input column, v
 * those of the head's weight. The head's bias is log P, kept so in every step: where ℓ is least, softmax(u_w · v + log
 * P) is the distribution of contexts given the word (Levy and Goldberg 2014), which is what the network predicts.
 *
 * A step computes K + 1 scores a row, not one for each context, whatever the network's own loss would take.
 */
export class SkipGram implements Objective, Part {
  readonly name = '';
  readonly parts: readonly Part[] = [this];
  readonly kernels: Kernels;
  readonly loss: Float64Array;
  /** The loss of each row of the latest batch. */
  readonly rowLosses: Float64Array;
  /** Index of the context of each row of the batch. */
  readonly contexts: Float64Array;
  /** Contexts that are drawn for the rows of the batch, [rows, K]. */
  readonly negatives: Float64Array;

  private readonly total: Float64Array;
  private readonly batch: BatchRows;
  /** Σ of P up to and with each context. */
  private readonly cumulative: Float64Array;
  private readonly logNoise: Float64Array;
  /** Weights of all rows, in the backend's memory; null where all are 1. */
  private readonly weights: Float64Array | null;
  private readonly batchWeights: Float64Array;
  private readonly u: Parameter;
  private readonly v: Parameter;
  private readonly bias: Parameter;
  private readonly width: number;
  private data: Pick<Split, 'x' | 't'> | undefined;

  /** `weights` are those of all rows of the split: see rowWeights. `order` holds the rows of the batches. */
  constructor(
    readonly network: Network,
    private readonly split: Split,
    weights: Float64Array | null,
    order: Float64Array,
    { from, sum, total }: StepMemory,
    private readonly options: SkipGramConfig,
  ) {
    const { kernels } = network.layout;
    this.kernels = kernels;
    this.batch = { order, from };
    this.loss = sum;
    this.total = total;
    const [{ column, width }] = network.inputSpec.encoded;
    this.width = width;
    this.u = parameterOf(network, `encoders.${column}.weight`);
    this.v = parameterOf(network, 'head.weight');
    this.bias = parameterOf(network, 'head.bias');
    const most = network.scale.length;
    const inBackend = (numbers: Float64Array) => {
      const vector = kernels.allocate(numbers.length);
      vector.set(numbers);
      return vector;
    };
    this.rowLosses = kernels.allocate(most);
    this.contexts = kernels.allocate(most);
    this.batchWeights = kernels.allocate(most);
    this.negatives = kernels.allocate(most * options.negatives);
    const noise = noiseOf(split, network.outputs);
    if (noise.filter((p) => p > 0).length < 2)
      throw new MlpError('config', 'all training pairs have the same context: there are no others to draw');
    let sumOfNoise = 0;
    this.cumulative = inBackend(noise.map((p) => (sumOfNoise += p)));
    this.logNoise = inBackend(noise.map((p) => log(Math.max(p, Number.MIN_VALUE))));
    this.weights = weights && inBackend(weights);
  }

  /** Prepares for batches of another size. */
  prepare(rows: number): void {
    this.total[0] = rows;
    if (this.weights === null) this.batchWeights.fill(1, 0, rows);
  }

  load(rows: number): void {
    const { network, kernels, split, batch, contexts } = this;
    const { order, from } = batch;
    this.data ??= toBackend(kernels, split);
    kernels.gather(this.data.x, order, from, network.x, rows, 1);
    kernels.gather(this.data.t, order, from, contexts, rows, 1);
    if (this.weights) kernels.gather(this.weights, order, from, this.batchWeights, rows, 1);
  }

  gradient(rows: number, pass: Pass): void {
    this.forward(rows, pass);
    this.backward(rows);
    this.network.addPenaltyGradients();
  }

  /** Draws contexts, unless the pass is frozen, and computes the losses of the rows; `loss` is Σ s ℓ. */
  forward(rows: number, pass: Pass): void {
    const { kernels, network, contexts, cumulative, negatives, rowLosses, width, options } = this;
    const K = options.negatives;
    if (!pass.frozen)
      kernels.runInJs([contexts, cumulative], [negatives], (c, sums, drawn) => {
        for (let i = 0, k = 0; i < rows; i++)
          for (const end = k + K; k < end; k++)
            // drawn again where it is the context itself
            do drawn[k] = placeOf(sums, uniform(pass.random));
            while (drawn[k] === c[i]);
      });
    kernels.copy(this.logNoise, this.bias.view, this.logNoise.length);
    kernels.runInJs(
      [network.x, contexts, negatives, this.u.view, this.v.view, this.batchWeights],
      [rowLosses, this.loss],
      (x, c, drawn, u, v, s, losses, loss) => {
        let sum = 0;
        for (let i = 0; i < rows; i++) {
          const word = levelOf(x[i]) * width;
          let row = softplus(-dot(u, word, v, c[i] * width, width));
          for (let k = i * K; k < (i + 1) * K; k++) row += softplus(dot(u, word, v, drawn[k] * width, width));
          losses[i] = row;
          if (s[i] !== 0) sum += s[i] * row;
        }
        loss[0] = sum;
      },
    );
  }

  // for the context g = s (σ(u·v) − 1) / rows, for a negative s σ(u·v) / rows: du += g v, dv += g u
  private backward(rows: number): void {
    const { kernels, network, contexts, negatives, width, options } = this;
    const K = options.negatives;
    kernels.runInJs(
      [network.x, contexts, negatives, this.u.view, this.v.view, this.batchWeights],
      [this.u.gradient.view, this.v.gradient.view, this.bias.gradient.view],
      (x, c, drawn, u, v, s, du, dv, db) => {
        for (const gradient of [du, dv, db]) gradient.fill(0);
        for (let i = 0; i < rows; i++) {
          const word = levelOf(x[i]) * width;
          const scale = s[i] / rows;
          for (let k = -1; k < K; k++) {
            const at = (k < 0 ? c[i] : drawn[i * K + k]) * width;
            const p = sigmoid(dot(u, word, v, at, width));
            const g = scale * (k < 0 ? p - 1 : p);
            for (let j = 0; j < width; j++) {
              du[word + j] += g * v[at + j];
              dv[at + j] += g * u[word + j];
            }
          }
        }
      },
    );
  }

  /** Does nothing, as the loss of the only part is the sum already. */
  sum(): void {}
}

/** The level that x names: x as a step of a numeric gradient leaves it, too. */
const levelOf = (x: number): number => Math.floor(x + 0.5);

function dot(u: Float64Array, from: number, v: Float64Array, at: number, width: number): number {
  let sum = 0;
  for (let j = 0; j < width; j++) sum += u[from + j] * v[at + j];
  return sum;
}

/** Probability of each context as a negative: (its rows)^¾ over the sum of these. */
function noiseOf({ t }: Split, contexts: number): Float64Array {
  const noise = new Float64Array(contexts);
  for (const context of t) noise[context]++;
  let sum = 0;
  for (let c = 0; c < contexts; c++) {
    const root = Math.sqrt(noise[c]);
    noise[c] = root * Math.sqrt(root);
    sum += noise[c];
  }
  return noise.map((power) => power / sum);
}

/** The first place whose cumulative sum is above u; the last that adds to it where rounding leaves none. By halving. */
function placeOf(cumulative: Float64Array, u: number): number {
  let [low, high] = [0, cumulative.length - 1];
  const reached = Math.min(u, cumulative[high] * (1 - Number.EPSILON));
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > reached) high = middle;
    else low = middle + 1;
  }
  return low;
}

function parameterOf(network: Network, name: string): Parameter {
  const found = network.parameters.find((parameter) => parameter.name === name);
  if (!found) throw new MlpError('bug', `skip-gram needs ${name}`);
  return found;
}

const toBackend = (kernels: Kernels, { x, t }: Split): Pick<Split, 'x' | 't'> => {
  const [inX, inT] = [kernels.toBackendMemory(x), kernels.toBackendMemory(t)];
  if (inX && inT) return { x: inX, t: inT };
  throw new MlpError('config', 'there is no memory for so many pairs; use --backend js, or fewer of them');
};
