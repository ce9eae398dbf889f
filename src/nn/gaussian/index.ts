export { type GaussianConfig, gaussianOf } from './config.js';
export { means, moments } from './end.js';
export { GaussianHead } from './head.js';
export { gaussianLoops, slopeOfMoments } from './loops.js';
export { Mixture } from './mixture.js';
