import { cutsOf } from '../../../data/splits/cuts.js';
import { valuesNote } from '../../../data/splits/keys.js';
import { timesOf, timeText } from '../../../data/splits/time.js';
import { MlpError } from '../../../errors.js';
import { printable } from '../../../files/excerpt.js';
import type { FoldScheme } from './fold_scheme.js';

/**
 * Folds forward in time: each is trained on all rows before those that it is judged by, so that the first rows are
 * never held out. With different times those of scikit-learn's TimeSeriesSplit; rows of one time stay together.
 */
export const time: FoldScheme = {
  isFixed: () => true,
  divide({ table, rows }, split, { count }) {
    const { column: name } = split as { readonly column?: string };
    const times = name === undefined ? Float64Array.from(rows) : timesOf(table, rows, name);
    const order = [...times.keys()].sort((a, b) => times[a] - times[b] || a - b);
    const sorted = Float64Array.from(order, (i) => times[i]);
    const found = new Set(sorted).size;
    if (found < count + 1)
      throw new MlpError(
        'data',
        `${name === undefined ? `${table.name}: has ${found} rows` : valuesNote(table, name, found)}, but ${count} ` +
          `folds forward in time need ${count + 1}, the first of them to begin with; ` +
          (found < 3 ? 'use more rows, or another data.split' : `use --folds ${found - 1} or fewer`),
      );
    const size = Math.floor(rows.length / (count + 1));
    const held = new Array<number>(count).fill(size / rows.length);
    const cuts = cutsOf(sorted, [1 - (count * size) / rows.length, ...held]);
    const rowsFrom = (from: number, to: number) =>
      Uint32Array.from(order.slice(from, to), (i) => rows[i]).sort();
    const column = name === undefined ? undefined : table.columns.get(name)!;
    const textAt = (k: number) => timeText(column!, rows[order[k]]);
    return {
      folds: held.map((_, fold) => ({
        train: rowsFrom(0, cuts[fold + 1]),
        held: rowsFrom(cuts[fold + 1], cuts[fold + 2]),
        ...(column && { facts: { from: textAt(cuts[fold + 1]), to: textAt(cuts[fold + 2] - 1) } }),
      })),
      how: `forward in time, by ${name === undefined ? 'the order of the file' : printable(name)}`,
      notes: [
        `the first ${cuts[1]} rows in time are trained on alone: each fold is predicted from the rows before it`,
      ],
    };
  },
};
