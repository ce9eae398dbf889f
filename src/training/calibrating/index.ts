export { calibrate } from './calibrate.js';
export {
  type Calibration,
  type Conformal,
  calibrationSchema,
  hasCalibration,
  noCalibration,
} from './calibration.js';
export { quantilesOf } from './conformal.js';
export { type Coverage, type Intervals, usualIntervals } from './coverage.js';
