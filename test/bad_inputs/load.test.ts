import { expect, test } from 'vitest';
import { streamed, streamingPeak, trainSideBySide, withTenColumns } from './load.js';
import { withModel } from './support.js';

// The same with 600 MB, 1,000,000 rows and 64 trainings: load.stress.ts.

test('row 31: a CSV of 12 MB streams through predict and trains', async () => {
  const { predict } = await streamed(await withTenColumns(), 12e6);
  expect(predict).toBeLessThan(streamingPeak);
});

test('row 74 (added): 4 trainings at the same time in 4 directories: each ends as if alone', async () => {
  await trainSideBySide(await withModel(), 4);
});
