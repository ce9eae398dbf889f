import { dirname } from 'node:path';
import { lockDirectory, readFileChecked, resolveModelPath, writeFileAtomic } from '../files/index.js';
import { decodeSafetensors, encodeSafetensors } from '../files/safetensors.js';
import { decodeModel } from '../model/model.js';
import { type Calibration, hasCalibration } from '../training/calibrating/index.js';

/**
 * Changes the calibration in a model file, whole or not at all; all else in it stays to the bit.
 *
 * @throws MlpError where the file is no model, a run is writing into its directory, or it cannot be written.
 */
export function changeCalibration(path: string, change: (calibration: Calibration) => Calibration): void {
  const file = resolveModelPath(path);
  const unlock = lockDirectory(dirname(file));
  try {
    const bytes = readFileChecked(file, 'model');
    const changed = change(decodeModel(bytes, file).calibration);
    const { tensors, metadata } = decodeSafetensors(bytes, file, { dtypes: ['F64'], requireHash: true });
    const { calibration: _, ...others } = metadata;
    const added = hasCalibration(changed) && { calibration: JSON.stringify(changed) };
    writeFileAtomic(file, encodeSafetensors(tensors, { ...others, ...added }));
  } finally {
    unlock();
  }
}
