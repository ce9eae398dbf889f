export {
  type CategoryField,
  type Field,
  fieldColumns,
  type GivenField,
  type NumberField,
  type Outputs,
  outputsOf,
  plainOutputs,
  type ValueField,
} from './field.js';
export { sigmoidOf } from './logit.js';
export { likelihoodLoops, rowLikelihood } from './loops.js';
export { minusLogNormal, variance } from './normal.js';
export { softmaxOf } from './softmax.js';
