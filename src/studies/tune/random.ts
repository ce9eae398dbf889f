import { type Random, random } from '../../random.js';

/** Odd constants of a mix of two 32-bit numbers: the golden ratio's, and MurmurHash3's finalizer. */
const [GOLDEN, FIRST, SECOND] = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];

/** Random numbers of a trial: a sequence by the seed of the study and the trial alone. */
export function trialRandom(seed: number, trial: number): Random {
  let mixed = (seed ^ Math.imul(trial + 1, GOLDEN)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), FIRST);
  mixed = Math.imul(mixed ^ (mixed >>> 13), SECOND);
  return random((mixed ^ (mixed >>> 16)) >>> 0, 'check');
}
