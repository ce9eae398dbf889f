import { type Allocate, allocateHere } from '../allocate.js';
import type { Split } from '../dataset.js';
import { encodeAll } from '../preprocessing/encode.js';
import type { RowFolds } from '../preprocessing/encodings/index.js';
import type { Findings } from '../preprocessing/findings.js';
import { inputs, type Preprocessing } from '../preprocessing/index.js';
import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import { encodeTarget } from '../targets/encode.js';
import { encodeWeights, refuseWeightless } from '../targets/weights.js';
import { type Part, parts } from './split_type.js';

interface EncodeOptions {
  readonly allocate?: Allocate;
  readonly keepClass: string;
  /** Folds of the training rows, for encodings that take statistics of the target. */
  readonly folds?: () => RowFolds;
  /** Whether the table is to be encoded again. */
  readonly keepsTable?: boolean;
}

const empty = new Float64Array(0);

/**
 * Encodes some of a table's rows as the network takes them, part by part; x comes last, as it uses up the table,
 * unless that is to be kept. The numbers of the training split go to memory that `allocate` gives; `keepClass` says
 * what brings a class into it that only the other parts have.
 */
export function encodeParts(
  table: Table,
  preprocessing: Preprocessing,
  divided: Partial<Record<Part, Rows>>,
  findings: Findings,
  { allocate: allocateTraining = allocateHere, keepClass, folds, keepsTable = false }: EncodeOptions,
): Partial<Record<Part, Split>> {
  const { target, weight } = preprocessing;
  const present = parts.flatMap((part) => {
    const rows = divided[part];
    const allocate = part === 'train' ? allocateTraining : allocateHere;
    return rows ? [{ part, rows, allocate, where: `the ${part} split` }] : [];
  });
  const answers = present.map(({ rows, allocate, where }) => {
    const t =
      target.kind === 'reconstruction'
        ? undefined
        : encodeTarget(table, target, rows, where, { allocate, keepClass });
    if (weight === null) return { t };
    const weights = encodeWeights(table, weight, rows);
    refuseWeightless(weights, table, weight, where);
    return { t, weights };
  });
  const columns = inputs(preprocessing);
  const encoded = present.map(({ part, rows, allocate }, i) => ({
    rows,
    x: allocate(rows.length * columns),
    ...(part === 'train' && folds && { answers: { target, ...answers[i], t: answers[i].t ?? empty, folds } }),
  }));
  encodeAll(table, preprocessing, encoded, findings, keepsTable);
  return Object.fromEntries(
    present.map(({ part, rows }, i) => {
      const { x } = encoded[i];
      const { t = x, ...weights } = answers[i];
      return [part, { rows: rows.length, x, t, ...weights }];
    }),
  );
}
