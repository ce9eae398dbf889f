import { expect, test } from 'vitest';
import { shell } from '../helpers/cli.js';
import { streamed, streamingPeak, trainSideBySide, withTenColumns } from './load.js';
import { measured } from './program.js';
import { withModel } from './support.js';

/** Prints a figure, for whoever runs this to read. */
const note = (text: string) => process.stdout.write(`  ${text}\n`);

test('row 31: a CSV of 600 MB, longer than a string may be, streams through predict and trains', async () => {
  const { rows, bytes, matrix, predict, train } = await streamed(await withTenColumns(), 600e6);
  expect(bytes).toBeGreaterThan(2 ** 29);
  note(`predict: ${rows} rows of ${bytes} bytes, peak ${predict} MB`);
  note(`train: ${rows} rows, peak ${train} MB, of which the matrix is ${matrix} MB`);
  expect(predict).toBeLessThan(streamingPeak);
  // Columns become a matrix, and metrics at the end keep and sort predictions: 3.9 times the matrix was measured.
  expect(train).toBeLessThan(4.5 * matrix);
});

test('row 31: 1,000,000 rows through predict take the memory of 100,000', async () => {
  const world = await withModel();
  const peaks: number[] = [];
  for (const rows of [100_000, 1_000_000]) {
    const line = `(echo x; seq ${rows}) | mlp predict model | wc -l`;
    const { code, stdout, peak } = await measured(line, world.directory);
    expect({ code, lines: Number(stdout) }).toEqual({ code: 0, lines: rows + 1 });
    note(`predict: ${rows} rows, peak ${peak} MB`);
    peaks.push(peak);
  }
  expect(peaks[1]).toBeLessThan(peaks[0] + 50);
});

test('row 58: a reader that is slow is waited for: 40 MB of answers in the memory of 4', async () => {
  const world = await withModel();
  const peaks: number[] = [];
  for (const rows of [100_000, 1_000_000]) {
    // The reader begins late, and then takes 64 kB at a time with a pause after each 4 MB.
    const reader =
      '(sleep 3; for i in $(seq 20); do dd bs=64k count=64 iflag=fullblock status=none; sleep 0.2; done; cat)';
    const line = `(echo x; seq ${rows}) | mlp predict model | ${reader} | wc -l`;
    const { code, stdout, peak } = await measured(line, world.directory);
    expect({ code, lines: Number(stdout) }).toEqual({ code: 0, lines: rows + 1 });
    note(`slow reader: ${rows} rows, peak ${peak} MB`);
    peaks.push(peak);
  }
  expect(peaks[1]).toBeLessThan(peaks[0] + 50);
});

test('row 74 (added): 64 trainings at the same time in 64 directories: each ends as if alone', async () => {
  await trainSideBySide(await withModel(), 64);
  note('64 trainings at once: the same sha256 64 times');
});

test('row 61: 8 trainings at once into one directory, 20 times: one goes on, the others are refused', async () => {
  const world = await withModel();
  const alone = world.sha256('model/model.safetensors');
  let refused = 0;
  for (let round = 0; round < 20; round++) {
    const out = `run${round}`;
    const line = `for i in $(seq 8); do mlp train c.json --quiet --out ${out} > /dev/null & done; wait`;
    const { stderr } = await shell(line, { cwd: world.directory });
    const errors = stderr.trim().split('\n');
    for (const error of errors)
      expect(error).toMatch(/another run \(process \d+\) is writing into|a run is there already/);
    expect(errors).toHaveLength(7);
    refused += errors.length;
    expect(world.sha256(`${out}/model.safetensors`)).toBe(alone);
  }
  note(`into one directory: 20 went on, ${refused} were refused`);
});
