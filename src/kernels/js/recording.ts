import type { Recording } from '../kernels.js';
import { runByRun } from '../run_by_run.js';

/** Recording for a backend that has nothing to gain by it: a program is its body. */
export const recording: Recording = {
  record: (body) => ({ run: body, runSeries: (series, times) => runByRun(body, series, times) }),

  host: (work) => work(),

  whereFinite(value, body) {
    if (Number.isFinite(value[0])) body();
  },
};
