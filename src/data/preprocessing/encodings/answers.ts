import type { Target } from '../../targets/target.js';

/** Folds of rows: the statistics that a row gets are those of the other folds. */
export interface RowFolds {
  readonly count: number;
  /** Fold of each row. */
  readonly of: Uint8Array;
}

/** The answers of the training rows, as an encoding takes statistics of them. */
export interface Answers {
  readonly target: Target;
  /** Targets, [rows, target columns], as the network has them; empty for a reconstruction. */
  readonly t: Float64Array;
  /** Weight of each row; all 1 where they are left out. */
  readonly weights?: Float64Array;
  /** Deals the rows to folds. */
  folds(): RowFolds;
}

/** A number of each training row that means are taken of. */
export interface AnswerColumn {
  readonly name: string;
  /** The number of row i. */
  at(i: number): number;
}

/**
 * The numbers that means are taken of: each numeric target in its own unit, or for each class but the first whether a
 * row has it, so that its mean is a probability. Null for targets of another kind.
 */
export function answerColumns({ target, t }: Omit<Answers, 'folds'>): AnswerColumn[] | null {
  if (target.kind === 'numbers') {
    const { names, scale, center } = target;
    return names.map((name, j) => ({
      name: `mean_${name}`,
      at: (i) => t[i * names.length + j] * scale[j] + center[j],
    }));
  }
  if (target.kind === 'classes')
    return target.classes
      .slice(1)
      .map((name, j) => ({ name: `p_${name}`, at: (i) => (t[i] === j + 1 ? 1 : 0) }));
  return null;
}
