/** Limits of a server, so that no request can take what others need. */
export interface Limits {
  /** Most bytes of a body. */
  readonly body: number;
  /** Most rows of a request. */
  readonly rows: number;
  /** Most seconds that a request may take, from its first byte to the last of its answer. */
  readonly seconds: number;
  /** Most requests that are answered at the same time; more are told to come again. */
  readonly concurrent: number;
}

export const defaultLimits: Limits = { body: 64 * 2 ** 20, rows: 1_000_000, seconds: 60, concurrent: 100 };
