import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isLong } from '../helpers/runs.js';

const script = join(import.meta.dirname, 'bench.mjs');
/** Plain JavaScript, of which the compiler knows no types. */
const load = (name: string) => import(new URL(name, import.meta.url).href);

// both look for every other system first, which takes seconds
it.runIf(isLong)('refuses a task that there is not', () => {
  const { status, stderr } = spawnSync(process.execPath, [script, 'irs'], { encoding: 'utf8' });
  expect(status).not.toBe(0);
  expect(stderr).toContain('no task irs, only spiral, iris');
});

it('finds median and exponent', async () => {
  const { summary, exponent } = await load('measure.mjs');
  expect(summary([3, 1, 10])).toEqual({ median: 3, least: 1, most: 10, runs: 3 });
  expect(summary([4, 1, 2, 10]).median).toBe(3);
  // 5 n²
  expect(exponent([8, 16, 32], [320, 1280, 5120])).toBeCloseTo(2, 12);
});

it.runIf(isLong)('goes on where a system dies', async () => {
  const { measure, report } = await load('sections/training.mjs');
  const dies = "console.error('no such backend'); process.exit(1)";
  const systems = [
    { id: 'js', name: 'broken', ours: true, command: process.execPath, options: ['-e', dies] },
  ];
  const tasks = { tiny: { rows: 4, inputs: 1, batch_size: 2, epochs: 1 } };
  const settings = { rounds: 2, warm: 1, limit: 1, share: 1 };
  const results = await measure({ tasks, systems, settings });
  expect(results.tiny.js.failed).toBe('broken ended: no such backend');
  expect(report(results, { tasks, systems, settings })).toContain('| tiny | failed | – |');
});
