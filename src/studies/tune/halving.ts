/** Part of the trials of a rung that go on to the next, and times its epochs that they get. */
const ETA = 3;
/** Part of the epochs before which no trial is given up: from one epoch on a worse rate was kept. */
const LEAST_PART = 10;

/**
 * Epochs at which trials are compared: all, a third, a ninth …, as long as a tenth of all is done. Jamieson and
 * Talwalkar 2016.
 */
export function rungsOf(epochs: number): number[] {
  const rungs = [epochs];
  for (let part = ETA; part <= LEAST_PART; part *= ETA) rungs.unshift(Math.ceil(epochs / part));
  return [...new Set(rungs)];
}

/** Trials that begin together, one of which gets all epochs. */
export const bracketOf = (rungs: readonly number[]): number =>
  rungs.slice(1).reduce((product) => product * ETA, 1);

/** Number of trials, of n, that go on to the next rung. */
export const promotedOf = (n: number): number => Math.max(1, Math.floor(n / ETA));
