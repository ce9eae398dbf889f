import type { Preprocessing } from '../../data/preprocessing/index.js';
import type { ColumnValue } from '../../export/check/rows.js';
import type { Program } from '../../export/program/index.js';
import type { Value } from '../../model/answers.js';

/** Facts on a model that a runner is given. */
export interface Exported extends Pick<Program, 'columns' | 'answers' | 'name'> {
  readonly preprocessing: Preprocessing;
}

/** An export that can be run. */
export interface Run {
  /** The answers to rows of values; null where there is none. */
  answer(rows: readonly (readonly ColumnValue[])[]): Promise<(Value | null)[][]>;
  /** Removes what it took to run it. */
  close(): void;
}

/**
 * Makes what runs an export of a format, given its file; or says, in words that follow "not checked: ", why it cannot
 * be run here.
 */
export type Runner = (file: string, exported: Exported, cc: string) => Promise<Run | string>;
