export { TemperedLogits } from './logits.js';
export { logitOf, TemperedProbabilities } from './probabilities.js';
