import type { Series } from './kernels.js';

/**
 * Runs a series by a function that runs once: row k of the inputs is copied before run k, row k of the outputs after
 * it. Ends, and returns how many ran, as `Program.runSeries` does.
 */
export function runByRun(run: () => void, { input, inputs, output, outputs }: Series, times: number): number {
  for (let k = 0; k < times; k++) {
    for (let i = 0; i < input.length; i++) input[i] = inputs[k * input.length + i];
    run();
    for (let i = 0; i < output.length; i++) outputs[k * output.length + i] = output[i];
    if (!Number.isFinite(output[0])) return k + 1;
  }
  return times;
}
