/** Functions that exported programs are made of, beside the formulas of src/nn: see src/build/portable. */

export { through } from '../../data/preprocessing/curves/normal_scores.js';
export { clip, unclip } from '../../data/preprocessing/curves/smooth_clip.js';
export { fillBins } from '../../data/preprocessing/encodings/piecewise_linear.js';
export {
  acos,
  asin,
  atan,
  cos,
  cosd,
  cosh,
  erf,
  exp,
  expm1,
  log,
  log1p,
  log2,
  log10,
  pow,
  sigmoid,
  sin,
  sind,
  sinh,
  softplus,
  tan,
  tand,
  tanh,
} from '../../math/index.js';
export {
  clear,
  fill,
  firstMissing,
  firstNotFinite,
  isMissing,
  mostProbable,
  ofLevel,
  ofUnseen,
  onehot,
  reaches,
  standardize,
  within,
} from './encoding.js';
export {
  accumulate,
  affine,
  batchNorm,
  copy,
  divide,
  embed,
  layerNorm,
  meanOfMembers,
  memberAffine,
  piecewise,
  repeat,
  sharedProduct,
  sum,
  temper,
} from './network.js';
