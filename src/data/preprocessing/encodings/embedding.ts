import { MlpError } from '../../../errors.js';
import { printable } from '../../../files/excerpt.js';
import { pow } from '../../../math/index.js';
import type { EmbeddingColumn } from '../../../nn/encoders/index.js';
import * as z from '../../../zod.js';
import { unscaled } from '../scaling.js';
import type { CategoryEncoding, Levels } from './encoding.js';
import { levelNames } from './levels.js';

const options = z.strictObject({
  width: z
    .int()
    .positive()
    .optional()
    .describe('numbers in the vector of a category; 1.6 n^0.56 for n categories, 16 at most, where left out'),
});
type Options = z.infer<typeof options>;

/** Vectors of categories, which the network learns: x is the index of a level. */
export interface Embedding {
  readonly type: 'embedding';
  /** Numbers in a vector. */
  readonly width: number;
}

/**
 * A category as a vector that the network learns. x is the index of its level. A value that training did not have is
 * one of the rare ones (`min_count`); where there are none, it has the index after the last, whose vector starts as
 * zeros and stays so, as no row trains it.
 */
export const embedding = {
  of: 'category',
  unseen: 'a vector of zeros',
  options,
  stored: z.strictObject({ width: z.int().positive() }),
  isIndex: true,
  fit({ width }: Options, levels, training): Embedding {
    if (training.answers().target.kind === 'reconstruction') throw notPredicted(levels.name);
    return { type: 'embedding', width: width ?? usualWidth(levelNames(levels).length) };
  },
  names: ({ name }) => [name],
  scalings: () => [unscaled],
  fill(levels) {
    const unseen = levelNames(levels).length;
    return (x, at, level) => {
      x[at] = level < 0 ? unseen : level;
    };
  },
  encoded: (levels: Levels, { width }: Embedding, input: number): EmbeddingColumn => ({
    type: 'embedding',
    column: levels.name,
    input,
    width,
    ...(levels.rare
      ? { levels: levelNames(levels).length, hasUnseen: false }
      : { levels: levelNames(levels).length + 1, hasUnseen: true }),
  }),
} satisfies CategoryEncoding<Embedding>;

/** Width for so many levels: the rule of fastai, which found it by trying, with 16 as the most. */
const usualWidth = (levels: number): number => Math.min(16, Math.ceil(1.6 * pow(levels, 0.56)));

const notPredicted = (name: string): MlpError =>
  new MlpError(
    'config',
    `encode: "embedding" for column ${printable(name)}: a reconstruction predicts its inputs, and the index of a ` +
      'category is no number to predict; use "onehot"',
  );
