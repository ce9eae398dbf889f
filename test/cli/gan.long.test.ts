import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../helpers/cli.js';
import { project, rowsOf } from './project.js';
import { onRing } from './ring.js';

test('configs/ring-gan.json has all eight clusters, and 9 of 10 samples within three deviations of one', async () => {
  const { done } = project({});
  await done(`train ${join(repository, 'configs/ring-gan.json')} --out run --quiet --seed 3`);
  const [, ...rows] = rowsOf((await done('sample run --rows 10000')).stdout);
  const { share, least } = onRing(
    rows.map((row) => row.map(Number)),
    0.12,
  );
  expect(share).toBeGreaterThan(0.9);
  expect(least).toBeGreaterThan(0.05);
});
