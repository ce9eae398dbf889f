import { nameIn, type Objective } from '../objective/objective.js';

/**
 * A copy of the weights and running statistics of all networks, such as the best so far. Its memory is claimed once.
 */
export class KeptWeights {
  private readonly copies: readonly Float64Array[];

  constructor(private readonly objective: Objective) {
    this.copies = objective.parts.map(({ network }) => network.snapshot());
  }

  /** Copies the weights as they are. */
  keep(): void {
    for (const [i, { network }] of this.objective.parts.entries()) network.snapshot(this.copies[i]);
  }

  /** Gives the networks the weights that were kept. */
  restore(): void {
    for (const [i, { network }] of this.objective.parts.entries()) network.restore(this.copies[i]);
  }

  /** The copies themselves, under the names a checkpoint has for them. */
  vectors(name: string): Record<string, Float64Array> {
    const { parts } = this.objective;
    return Object.fromEntries(parts.map((part, i) => [nameIn(part, name), this.copies[i]]));
  }
}
