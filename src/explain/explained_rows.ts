import type { Split } from '../data/dataset.js';
import type { Preprocessing } from '../data/preprocessing/index.js';
import type { Files } from '../data/sources/paths.js';
import { encodeStream } from '../data/stream.js';
import type { StreamListener } from '../data/stream_report.js';
import { joinColumns, pickRows, type RawColumn, type RawColumns } from '../data/table/raw_columns.js';
import { placed } from '../data/table/table.js';
import { MlpError } from '../errors.js';
import { printable } from '../files/excerpt.js';
import type { Network } from '../nn/network.js';
import { type SplitName, splitNames } from '../run/compare.js';
import { joinVectors } from '../run/evaluate_data.js';
import { coveredRows, predictPart } from '../training/measuring/out_of_fold.js';
import { type Predictions, predictSplit } from '../training/measuring/predictions.js';
import { selectRows } from '../training/measuring/select_rows.js';
import type { Prepared } from '../training/prepare.js';

/** Rows that a model is explained by: encoded, and as they were read. */
export interface ExplainedRows {
  /** Name in messages: `the test split`, `data.csv`. */
  readonly name: string;
  /** Rows; without t where no target was asked for. */
  readonly split: Split;
  readonly columns: RawColumns;
  /** Group of each row, where the split keeps groups together. */
  readonly groups?: Int32Array;
  /** Line on which each row begins, where they come from a file of their own. */
  readonly lines?: Uint32Array;
  /**
   * Predicts the rows with another x, or those of them that are taken; those of folds by the network that was not
   * trained on them.
   */
  predict(x: Float64Array, taken?: Float64Array): Predictions;
}

/**
 * Takes a part of the data of a run, the last that there is where none is named.
 *
 * @throws MlpError `usage` where there is no such part.
 */
export function runRows(network: Network, { dataset, config }: Prepared, part?: SplitName): ExplainedRows {
  const chosen = part ?? splitNames.findLast((name) => dataset[name] !== undefined)!;
  const split = dataset[chosen];
  if (!split)
    throw new MlpError('usage', `--part ${chosen}: the data of the run have no such part (data.split)`);
  const { folds, train } = dataset;
  const read = dataset.columns!;
  const isOfFolds = folds !== undefined && chosen === 'validation';
  const covered = isOfFolds ? coveredRows(folds, network.config.branches ?? 1) : new Float64Array(0);
  const columns: RawColumns = isOfFolds
    ? new Map([...read.train!].map(([name, column]) => [name, pickRows(column, covered)]))
    : read[chosen]!;
  const by = config.data.split.type === 'group' ? columns.get(config.data.split.column) : undefined;
  return {
    name: isOfFolds ? 'the train split (each by the network that has not seen it)' : `the ${chosen} split`,
    split,
    columns,
    ...(by && { groups: groupsOf(by) }),
    predict(x, taken) {
      if (!isOfFolds) return predictSplit(network, { ...selectRows(split, taken), x }, { withLosses: true });
      const places = taken ? taken.map((i) => covered[i]) : covered;
      const of = Uint8Array.from(places, (row) => folds.of[row]);
      const rows = { ...selectRows(train, places), x };
      return predictPart(network, { ...dataset, train: rows, folds: { ...folds, of } }, 'validation', {
        withLosses: true,
      });
    },
  };
}

/**
 * Reads other data; with the target where `withTarget` is set, and the weights of rows then. Without it they have
 * weights where `withWeights` is set and there is a column of them; that there is none is noted.
 */
export async function otherRows(
  network: Network,
  preprocessing: Preprocessing,
  source: Files,
  listener: StreamListener,
  { withTarget, withWeights = false }: { readonly withTarget: boolean; readonly withWeights?: boolean },
): Promise<ExplainedRows> {
  const chunks = [];
  const target = withTarget ? 'require' : 'ignore';
  const options = { target, withWeights, keepColumns: true, ...listener } as const;
  for await (const chunk of encodeStream(source, preprocessing, options)) {
    const skipped = chunk.skipped?.indexOf(1) ?? -1;
    if (skipped >= 0)
      throw new MlpError(
        'data',
        `${placed({ name: source.name, countsRows: chunk.countsRows }, chunk.lines[skipped])}: the row has no ` +
          'prediction: a value is missing in a column whose missing values cost the row; leave it out of the file',
      );
    chunks.push(chunk);
  }
  if (chunks.length === 0) throw new MlpError('data', `${source.name}: no complete row`);
  const weights = chunks.flatMap((chunk) => chunk.weights ?? []);
  if (withWeights && preprocessing.weight !== null && weights.length === 0)
    listener.note?.(
      `${source.name}: has no column ${printable(preprocessing.weight)}, which weighs the rows of the model: each ` +
        'row counts as one',
    );
  const split = {
    rows: chunks.reduce((sum, { rows }) => sum + rows, 0),
    x: joinVectors(chunks.map(({ x }) => x)),
    t: joinVectors(chunks.flatMap(({ t }) => t ?? [])),
    ...(weights.length > 0 && { weights: joinVectors(weights) }),
  };
  return {
    name: source.name,
    split,
    columns: joinColumns(chunks.map(({ columns }) => columns!)),
    ...(!chunks[0].countsRows && { lines: Uint32Array.from(chunks.flatMap(({ lines }) => [...lines])) }),
    predict: (x, taken) => predictSplit(network, { ...selectRows(split, taken), x }, { withLosses: true }),
  };
}

/** Numbers groups by their values: rows of one value are of one group. */
function groupsOf(column: RawColumn): Int32Array {
  const values: ArrayLike<number> = column.type === 'category' ? column.codes : column.values;
  const numbers = new Map<number, number>();
  return Int32Array.from(values, (value) => {
    const group = numbers.get(value) ?? numbers.size;
    numbers.set(value, group);
    return group;
  });
}
