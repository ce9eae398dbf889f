import type { Facts } from '../facts.js';

/** Sentence of a verdict, null where it does not hold. Of those on one subject the first that holds is printed. */
export interface Sentence {
  readonly subject: 'training' | 'predictions' | 'data';
  text(facts: Facts): string | null;
}
