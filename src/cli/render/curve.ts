import type { CurveFile, CurvePoint, Spread } from '../../studies/learn_curve/curve_file.js';
import type { Context } from '../context.js';
import { shortNumber } from './cv.js';
import { growingTable, numberWidth } from './growing_table.js';

/** Table of a learning curve, a line for each size when its repetitions have ended. */
export interface CurveTable {
  readonly header: string;
  row(point: CurvePoint): string;
}

/** Creates the table of a learning curve. */
export function curveTable({ metric, measured, repeats, sizes }: CurveFile, { style }: Context): CurveTable {
  const sd = repeats > 1 ? [{ title: '± sd', width: 7 }] : [];
  const table = growingTable(
    [
      { title: 'rows', width: String(sizes.at(-1)).length },
      { title: 'epochs', width: 0 },
      { title: `${measured.part} ${metric}`, width: numberWidth },
      ...sd,
      { title: 'training', width: numberWidth },
      ...sd,
    ],
    style.out,
  );
  const cells = (spread: Spread | null) => [
    spread?.mean,
    ...(repeats > 1
      ? [spread?.standard_deviation == null ? undefined : shortNumber(spread.standard_deviation)]
      : []),
  ];
  return {
    header: table.header,
    row: ({ rows, epochs, score, training }) =>
      table.row([String(Math.round(rows)), String(Math.round(epochs)), ...cells(score), ...cells(training)]),
  };
}
