import type { Preprocessing } from '../../data/preprocessing/index.js';
import { pickRows } from '../../data/table/raw_columns.js';
import { MlpError } from '../../errors.js';
import type { MetricName } from '../../metrics/index.js';
import type { Network } from '../../nn/network.js';
import { greatest } from '../../range.js';
import { type Block, blocksOf, copyBlock, encodeBlock, sourceColumns } from '../blocks.js';
import type { ExplainedRows } from '../explained_rows.js';
import type { Shuffles } from './permutations.js';
import { Score, type Scored } from './score.js';

/** Importance of a column by permutation. */
export interface Importance {
  readonly column: string;
  /** Mean over the repeats of what the metric loses; absent where a basis function has no value for mixed rows. */
  readonly importance?: number;
  /** Standard error over rows and repeats; absent where it cannot be had. */
  readonly standard_error?: number;
  /** Losses of the metric by repeat. */
  readonly repeats: readonly number[];
  /** Reason for which there is no importance. */
  readonly reason?: string;
}

/** Importances of all columns, and what they were measured by. */
export interface Importances {
  readonly metric: MetricName;
  /** The metric of the rows as they are. */
  readonly baseline: number;
  readonly columns: readonly Importance[];
}

/**
 * Measures what a metric loses when the values of one column of the data are dealt to other rows (Breiman 2001; Fisher,
 * Rudin and Dominici 2019): all that is encoded from the column goes with it.
 *
 * The standard error is that of a jackknife: with I₍₋ₖ₎ the importance without the rows of set k, neither as rows that
 * are predicted nor as rows that values come from, and G sets, it is √((G − 1)/G · Σₖ (I₍₋ₖ₎ − mean)²). As each I₍₋ₖ₎
 * is a mean over the repeats, it covers both the choice of rows and that of permutations.
 *
 * @throws MlpError `data` where there is one row, or one group of rows, `usage` where the metric is not defined.
 */
export function permutationImportance(
  network: Network,
  preprocessing: Preprocessing,
  rows: ExplainedRows,
  metric: MetricName,
  { permutations, sets }: Shuffles,
  threshold?: number,
): Importances {
  const { split } = rows;
  if (split.rows < 2)
    throw new MlpError('data', `${rows.name}: has one row; values are exchanged between two rows at least`);
  const score = new Score(metric, network, preprocessing, split, threshold);
  const actual = score.take(rows.predict(split.x));
  const baseline = score.value(actual);
  if (baseline === undefined)
    throw new MlpError(
      'usage',
      `--metric ${metric}: is not defined for the ${split.rows} rows of ${rows.name}`,
    );
  const kept = keptRows(permutations, sets);
  const baselines = kept.map((of) => of.map((some) => score.value(actual, some)));
  const blocks = blocksOf(preprocessing);
  const columns = sourceColumns(preprocessing).map(measured);
  return { metric, baseline, columns };

  function measured(column: string): Importance {
    const affected = blocks.filter(({ sources }) => sources.includes(column));
    const repeats: number[] = [];
    const without = new Float64Array(kept[0].length);
    for (const [r, permutation] of permutations.entries()) {
      let permuted: Scored;
      try {
        permuted = score.take(
          rows.predict(permutedInputs(preprocessing, rows, affected, column, permutation)),
        );
      } catch (error) {
        if (!(error instanceof MlpError && error.failure === 'data')) throw error;
        return { column, repeats: [], reason: error.message };
      }
      const value = score.value(permuted);
      repeats.push(value === undefined ? Number.NaN : score.loss(baseline!, value));
      for (const [k, some] of kept[r].entries()) {
        const after = score.value(permuted, some);
        const before = baselines[r][k];
        without[k] += before === undefined || after === undefined ? Number.NaN : score.loss(before, after);
      }
    }
    const error = jackknife(without.map((sum) => sum / permutations.length));
    return {
      column,
      importance: mean(repeats),
      ...(Number.isFinite(error) && { standard_error: error }),
      repeats,
    };
  }
}

/** Finds for each permutation and set the rows that neither are in the set nor get a value from it. */
function keptRows(permutations: readonly Uint32Array[], sets: Uint32Array): Uint32Array[][] {
  const count = greatest(sets) + 1;
  return permutations.map((permutation) =>
    Array.from({ length: count }, (_, set) =>
      Uint32Array.from(permutation.keys()).filter((i) => sets[i] !== set && sets[permutation[i]] !== set),
    ),
  );
}

/** x of the rows with the values of one column dealt to other rows. */
function permutedInputs(
  preprocessing: Preprocessing,
  { split, columns }: ExplainedRows,
  blocks: readonly Block[],
  column: string,
  permutation: Uint32Array,
): Float64Array {
  const x = split.x.slice();
  const inputs = x.length / split.rows;
  for (const block of blocks) {
    if (block.sources.length === 1) {
      for (let i = 0; i < split.rows; i++) copyBlock(block, inputs, split.x, permutation[i], x, i);
      continue;
    }
    const mixed = new Map(columns).set(column, pickRows(columns.get(column)!, permutation));
    const values = encodeBlock(block, preprocessing, mixed);
    for (let i = 0; i < split.rows; i++)
      for (let j = 0; j < block.width; j++) x[i * inputs + block.first + j] = values[i * block.width + j];
  }
  return x;
}

const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
};

function jackknife(without: Float64Array): number {
  const count = without.length;
  if (count < 2) return Number.NaN;
  const middle = mean(without);
  let squares = 0;
  for (const value of without) squares += (value - middle) * (value - middle);
  return Math.sqrt(((count - 1) / count) * squares);
}
