import { featureNames, scalings } from '../../data/preprocessing/index.js';
import type { Facts } from './facts.js';
import { figure } from './text.js';

/** Size from which on an input or a target of a network is large: scaled ones are of the size of 1. */
const large = 30;

/**
 * Likely reason for weights that ran away or units that died, found in the data, and what to try: inputs or targets
 * that are not scaled, or else the learning rate.
 */
export function causeOf({ dataset, config }: Pick<Facts, 'dataset' | 'config'>): string {
  const { train, preprocessing } = dataset;
  const { target } = preprocessing;
  const input = largest(train.x, train.rows);
  const causes: string[] = [];
  const remedies: string[] = [];
  if (input.size >= large) {
    const name = featureNames(preprocessing)[input.column];
    const isScaled = config.data.scale !== 'none' && scalings(preprocessing)[input.column].scale !== 1;
    causes.push(`${isScaled ? 'after scaling, ' : ''}the input ${name} reaches ${figure(input.size)}`);
    remedies.push(isScaled ? 'data.scale=robust' : 'data.scale=standard');
  }
  const size = target.kind === 'numbers' ? largest(train.t, train.rows).size : 0;
  if (size >= large) {
    causes.push(`targets reach ${figure(size)}`);
    remedies.push('data.target_scale=standard');
  }
  const { learning_rate: rate } = config.optimizer as { learning_rate?: number };
  if (causes.length > 0) return `${causes.join(' and ')}; try --set ${remedies.join(' --set ')}`;
  return `optimizer.learning_rate is ${rate}; try a smaller one, or training.gradient_clip`;
}

/** Largest size in rows of numbers, and its column. */
function largest(values: Float64Array, rows: number): { size: number; column: number } {
  const columns = values.length / rows;
  let [size, column] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (Math.abs(values[i]) <= size) continue;
    size = Math.abs(values[i]);
    column = i % columns;
  }
  return { size, column };
}
