import type { Split } from '../../../data/dataset.js';
import type { Network } from '../../../nn/network.js';
import { selectRows } from '../../../training/measuring/select_rows.js';
import { countOf } from '../count_of.js';
import type { Session } from '../session.js';

/** Most rows that are measured; of a large network fewer, by `mostArithmetic`. */
const mostRows = 1000;
/** Multiply-adds that a measurement may take, and those of past epochs together. */
const mostArithmetic = 5e6;
const mostArithmeticOfPast = 5e7;
/** Points of a curve where training stands still. */
const mostPoints = 100;

/** A value with its epoch: between two of them where it is of the middle of one. */
export type At<Value> = Value & { readonly epoch: number };

/** Points of a curve, as a frame has them. */
export interface Curve<Value> {
  readonly restart: number;
  /** Rows that are measured, the first ones of their part. */
  readonly rows: number;
  /** Value at the weights that are shown. */
  readonly now: Value;
  /** Points that have become known since the last frame. */
  readonly points: readonly At<Value>[];
}

/**
 * Measures something on the first rows of a split: at the present weights, and where training stands still at those of
 * past epochs, as training may have come far between two frames. Null before training has begun.
 */
export function curve<Value extends object>(
  session: Session,
  split: Split,
  measure: (network: Network, rows: Split) => Value,
): Curve<Value> | null {
  const { run, workspace } = session.job ?? {};
  if (!run || !workspace) return null;
  const network = session.forPictures();
  const arithmetic = countOf(network);
  const rows = Math.min(split.rows, mostRows, Math.max(64, Math.floor(mostArithmetic / arithmetic)));
  const measured = firstRows(split, rows);
  const now = measure(network, measured);
  const points: At<Value>[] = [];
  const { state, restart } = session.progress();
  const known = knownOf(session, split, restart);
  const add = (epoch: number, value: Value) => {
    known.add(epoch);
    points.push({ ...value, epoch });
  };
  const epoch = run.epoch + run.batch / workspace.batches.count;
  // at the end the weights are the best ones, and no longer those of the last epoch
  if (session.shownEpoch === null && state !== 'ended' && !known.has(epoch)) add(epoch, now);
  if (state === 'running') return { restart, rows, now, points };
  const most = Math.min(mostPoints, Math.floor(mostArithmeticOfPast / (arithmetic * rows)));
  const { past } = session;
  for (let i = past.size - 1; i >= 0; i -= Math.ceil(past.size / Math.max(1, most))) {
    const each = i * past.every;
    if (known.has(each)) continue;
    network.restore(past.at(each)!);
    add(each, measure(network, measured));
  }
  network.restore(session.shownWeights());
  return { restart, rows, now, points };
}

const known = new WeakMap<Session, Map<Split, { readonly restart: number; readonly epochs: Set<number> }>>();

/** Epochs of a restart that the page has the values of. */
function knownOf(session: Session, split: Split, restart: number): Set<number> {
  const curves = known.get(session) ?? new Map();
  known.set(session, curves);
  const found = curves.get(split);
  if (found?.restart === restart) return found.epochs;
  const epochs = new Set<number>();
  curves.set(split, { restart, epochs });
  return epochs;
}

const selected = new WeakMap<Split, Split>();

function firstRows(split: Split, rows: number): Split {
  if (rows === split.rows) return split;
  const found =
    selected.get(split) ??
    selectRows(
      split,
      Float64Array.from({ length: rows }, (_, i) => i),
    );
  selected.set(split, found);
  return found;
}
