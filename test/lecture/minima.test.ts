import { expect, test } from 'vitest';
import { mlp } from '../helpers/cli.js';
import { seeds, trained } from './configs.js';

interface Restart {
  readonly restart: number;
  readonly value: number;
}

test.each(seeds)(
  'local-minima: some restarts end in a poor minimum, and validation picks a good one, seed %i',
  async (seed) => {
    const { metrics } = await trained('local-minima', seed);
    const values = metrics.restarts.map(({ value }: Restart) => value);
    expect(values).toHaveLength(10);
    // Two clusters told apart and two not: half of the rows at ln 2, which is 0.35. Half of that is far from either
    // kind.
    expect(values.filter((value: number) => value > 0.17).length).toBeGreaterThanOrEqual(2);
    expect(values.filter((value: number) => value < 1e-4).length).toBeGreaterThanOrEqual(1);
    expect(metrics.validation.loss).toBe(Math.min(...values));
    expect(metrics.validation.accuracy).toBe(1);
  },
);

test('the table shows every minimum, and marks the one that is kept', async () => {
  const { run } = await trained('local-minima', 0);
  const { stdout } = await mlp(['train', 'configs/local-minima.json', '--out', run, '--force', '--quiet']);
  const rows = [...stdout.matchAll(/^(\d)( \*)? +(\S+) +\d+ +converged/gm)];
  expect(rows.map(([, restart]) => Number(restart))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const kept = rows.filter(([, , star]) => star !== undefined);
  expect(kept).toHaveLength(1);
  expect(Number(kept[0][3])).toBe(Math.min(...rows.map(([, , , value]) => Number(value))));
});
