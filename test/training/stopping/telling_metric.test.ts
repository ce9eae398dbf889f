import { describe, expect, it } from 'vitest';
import { type MetricName, metricRegistries } from '../../../src/metrics/index.js';
import { clouds, plane, prepared, type Rows } from '../support.js';

const metricAfter = (metric: string, rows: Rows, head = {}) => {
  const training = { early_stopping: { metric, min_delta: 0.5 } };
  const { config, dataset } = prepared({ head, training }, rows);
  return [config.training.early_stopping!.metric, dataset.warnings] as const;
};
const validated = (rows: Rows): Rows => ({ ...rows, validation: rows.train });

describe('a monitored metric', () => {
  it.each(Object.keys(metricRegistries.classification))(
    '%s is kept where validation has every class',
    (name) => {
      const [metric, warnings] = metricAfter(name, clouds(60));
      // of three classes the true one is always among the three most probable
      const isTelling = !/top_[3-9]/.test(name);
      expect(metric).toBe(isTelling ? name : 'loss');
      expect(warnings).toHaveLength(isTelling ? 0 : 1);
    },
  );

  it.each(Object.keys(metricRegistries.regression))('%s is kept for numbers', (name) => {
    const head = name === 'nll' ? { loss: 'gaussian_nll' } : {};
    expect(metricAfter(name, validated(plane(20)), head)).toEqual([name, []]);
  });

  it.each<[MetricName, number[]]>([
    ['r2', [2, 2, 2]],
    ['r2', [2]],
    ['explained_variance', [2]],
  ])('%s is replaced where the truth is %j', (name, truth) => {
    const rows = plane(20);
    const t = Float64Array.from(truth);
    const validation = { x: new Float64Array(rows.inputs * t.length), t };
    const [metric, [warning]] = metricAfter(name, { ...rows, validation });
    expect(metric).toBe('loss');
    expect(warning).toMatch(/, so that training goes by the loss instead, with min_delta 0; /);
  });
});
