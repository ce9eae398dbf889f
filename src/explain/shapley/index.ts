import { pickRows, type RawColumns } from '../../data/table/raw_columns.js';
import { MlpError } from '../../errors.js';
import { counted } from '../../format_count.js';
import { argmax } from '../../metrics/index.js';
import { sourceColumns } from '../blocks.js';
import { type CorrelatedPair, correlatedPairs } from '../correlation.js';
import { texts } from '../dependence/grid.js';
import { type ModelFunction, outputNamed } from '../model_function.js';
import type { Subject } from '../subject.js';
import { exact } from './exact.js';
import { Game } from './game.js';
import type { ShapleyValues } from './method.js';
import { sampling } from './sampling.js';

/** Most columns of which Shapley values are computed exactly. */
export const mostExact = 12;

/** Options of explaining rows. */
export interface RowsOptions {
  /** Numbers of rows, from 1; all where they are left out. */
  readonly rows?: readonly number[];
  /** Output that is explained; where it is left out, the class that is predicted, or all of them. */
  readonly output?: string;
  /** Greatest standard error of a sampled value, in standard deviations of predictions for the background. */
  readonly standardError: number;
  readonly seed: number;
}

/** Contribution of a column to a prediction. */
export interface Contribution {
  readonly column: string;
  /** The value as text; null where it is missing. */
  readonly value: string | null;
  readonly shapley: number;
  /** Standard error; absent where the value is exact. */
  readonly standard_error?: number;
}

/** One prediction for one row, as the sum of an average and what each column adds. */
export interface ExplainedPrediction {
  /** Number of the row, from 1, and its line in the file, where it has one. */
  readonly row: number;
  readonly line?: number;
  readonly output: string;
  readonly prediction: number;
  /** Average prediction of the background. */
  readonly average: number;
  /** Contributions, the greatest first, whatever their sign. */
  readonly contributions: readonly Contribution[];
  readonly rounds?: number;
  /** Whether sampling ended before the errors were small enough. */
  readonly is_unfinished?: true;
}

/** Explained predictions, with what they were computed of. */
export interface RowsResult {
  readonly data: string;
  readonly method: 'exact' | 'sampling';
  readonly background: number;
  /** Greatest standard error that was asked for, by output; absent where values are exact. */
  readonly tolerances?: Readonly<Record<string, number>>;
  readonly predictions: readonly ExplainedPrediction[];
  readonly correlated: readonly CorrelatedPair[];
}

/**
 * Explains predictions for single rows by Shapley values: what each column of the data adds to the average prediction
 * of the background, on probabilities or numbers. They add up to the prediction.
 *
 * @throws MlpError `usage` where there is no such row or output.
 */
export function explainRows(
  { function: model, rows, background }: Subject,
  { rows: numbers, output, standardError, seed }: RowsOptions,
): RowsResult {
  const wanted = numbers ?? Array.from({ length: rows.split.rows }, (_, i) => i + 1);
  const beyond = wanted.find((number) => number > rows.split.rows);
  if (beyond !== undefined)
    throw new MlpError(
      'usage',
      `--rows ${beyond}: ${rows.name} has ${counted(rows.split.rows, 'row')}, counted from 1`,
    );
  const chosen = output === undefined ? undefined : outputNamed(model, output);
  const game = new Game(model, background!);
  const names = game.players;
  const isExact = names.length <= mostExact;
  // where predictions do not vary, their own unit is as good as any
  const tolerances = deviations(game).map((deviation) => standardError * (deviation || 1));
  const predictions = wanted.flatMap((number) => {
    const row: RawColumns = new Map(
      names.map((name) => [name, pickRows(rows.columns.get(name)!, [number - 1])]),
    );
    const ofRow = game.of(row);
    const outputs = chosen === undefined ? outputsOf(model, ofRow.prediction) : [chosen];
    const values = (isExact ? exact : sampling)(ofRow, { seed, outputs, tolerances });
    const line = rows.lines?.[number - 1];
    const place = { row: number, ...(line !== undefined && { line }) };
    return outputs.map((k) => explained(place, k, game, ofRow.prediction, row, values));
  });
  return {
    data: rows.name,
    method: isExact ? 'exact' : 'sampling',
    background: game.background,
    ...(!isExact && {
      tolerances: Object.fromEntries(model.outputs.map((name, k) => [name, tolerances[k]])),
    }),
    predictions,
    correlated: correlatedPairs(background!.columns, sourceColumns(model.preprocessing)),
  };
}

/** The outputs that are explained where none is named: the class that is most probable, or all. */
function outputsOf({ outputs, preprocessing }: ModelFunction, prediction: Float64Array): number[] {
  return preprocessing.target.kind === 'classes'
    ? [argmax(prediction, 0, outputs.length)]
    : [...outputs.keys()];
}

function explained(
  place: { row: number; line?: number },
  output: number,
  { model, players, average }: Game,
  prediction: Float64Array,
  row: RawColumns,
  { contributions, errors, rounds, isUnfinished }: ShapleyValues,
): ExplainedPrediction {
  const width = model.outputs.length;
  const listed = players.map((column, i): Contribution => {
    const [text] = texts(row.get(column)!);
    return {
      column,
      value: text === '' ? null : text,
      shapley: contributions[i * width + output],
      ...(errors && { standard_error: errors[i * width + output] }),
    };
  });
  return {
    ...place,
    ...{ output: model.outputs[output], prediction: prediction[output], average: average[output] },
    contributions: listed.sort((a, b) => Math.abs(b.shapley) - Math.abs(a.shapley)),
    ...(rounds !== undefined && { rounds }),
    ...(isUnfinished && { is_unfinished: true }),
  };
}

/** Standard deviation of the predictions for the background, by output. */
function deviations(game: Game): Float64Array {
  const { backgroundPredictions, average, model } = game;
  const width = model.outputs.length;
  const squares = backgroundPredictions.map((value, i) => square(value - average[i % width]));
  return game.mean(squares).map(Math.sqrt);
}

const square = (x: number): number => x * x;
