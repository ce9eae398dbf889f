import type { Split } from '../data/dataset.js';
import type { TrainingData } from '../training/data.js';
import type { Job } from './job.js';

/**
 * Copies jobs without their states, with data in memory that threads share: where they are not there already, one copy,
 * however many jobs and threads have them.
 */
export function shareData(jobs: readonly Job[]): Job[] {
  const share = dataSharing();
  return jobs.map(({ state: _, data, ...job }) => ({ ...job, data: share(data) }));
}

/** Creates a function that copies data into memory that threads share; vectors and splits once, as long as it lives. */
export function dataSharing(): (data: TrainingData) => TrainingData {
  const copies = new WeakMap<Float64Array, Float64Array>();
  const share = (vector: Float64Array): Float64Array => {
    const copy = copies.get(vector) ?? toShared(vector);
    copies.set(vector, copy);
    return copy;
  };
  const shareSplit = ({ rows, x, t, weights }: Split): Split => ({
    rows,
    x: share(x),
    t: share(t),
    ...(weights && { weights: share(weights) }),
  });
  const shared = new WeakMap<TrainingData, TrainingData>();
  return (data) => {
    const { train, validation, preprocessing } = data;
    const made = shared.get(data) ?? {
      train: shareSplit(train),
      ...(validation && { validation: shareSplit(validation) }),
      preprocessing,
    };
    shared.set(data, made);
    return made;
  };
}

function toShared(vector: Float64Array): Float64Array {
  if (vector.buffer instanceof SharedArrayBuffer) return vector;
  const copy = new Float64Array(new SharedArrayBuffer(vector.byteLength));
  copy.set(vector);
  return copy;
}
