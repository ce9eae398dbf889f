import { numbersOf } from '../../kernels/index.js';
import { Supervised } from './supervised.js';

/**
 * Minus the evidence lower bound of a variational autoencoder, −log p(row | code) + β KL, whose β grows from epoch to
 * epoch: in epoch e of a warm-up of n, counted from 0, it is e / n of what the config says. Bowman et al. 2016.
 */
export class Variational extends Supervised {
  constructor(
    private readonly warmup: number,
    ...parts: ConstructorParameters<typeof Supervised>
  ) {
    super(...parts);
  }

  beginEpoch(epoch: number): void {
    const { beta, weight } = this.network.latent!.operation;
    numbersOf(weight.vector)[0] = epoch < this.warmup ? (beta * epoch) / this.warmup : beta;
  }
}
