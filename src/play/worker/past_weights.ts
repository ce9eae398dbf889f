/** Most bytes that weights of past epochs take. */
export const mostBytes = 64 * 2 ** 20;

/**
 * Weights at the ends of past epochs of one run, as snapshots of a network. Where they would take more than their
 * limit, every second is let go, and from then on half as many are kept: at even distances, from the first on.
 */
export class PastWeights {
  private restart = -1;
  private every = 1;
  private kept = new Map<number, Float64Array>();

  constructor(readonly limit = mostBytes) {}

  /** Keeps the weights of an epoch; those of another restart before it are let go. */
  add(restart: number, epoch: number, take: () => Float64Array): void {
    if (restart !== this.restart) {
      this.restart = restart;
      this.every = 1;
      this.kept.clear();
    }
    if (epoch % this.every !== 0) return;
    const snapshot = take();
    this.kept.set(epoch, snapshot);
    while (this.kept.size > 2 && this.kept.size * snapshot.byteLength > this.limit) {
      this.every *= 2;
      for (const old of this.kept.keys()) if (old % this.every !== 0) this.kept.delete(old);
    }
  }

  /** Epochs whose weights are kept, ascending; 0 are the initial ones. */
  get epochs(): readonly number[] {
    return [...this.kept.keys()];
  }

  at(epoch: number): Float64Array | undefined {
    return this.kept.get(epoch);
  }
}
