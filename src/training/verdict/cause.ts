import { featureNames, isIndex, scalings, width } from '../../data/preprocessing/index.js';
import type { Facts } from './facts.js';
import { figure } from './text.js';

/** Size from which on an input or a target of a network is large: scaled ones are of the size of 1. */
const large = 30;

/** Size from which on the squares that a scaler sums overflow. */
const tooLargeToScale = 1e150;

/**
 * Likely reason for weights that ran away or units that died, found in the data, and what to try: inputs or targets
 * that are not scaled, or else the learning rate.
 */
export function causeOf(known: Pick<Facts, 'dataset' | 'config'>): string {
  const { learning_rate: rate } = known.config.optimizer as { learning_rate?: number };
  return (
    sizeCauseOf(known) ?? `try a smaller optimizer.learning_rate (it is ${rate}), or training.gradient_clip`
  );
}

/** Inputs or targets that are large for a network, and what to try; null where both are of the size of 1. */
export function sizeCauseOf({ dataset, config }: Pick<Facts, 'dataset' | 'config'>): string | null {
  const { train, preprocessing } = dataset;
  const { target } = preprocessing;
  const causes: string[] = [];
  const remedies: string[] = [];
  // the index of a category is no quantity
  const areIndices = preprocessing.features.flatMap((feature) =>
    Array(width(feature)).fill(isIndex(feature)),
  );
  const input = largest(train.x, train.rows, areIndices);
  if (input.size >= large) {
    const name = featureNames(preprocessing)[input.column];
    const { scale, curve } = scalings(preprocessing)[input.column];
    const isScaled = scale !== 1 || curve !== undefined;
    causes.push(`${isScaled ? 'after scaling, ' : ''}the input ${name} reaches ${figure(input.size)}`);
    remedies.push(isScaled ? 'data.scale=robust_smooth' : 'data.scale=standard');
  }
  const size = target.kind === 'numbers' ? largest(train.t, train.rows).size : 0;
  if (size >= large) {
    causes.push(`targets reach ${figure(size)}`);
    if (config.head.activation.type === 'identity') remedies.push('data.target_scale=standard');
  }
  if (causes.length === 0) return null;
  const isTooLarge = Math.max(input.size, size) >= tooLargeToScale;
  const remedy =
    isTooLarge || remedies.length === 0 ? 'smaller units in the data' : `--set ${remedies.join(' --set ')}`;
  return `${causes.join(' and ')}; try ${remedy}`;
}

/** Largest size in rows of numbers, and its column; columns that are to be left out have no size. */
function largest(
  values: Float64Array,
  rows: number,
  areLeftOut: readonly boolean[] = [],
): { size: number; column: number } {
  const columns = values.length / rows;
  let [size, largest] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = Math.abs(values[i]);
    if (value <= size || areLeftOut[i % columns]) continue;
    size = value;
    largest = i;
  }
  return { size, column: largest % columns };
}
