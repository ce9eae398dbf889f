import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';

const script = join(import.meta.dirname, 'bench.mjs');
/** Plain JavaScript, of which the compiler knows no types. */
const load = (name: string) => import(new URL(name, import.meta.url).href);

it('measures one small task without peers, and reports it', () => {
  const json = join(temporaryDirectory(), 'results.json');
  const options = ['iris', '--quick', '--sections', 'training,heap', '--systems', 'js,wasm', '--json', json];
  const report = execFileSync(process.execPath, [script, ...options], { encoding: 'utf8', stdio: 'pipe' });
  const { training, heap } = JSON.parse(readFileSync(json, 'utf8'));
  for (const id of ['js', 'wasm']) {
    const { steps, planned, first, warm } = training.iris[id];
    expect(steps).toBeLessThanOrEqual(planned);
    expect(planned).toBe(50 * Math.ceil(150 / 16));
    expect(first.median).toBeGreaterThan(0);
    expect(warm).toMatchObject({ runs: 2 });
    expect(heap[id]).toMatchObject({ steps: 10_000 });
  }
  expect(report).toMatch(/^\| iris \| .* \| .* \| – \| – \|$/m); // without a peer there is no ratio
});

it('refuses a task that there is not', () => {
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

it('goes on where a system dies', async () => {
  const { measure, report } = await load('sections/training.mjs');
  const dies = "console.error('no such backend'); process.exit(1)";
  const systems = [{ id: 'js', name: 'broken', own: true, command: process.execPath, options: ['-e', dies] }];
  const tasks = { tiny: { rows: 4, inputs: 1, batch_size: 2, epochs: 1 } };
  const settings = { rounds: 2, warm: 1, limit: 1, share: 1 };
  const results = await measure({ tasks, systems, settings });
  expect(results.tiny.js.failed).toBe('broken ended: no such backend');
  expect(report(results, { tasks, systems, settings })).toContain('| tiny | failed | – |');
});
