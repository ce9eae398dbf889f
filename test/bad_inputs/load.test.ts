import { expect, test } from 'vitest';
import { isLong, runs } from '../helpers/runs.js';
import { streamed, streamingPeak, trainSideBySide, withTenColumns } from './load.js';
import { withModel } from './support.js';

// The same with 600 MB, 1,000,000 rows and 64 trainings: load.stress.ts.

test.runIf(isLong)('row 31: a CSV of 12 MB streams through predict and trains', async () => {
  const { predict } = await streamed(await withTenColumns(), 12e6);
  expect(predict).toBeLessThan(streamingPeak);
});

const count = runs(2, 4);
test(`row 74 (added): ${count} trainings at the same time in ${count} directories: each ends as if alone`, async () => {
  await trainSideBySide(await withModel(), count);
});
