import type { Session } from '../session.js';

/** Epochs that one can go back to. */
export interface Past {
  readonly epochs: readonly number[];
  /** Epoch whose weights all pictures are of; null for the present. */
  readonly shown: number | null;
  /** Most MiB that weights of past epochs take. */
  readonly limit: number;
}

export const past = ({ past: weights, shownEpoch }: Session): Past => ({
  epochs: weights.epochs,
  shown: shownEpoch,
  limit: Math.ceil(weights.limit / 2 ** 20),
});
