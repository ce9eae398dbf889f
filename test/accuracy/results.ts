import type { Table } from './tables.js';

/** Metrics of a training on the test rows, named as in mlp, and how long it took to fit. */
export interface Run {
  seed: number;
  seconds: number;
  accuracy?: number;
  log_loss?: number;
  r2?: number;
  rmse?: number;
}

/** All that was measured on a table: the runs of each method, by its id. */
export interface TableResult {
  task: Table['task'];
  test_rows: number;
  methods: Record<string, Run[]>;
}

/** Results by table, as they stand in the file of `--json`. */
export type Results = Record<string, TableResult>;

/** The two figures that methods are ranked by: a score, higher is better, and a loss, lower is better. */
export type Figure = 'score' | 'loss';

const metrics = {
  classification: { score: 'accuracy', loss: 'log_loss' },
  regression: { score: 'r2', loss: 'rmse' },
} as const satisfies Record<Table['task'], Record<Figure, keyof Run>>;

/** The figure of every run of a method, in order of the seeds. */
export const figures = ({ task, methods }: TableResult, method: string, figure: Figure): number[] =>
  methods[method].map((run) => run[metrics[task][figure]]!);
