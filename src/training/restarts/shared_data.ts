import type { Split } from '../../data/dataset.js';
import type { TrainingData } from '../trainer.js';

/** The same data in memory that threads share: where it is not there already, one copy, however many of them there are. */
export function shareData({ train, validation, preprocessing }: TrainingData): TrainingData {
  return {
    train: shareSplit(train),
    ...(validation && { validation: shareSplit(validation) }),
    preprocessing,
  };
}

function shareSplit({ rows, x, t, weights }: Split): Split {
  const shared = share(x);
  return { rows, x: shared, t: t === x ? shared : share(t), ...(weights && { weights: share(weights) }) };
}

function share(vector: Float64Array): Float64Array {
  if (vector.buffer instanceof SharedArrayBuffer) return vector;
  const copy = new Float64Array(new SharedArrayBuffer(vector.byteLength));
  copy.set(vector);
  return copy;
}
