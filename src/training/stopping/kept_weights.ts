import { nameIn, networksOf, type Objective } from '../objective/objective.js';

/**
 * A copy of the weights and running statistics of all networks, such as the best so far. Its memory is claimed once.
 */
export class KeptWeights {
  private readonly networks: ReturnType<typeof networksOf>;
  private readonly copies: readonly Float64Array[];

  constructor(objective: Objective) {
    this.networks = networksOf(objective);
    this.copies = this.networks.map(({ network }) => network.snapshot());
  }

  /** Copies the weights as they are. */
  keep(): void {
    for (const [i, { network }] of this.networks.entries()) network.snapshot(this.copies[i]);
  }

  /** Gives the networks the weights that were kept. */
  restore(): void {
    for (const [i, { network }] of this.networks.entries()) network.restore(this.copies[i]);
  }

  /** The copies themselves, under the names a checkpoint has for them. */
  vectors(name: string): Record<string, Float64Array> {
    return Object.fromEntries(this.networks.map((each, i) => [nameIn(each, name), this.copies[i]]));
  }
}
