import { MlpError } from '../../../errors.js';
import { printable } from '../../../files/excerpt.js';
import * as z from '../../../zod.js';
import { scaleFunction } from '../scale_function.js';
import type { Scaling } from '../scalers/index.js';
import { fitScaling, scalingSchema } from '../scaling.js';
import { type Answers, answerColumns } from './answers.js';
import type { CategoryEncoding, FillTraining, Levels } from './encoding.js';
import { levelNames } from './levels.js';
import { meansByFold, meansOf, overallMean } from './means.js';

const options = z.strictObject({
  smoothing: z
    .number()
    .min(0)
    .default(10)
    .describe('rows of the mean over all rows that each category is given beside its own'),
});
type Options = z.infer<typeof options>;

/** Smoothed means of the target by level: (Σ t + smoothing · mean over all rows) / (rows + smoothing), scaled. */
export interface TargetMeans {
  readonly type: 'target';
  /** A name for each column of x, behind that of the category column. */
  readonly columns: readonly string[];
  readonly smoothing: number;
  /** The mean over all training rows, by column: that of values that training did not have. */
  readonly overall: readonly number[];
  /** The mean of each level, by column. */
  readonly means: readonly (readonly number[])[];
  readonly scalings: readonly Scaling[];
}

/**
 * A category as what the target is in its rows, on average (Micci-Barreca 2001). The training rows themselves get means
 * over the other folds alone, so that none has a part of its own target in x: else a category of few rows would tell
 * it, and nothing on fresh rows.
 */
export const target = {
  of: 'category',
  unseen: 'the mean of the target',
  isScaled: true,
  options,
  stored: z.strictObject({
    columns: z.array(z.string()).min(1),
    smoothing: z.number().min(0),
    overall: z.array(z.number()),
    means: z.array(z.array(z.number())),
    scalings: z.array(z.strictObject(scalingSchema)),
  }),

  fit({ smoothing }: Options, levels, training): TargetMeans {
    const answers = training.answers();
    const columns = answerColumns(answers) ?? refuse(levels, answers);
    const folds = answers.folds();
    const rows = {
      ...{ levels: training.levels(), count: levelNames(levels).length, smoothing, folds },
      weights: answers.weights,
    };
    const overall = columns.map((column) => overallMean(column, rows));
    const means = columns.map((column, j) => meansOf(column, overall[j], rows));
    const scalings = columns.map((column, j) => {
      const byFold = meansByFold(column, overall[j], rows);
      const values = Float64Array.from(rows.levels, (level, i) =>
        level < 0 ? overall[j] : byFold[folds.of[i]][level],
      );
      return fitScaling(values, training.scaler, `${levels.name}.${column.name}`, training.report);
    });
    return {
      type: 'target',
      columns: columns.map(({ name }) => name),
      ...{ smoothing, overall, means: means.map((column) => [...column]), scalings },
    };
  },

  names: ({ name }, { columns }: TargetMeans) => columns.map((column) => `${name}.${column}`),
  scalings: (_, { scalings }) => scalings,

  fill(_, { overall, means, scalings }) {
    const columns = scalings.map((scaling, j) => {
      const { x } = scaleFunction(scaling);
      return { unseen: x(overall[j]), seen: Float64Array.from(means[j], x) };
    });
    return (x, at, level) => {
      columns.forEach(({ unseen, seen }, j) => {
        x[at + j] = level < 0 ? unseen : seen[level];
      });
    };
  },

  fillTraining(levels, { overall, smoothing, scalings }, { answers, levels: ofRows }): FillTraining {
    const folds = answers.folds();
    const rows = {
      ...{ levels: ofRows, count: levelNames(levels).length, smoothing, folds },
      weights: answers.weights,
    };
    const columns = (answerColumns(answers) ?? refuse(levels, answers)).map((column, j) => {
      const { x } = scaleFunction(scalings[j]);
      const seen = meansByFold(column, overall[j], rows).map((means) => means.map(x));
      return { unseen: x(overall[j]), seen };
    });
    return (x, at, level, i) => {
      const fold = folds.of[i];
      columns.forEach(({ unseen, seen }, j) => {
        x[at + j] = level < 0 ? unseen : seen[fold][level];
      });
    };
  },
} satisfies CategoryEncoding<TargetMeans>;

/** Refuses a target that has no means. */
function refuse({ name }: Levels, { target: { kind } }: Pick<Answers, 'target'>): never {
  const reason =
    kind === 'reconstruction' || kind === 'generation'
      ? `but a ${kind === 'generation' ? 'generator' : kind} has no target`
      : `but the targets are ${kind === 'labels' ? 'labels' : 'a distribution'}`;
  throw new MlpError(
    'config',
    `encode: "target" for column ${printable(name)} takes means of numbers or shares of classes, ${reason}; ` +
      'use "onehot" or "embedding"',
  );
}
