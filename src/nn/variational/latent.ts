import type { Kernels, Vector } from '../../kernels/index.js';
import { exp } from '../../math/index.js';
import { normal } from '../../random.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { LossTerm, Operation, OperationPass } from '../graph/operation.js';
import type { Memory } from '../layout.js';

/**
 * Draw of a code from a normal distribution, given its mean μ and log variance s: z = μ + e^{s/2} ∘ ε with ε standard
 * normal, so that gradients pass (Kingma and Welling 2014, section 2.4). In evaluation z = μ, unless the pass samples.
 * It adds β KL(N(μ, eˢ) ‖ N(0, 1)) = β ½ Σ (μ² + eˢ − 1 − s) to the loss of a row.
 */
export class Latent implements Operation {
  readonly op = 'latent';
  readonly attributes: { readonly beta: number };
  readonly loss: LossTerm;
  /** β, or the part of it that a warm-up has come to. */
  readonly weight: Memory;
  /** KL of each row. */
  readonly divergence: Memory;
  readonly noise: Memory;
  private readonly kernels: Kernels;

  constructor(
    readonly columns: number,
    readonly beta: number,
    graph: GraphBuilder,
  ) {
    this.attributes = { beta };
    this.kernels = graph.kernels;
    this.weight = graph.constant([beta]);
    this.divergence = graph.perRow(1);
    this.noise = graph.perRow(columns);
    this.loss = {
      add: (losses, rows) =>
        this.kernels.runInJs([this.weight.vector, this.divergence.vector], [losses], ([w], kl, out) => {
          for (let i = 0; i < rows; i++) out[i] += w * kl[i];
        }),
    };
  }

  forward([mean, logVariance]: readonly Vector[], z: Vector, rows: number, pass: OperationPass): void {
    const { kernels, columns } = this;
    const n = rows * columns;
    const [noise, divergence] = [this.noise.vector, this.divergence.vector];
    if (!pass.training && !pass.sampled) kernels.fill(noise, n, 0);
    else if (!pass.frozen) pass.draw(noise, n, normal);
    kernels.runInJs([mean, logVariance, noise], [z, divergence], (mu, s, e, out, kl) => {
      for (let i = 0, k = 0; i < rows; i++) {
        let sum = 0;
        for (let j = 0; j < columns; j++, k++) {
          const deviation = exp(0.5 * s[k]);
          out[k] = mu[k] + deviation * e[k];
          sum += mu[k] * mu[k] + deviation * deviation - 1 - s[k];
        }
        kl[i] = 0.5 * sum;
      }
    });
  }

  // dμ = dz + β μ, ds = ½ e^{s/2} ε dz + ½ β (eˢ − 1), with β times the weight of the row's loss
  backward(
    [mean, logVariance]: readonly Vector[],
    _z: Vector,
    dz: Vector,
    [dMean, dLogVariance]: readonly (Vector | null)[],
    rows: number,
    { lossScale }: OperationPass,
  ): void {
    const { columns, kernels } = this;
    const reads = [mean, logVariance, this.noise.vector, dz, this.weight.vector];
    kernels.runInJs(
      lossScale ? [...reads, lossScale] : reads,
      [dMean!, dLogVariance!],
      (...arrays: Float64Array[]) => {
        const [mu, s, e, given, [weight]] = arrays;
        const [dMu, dS] = arrays.slice(-2);
        const scale = lossScale ? arrays[5] : null;
        for (let i = 0, k = 0; i < rows; i++) {
          const c = scale ? scale[i] * weight : 0;
          for (let j = 0; j < columns; j++, k++) {
            const deviation = exp(0.5 * s[k]);
            dMu[k] = given[k] + c * mu[k];
            dS[k] = 0.5 * (deviation * e[k] * given[k] + c * (deviation * deviation - 1));
          }
        }
      },
    );
  }
}
