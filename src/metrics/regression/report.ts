import { valuesOf } from '../metric.js';
import { type RegressionMetricName, regressionMetrics } from './index.js';
import { oneOutput, prepareRegression, type RegressionInput } from './input.js';

type Values = Partial<Record<RegressionMetricName, number>>;

/** Metrics of a split as metrics.json has them; a metric that is undefined is left out. */
export type RegressionReport = Values & {
  /** Metrics of each output alone, where there are several. */
  per_output?: ({ output: string } & Values)[];
};

/**
 * Computes every metric, and a row per output (named by `names`) where there are several; empty where there is nothing
 * to measure.
 */
export function regressionReport(input: RegressionInput & { names: readonly string[] }): RegressionReport {
  const prepared = prepareRegression(input);
  if (prepared === undefined) return {};
  const report: RegressionReport = valuesOf(regressionMetrics, prepared);
  if (input.outputs > 1) {
    report.per_output = input.names.map((output, j) => ({
      output,
      ...valuesOf(regressionMetrics, oneOutput(prepared, j)),
    }));
  }
  return report;
}
