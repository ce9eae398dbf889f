import type { Facts } from '../facts.js';

/** A sentence of a verdict; null where it does not hold. Of those with the same subject the first that holds is said. */
export interface Sentence {
  readonly subject: 'training' | 'predictions' | 'data';
  say(facts: Facts): string | null;
}
