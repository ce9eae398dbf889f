export { calibrate } from './calibrate.js';
export {
  type Calibration,
  type Conformal,
  calibrationSchema,
  hasCalibration,
  noCalibration,
} from './calibration.js';
export { type Intervals, quantilesOf } from './conformal.js';
export { type Coverage, usualIntervals } from './coverage.js';
