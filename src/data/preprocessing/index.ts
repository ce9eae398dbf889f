export {
  type ClassesTarget,
  type FractionsTarget,
  type GenerationTarget,
  isAnswer,
  isScaled,
  type NumbersTarget,
  type Target,
  targetNames,
} from '../targets/target.js';
export {
  columnTypes,
  derivatives,
  dropColumns,
  encodedColumns,
  featureNames,
  inputs,
  isIndex,
  networkInputs,
  networkOutputs,
  scalings,
  targetColumns,
  width,
} from './columns.js';
export { describeCurve } from './curves/index.js';
export type { Derivative } from './encodings/index.js';
export { levelNames } from './encodings/index.js';
export type {
  BasisFeature,
  CategoryFeature,
  DateFeature,
  Feature,
  NumberFeature,
  Variable,
} from './features/index.js';
export type { Preprocessing, Task } from './preprocessing.js';
export { type ScaleFunction, scaleFunction } from './scale_function.js';
