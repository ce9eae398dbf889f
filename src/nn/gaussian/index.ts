export { type GaussianConfig, gaussianOf, predictsVariance } from './config.js';
export { means, moments } from './end.js';
export { GaussianHead } from './head.js';
export { gaussianLoops } from './loops.js';
export { Mixture } from './mixture.js';
