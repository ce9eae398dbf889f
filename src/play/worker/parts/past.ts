import type { Session } from '../session.js';

/** Epochs that one can go back to: 0, `every`, twice that, and so on. */
export interface Past {
  readonly every: number;
  readonly count: number;
  /** Epoch whose weights all pictures are of; null for the present. */
  readonly shown: number | null;
  /** Most MiB that weights of past epochs take. */
  readonly limit: number;
}

export const past = ({ past: weights, shownEpoch }: Session): Past => ({
  every: weights.every,
  count: weights.size,
  shown: shownEpoch,
  limit: Math.ceil(weights.limit / 2 ** 20),
});
