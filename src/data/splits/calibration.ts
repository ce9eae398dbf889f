import { counted, formatCount } from '../../format_count.js';
import { highestLevel } from '../../metrics/conformal/index.js';
import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import type { Division, SplitOptions, SplitType } from './split_type.js';

/** The sequence of random numbers by which calibration rows are dealt; those before are of parts and folds. */
const sequence = 3;

/**
 * Divides rows as a split says, then takes the calibration rows from those for training, in the way of the split: the
 * other parts are the same with and without them.
 */
export function withCalibration<Config extends { type: string }>(
  type: SplitType<Config>,
  table: Table,
  rows: Rows,
  config: Config,
  options: SplitOptions,
): Division {
  const {
    calibration = 0,
    validation = 0,
    test = 0,
  } = config as Partial<Record<'calibration' | 'validation' | 'test', number>>;
  if (calibration === 0) return withNote(type.divide(table, rows, config, options));
  const first = type.divide(table, rows, { ...config, calibration: 0 }, options);
  const { train } = first.parts;
  const second = type.divide(
    table,
    train,
    { ...config, validation: 0, test: 0, calibration: calibration / (1 - validation - test) },
    { ...options, sequence, strata: strataOf(train, rows, options.strata) },
  );
  const { facts } = second;
  return withNote({
    ...first,
    parts: { ...first.parts, ...second.parts },
    ...(facts && { facts: { ...first.facts, train: facts.train, calibration: facts.calibration } }),
  });
}

/** The classes of some of the rows, which are in the order of all. */
function strataOf(some: Rows, rows: Rows, strata: Int32Array | undefined): Int32Array | undefined {
  if (!strata) return undefined;
  let i = 0;
  return Int32Array.from(some, (row) => {
    while (rows[i] !== row) i++;
    return strata[i];
  });
}

/** A division with a note on its calibration rows, where there are any. */
function withNote(division: Division): Division {
  const { calibration, train } = division.parts;
  if (!calibration) return division;
  const n = calibration.length;
  const note =
    `calibration: ${formatCount(n)} of the ${counted(n + train.length, 'row')} for training tell how wide ` +
    `intervals are (mlp predict --interval, up to ${highestLevel(n)}); the network is not trained on them`;
  return { ...division, notes: [...(division.notes ?? []), note] };
}
