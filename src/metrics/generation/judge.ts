import type { Random } from '../../random.js';
import { type Associations, compareAssociations } from './associations.js';
import { type Copying, findCopies } from './copying.js';
import { detectionAuc, drawRows } from './detection.js';
import { independentMarginals } from './independent.js';
import type { Learner } from './learner.js';
import { compareMarginals, type Marginals } from './marginals.js';
import { rowSpace } from './row_space.js';
import { type SampleTable, takeRows, withSharedCategories } from './table.js';
import { defaultTargets, type Utility, utilityOf } from './utility.js';

/** Scores of rows against real ones that nothing was trained on. */
export interface SampleScores {
  readonly rows: number;
  readonly marginals: Marginals;
  readonly associations?: Associations;
  /** Area under the ROC curve of a classifier of real against these rows. */
  readonly detection_auc?: number;
  /** Scores on real rows of what was trained on these. */
  readonly utility: readonly Utility[];
  /** Absent for training rows, and where no rows were held out. */
  readonly copying?: Copying;
}

/** Scores of a generator's rows, beside those of rows that show what to expect of the best and of the simplest. */
export interface Judgement {
  /** Real rows that all are compared with: those that were held out, or where there are none, the training rows. */
  readonly against: { readonly part: 'held_out' | 'training'; readonly rows: number };
  readonly sampled: SampleScores;
  /** Rows of independent columns, each with the marginal distribution of the training rows. */
  readonly independent: SampleScores;
  /** The training rows themselves; absent where they are what all are compared with. */
  readonly training?: SampleScores;
}

/** Tables that are judged, and those they are judged by. */
export interface JudgedTables {
  readonly train: SampleTable;
  /** Real rows that the generator did not have. */
  readonly heldOut?: SampleTable;
  readonly sampled: SampleTable;
  /** Columns to predict from the others; `defaultTargets` where they are left out. */
  readonly targets?: readonly string[];
}

/** The most numbers of points that distances and classifiers are computed from; more rows are drawn from. */
const MOST_NUMBERS = 4_000_000;

/** The most rows of a table that are compared; more are drawn from. */
const MOST_ROWS = 5000;

/**
 * Judges sampled rows, and beside them independent marginals and the training rows, against real rows. The same tables
 * and the same state of the generator of random numbers give the same bits.
 */
export async function judgeSamples(
  { train: allTrain, heldOut: allHeldOut, sampled: allSampled, targets: given }: JudgedTables,
  learner: Learner,
  rng: Random,
): Promise<Judgement> {
  const hasHeldOut = allHeldOut !== undefined && allHeldOut.rows > 0;
  const shared = withSharedCategories([allTrain, allSampled, ...(hasHeldOut ? [allHeldOut] : [])]);
  const columns = Math.max(1, rowSpace(shared[0]).columns);
  const most = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_NUMBERS / columns)));
  const [train, sampled, heldOut] = shared.map((table) => atMost(table, most, rng));
  const real = heldOut ?? train;
  const space = rowSpace(train);
  const targets = given ?? defaultTargets(train);

  async function scores(rows: SampleTable, isTraining: boolean): Promise<SampleScores> {
    const associations = compareAssociations(real, rows);
    const auc = await detectionAuc(space, real, rows, learner, rng);
    const copying = heldOut && !isTraining ? findCopies(space, train, heldOut, rows) : undefined;
    // as many rows to learn from as there are real ones
    const labelled = atMost(rows, train.rows, rng);
    return {
      rows: rows.rows,
      marginals: compareMarginals(real, rows),
      ...(associations && { associations }),
      ...(auc !== undefined && { detection_auc: auc }),
      utility: heldOut ? await utilityOf(labelled, heldOut, targets, learner) : [],
      ...(copying && { copying }),
    };
  }

  return {
    against: { part: heldOut ? 'held_out' : 'training', rows: real.rows },
    sampled: await scores(sampled, false),
    independent: await scores(independentMarginals(train, sampled.rows, rng), false),
    ...(heldOut && { training: await scores(train, true) }),
  };
}

const atMost = (table: SampleTable, rows: number, rng: Random) =>
  table.rows <= rows ? table : takeRows(table, drawRows(table.rows, rows, rng));
