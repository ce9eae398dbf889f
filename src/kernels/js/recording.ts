import type { Recording } from '../kernels.js';
import { runByRun } from '../run_by_run.js';
import { numbersOf } from '../vector.js';

/** Recording for a backend that has nothing to gain by it: a program is its body. */
export const recording: Recording = {
  record: (body) => ({ run: body, runSeries: (series, times) => runByRun(body, series, times) }),

  runInJs: (reads, writes, work) => work(...reads.map(numbersOf), ...writes.map(numbersOf)),

  whereFinite(value, body) {
    if (Number.isFinite(numbersOf(value)[0])) body();
  },
};
