/** Scores of the rows that a generator makes: distance from real ones, and whether they are copies. */
export {
  type AssociationDifference,
  type Associations,
  association,
  compareAssociations,
} from './associations.js';
export { type Copying, findCopies, nearestDistances } from './copying.js';
export { detectionAuc } from './detection.js';
export { independentMarginals } from './independent.js';
export { type JudgedTables, type Judgement, judgeSamples, type SampleScores } from './judge.js';
export type { LabelledRows, Learner, Predict } from './learner.js';
export {
  compareMarginals,
  type Marginal,
  type Marginals,
  totalVariation,
  wassersteinDistance,
} from './marginals.js';
export { type RowSpace, rowSpace } from './row_space.js';
export {
  type CategorySamples,
  type NumberSamples,
  type SampleColumn,
  type SampleTable,
  takeRows,
  withSharedCategories,
} from './table.js';
export { defaultTargets, type Utility, utilityOf } from './utility.js';
