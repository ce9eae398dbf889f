/** Most bytes that weights of past epochs take. */
const mostBytes = 64 * 2 ** 20;

/** Most epochs whose weights are kept: a slider has no more places, and to copy them takes time of training. */
const mostEpochs = 1000;

/**
 * Weights at the ends of past epochs of one run, as snapshots of a network. Where there would be more than their
 * limits allow, every second is let go, and from then on half as many are kept: at even distances, from the first on.
 */
export class PastWeights {
  private restart = -1;
  private distance = 1;
  private kept = new Map<number, Float64Array>();

  /** Limits are for so many trainings together. */
  constructor(private readonly trainings = 1) {}

  /** Keeps the weights of an epoch; those of another restart before it are let go. */
  add(restart: number, epoch: number, take: () => Float64Array): void {
    if (restart !== this.restart) {
      this.restart = restart;
      this.distance = 1;
      this.kept.clear();
    }
    if (epoch % this.distance !== 0) return;
    const snapshot = take();
    this.kept.set(epoch, snapshot);
    const most = Math.min(mostEpochs, this.limit / snapshot.byteLength);
    while (this.kept.size > 2 && this.kept.size > most) {
      this.distance *= 2;
      for (const old of this.kept.keys()) if (old % this.distance !== 0) this.kept.delete(old);
    }
  }

  /** Most bytes. */
  get limit(): number {
    return mostBytes / this.trainings;
  }

  /** Epochs between two whose weights are kept. */
  get every(): number {
    return this.distance;
  }

  /** Number of epochs whose weights are kept: 0, whose weights are the initial ones, `every`, twice that, and so on. */
  get size(): number {
    return this.kept.size;
  }

  at(epoch: number): Float64Array | undefined {
    return this.kept.get(epoch);
  }
}
