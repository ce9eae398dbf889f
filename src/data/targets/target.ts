import type { ColumnType } from '../table/table.js';
import type { GeneratedColumn } from './generation/column.js';

/** Kind of t. `drop`: rows without a target are left out; else they are an error. */
export type Target = AnswerTarget | { readonly kind: 'reconstruction' } | GenerationTarget;

/** Target in columns of its own, which are no features. */
export type AnswerTarget = ClassesTarget | FractionsTarget | NumbersTarget;

/** One column of t: the index of the class. `type` is that of the column in the training file. */
export interface ClassesTarget {
  readonly kind: 'classes';
  readonly name: string;
  readonly type: Exclude<ColumnType, 'date'>;
  readonly drop: boolean;
  readonly classes: readonly string[];
}

/** Columns from 0 to 1, each for itself (`labels`) or together a distribution. */
export interface FractionsTarget {
  readonly kind: 'labels' | 'distribution';
  readonly names: readonly string[];
  readonly drop: boolean;
}

/** t = (value − center) / scale, by column. */
export interface NumbersTarget {
  readonly kind: 'numbers';
  readonly names: readonly string[];
  readonly drop: boolean;
  readonly center: readonly number[];
  readonly scale: readonly number[];
}

/** The columns that x is made of, as a generator gives them: see `encodeGenerated`. */
export interface GenerationTarget {
  readonly kind: 'generation';
  readonly columns: readonly GeneratedColumn[];
  /** Present where a network gives the values of numbers themselves (GAN), and not distributions of them (VAE). */
  readonly gives?: 'values';
}

/** Whether a target has columns of its own, which are no features. */
export const isAnswer = (target: Target): target is AnswerTarget =>
  target.kind !== 'reconstruction' && target.kind !== 'generation';

/** The names of the target columns; none where the target is made of the features. */
export function targetNames({ target }: { readonly target: Target }): readonly string[] {
  if (!isAnswer(target)) return [];
  return target.kind === 'classes' ? [target.name] : target.names;
}

/** Whether t is in another unit than the target's own. */
export const isScaled = (target: Target): boolean =>
  target.kind === 'numbers' && target.scale.some((scale, i) => scale !== 1 || target.center[i] !== 0);
