/**
 * Elementary functions for a part of their arguments, which saves what the others need: formulas use them where that
 * part is certain.
 */
export { expm1UpTo56 } from './expm1.js';
export { powerOfFraction } from './pow.js';
