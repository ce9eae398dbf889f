import type { Split } from '../../../data/dataset.js';
import type { Network } from '../../../nn/network.js';
import { predictSplit } from '../../../training/measuring/predictions.js';
import { selectRows } from '../../../training/measuring/select_rows.js';
import { countOf } from '../count_of.js';
import type { Session } from '../session.js';

/** Most rows that are measured; of a large network fewer, by `mostArithmetic`. */
const mostRows = 1000;
/** Multiply-adds that a loss may take, and those of past epochs together. */
const mostArithmetic = 5e6;
const mostArithmeticOfPast = 5e7;
/** Points of the curve where training stands still. */
const mostPoints = 100;

/** A loss, after so many epochs: between two of them where it is of the middle of one. */
export interface LossPoint {
  readonly epoch: number;
  readonly loss: number;
}

/** Losses on the test rows. */
export interface TestLoss {
  readonly restart: number;
  /** Rows that are measured, the first ones of the part. */
  readonly rows: number;
  /** Loss at the weights that are shown. */
  readonly loss: number;
  /** Points of the curve that have become known since the last frame. */
  readonly points: readonly LossPoint[];
}

/**
 * Measures the loss on test rows, as `mlp eval` does: at the present weights, and where training stands still at those
 * of past epochs, as training may have come far between two frames. Null where there are no test rows.
 */
export function testLoss(session: Session): TestLoss | null {
  const { test } = session.prepared.dataset;
  const { run, workspace } = session.job ?? {};
  if (!test || !run || !workspace) return null;
  const network = session.forPictures();
  const arithmetic = countOf(network);
  const rows = Math.min(test.rows, mostRows, Math.max(64, Math.floor(mostArithmetic / arithmetic)));
  const split = firstRows(test, rows);
  const { loss } = predictSplit(network, split);
  const points: LossPoint[] = [];
  const { state, restart } = session.progress();
  const known = knownOf(session, restart);
  const add = (epoch: number, value: number) => {
    known.add(epoch);
    points.push({ epoch, loss: value });
  };
  const epoch = run.epoch + run.batch / workspace.batches.count;
  // at the end the weights are the best ones, and no longer those of the last epoch
  if (session.shownEpoch === null && state !== 'ended' && !known.has(epoch)) add(epoch, loss);
  if (state === 'running') return { restart, rows, loss, points };
  const most = Math.min(mostPoints, Math.floor(mostArithmeticOfPast / (arithmetic * rows)));
  const { past } = session;
  for (let i = past.size - 1; i >= 0; i -= Math.ceil(past.size / Math.max(1, most))) {
    const each = i * past.every;
    if (!known.has(each)) add(each, lossAt(network, past.at(each)!, split));
  }
  network.restore(session.shownWeights());
  return { restart, rows, loss, points };
}

function lossAt(network: Network, weights: Float64Array, split: Split): number {
  network.restore(weights);
  return predictSplit(network, split).loss;
}

const known = new WeakMap<Session, { readonly restart: number; readonly epochs: Set<number> }>();

/** Epochs of a restart that the page has the loss of. */
function knownOf(session: Session, restart: number): Set<number> {
  const found = known.get(session);
  if (found?.restart === restart) return found.epochs;
  const epochs = new Set<number>();
  known.set(session, { restart, epochs });
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
