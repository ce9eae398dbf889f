import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import { inputs, width } from './columns.js';
import type { Answers } from './encodings/index.js';
import type { Encoder } from './features/feature.js';
import { type Feature, typeOf } from './features/index.js';
import type { Findings } from './findings.js';
import type { Preprocessing } from './preprocessing.js';

/** Computes the columns of x, by rows: x[i · inputs + j]. A row that is not complete is an error. */
export function encodeFeatures(
  table: Table,
  preprocessing: Pick<Preprocessing, 'features'>,
  rows: Rows,
  findings: Findings,
): Float64Array {
  const x = new Float64Array(rows.length * inputs(preprocessing));
  encode(table, preprocessing, [{ rows, x }], findings, () => {});
  return x;
}

/** Some rows of a table, and where they go: zeros at first. */
export interface EncodedPart {
  readonly rows: Rows;
  readonly x: Float64Array;
  /** The answers of the rows, where they are those of training. */
  readonly answers?: Answers;
}

/**
 * Fills x of several parts at once. Unless the table is kept, it is used up: its memory is given back as that of x
 * fills.
 */
export const encodeAll = (
  table: Table,
  preprocessing: Pick<Preprocessing, 'features'>,
  parts: readonly EncodedPart[],
  findings: Findings,
  keepsTable: boolean,
): void =>
  encode(table, preprocessing, parts, findings, (group) => {
    if (!keepsTable) table.groups.release(group);
  });

function encode(
  table: Table,
  preprocessing: Pick<Preprocessing, 'features'>,
  parts: readonly EncodedPart[],
  findings: Findings,
  done: (group: number) => void,
): void {
  const columns = inputs(preprocessing);
  const encoded = parts.map((part) => ({
    ...part,
    next: 0,
    encoders: encodersOf(table, preprocessing.features, columns, findings, part),
  }));
  const { size } = table.groups;
  for (let group = 0; group * size < table.rows; group++) {
    for (const part of encoded) {
      const { rows, x, encoders } = part;
      const behind = (group + 1) * size;
      while (part.next < rows.length && rows[part.next] < behind) {
        const from = part.next;
        const most = Math.min(from + rowsAtOnce, rows.length);
        while (part.next < most && rows[part.next] < behind) part.next++;
        for (const encoder of encoders) encoder(rows, from, part.next, x);
      }
    }
    done(group);
  }
}

/** Rows of x that stay in the cache until all of their columns are there. */
const rowsAtOnce = 64;

function encodersOf(
  table: Table,
  features: readonly Feature[],
  columns: number,
  findings: Findings,
  { rows, answers }: EncodedPart,
): Encoder[] {
  let next = 0;
  const training = answers && { rows, answers };
  return features.flatMap((feature) => {
    const first = next;
    next += width(feature);
    return typeOf(feature).encoder?.(feature, { table, first, columns, features, findings, training }) ?? [];
  });
}
