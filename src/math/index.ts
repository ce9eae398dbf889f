/**
 * The elementary functions for float64, from + − × ÷ √ and exact operations alone: the same bits on every engine, which
 * Math.exp and its like do not promise. Special cases (NaN, infinities, signed zeros, subnormals) are those of
 * ECMAScript.
 */
export { acos, asin } from './asin.js';
export { atan, atan2 } from './atan.js';
export { cosd, sind, tand } from './degrees.js';
export { erf } from './erf.js';
export { erfc } from './erfc.js';
export { exp } from './exp.js';
export { expm1 } from './expm1.js';
export { log } from './log.js';
export { log1p } from './log1p.js';
export { log2 } from './log2.js';
export { log10 } from './log10.js';
export { pow } from './pow.js';
export { probit } from './probit.js';
export { sigmoid } from './sigmoid.js';
export { cos, sin } from './sin.js';
export { cosh, sinh } from './sinh.js';
export { softplus } from './softplus.js';
export { tan } from './tan.js';
export { tanh } from './tanh.js';
