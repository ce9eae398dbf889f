import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';

const repository = join(import.meta.dirname, '../..');
const script = join(import.meta.dirname, 'bench.mjs');

it('measures one small task without peers, and reports it', () => {
  const json = join(temporaryDirectory(), 'results.json');
  const options = [
    'iris',
    '--quick',
    '--sections',
    'training,heap,memory',
    '--systems',
    'js,wasm',
    '--json',
    json,
  ];
  const report = execFileSync(process.execPath, [script, ...options], { encoding: 'utf8', stdio: 'pipe' });
  const { training, heap, memory } = JSON.parse(readFileSync(json, 'utf8'));
  for (const id of ['js', 'wasm']) {
    const { steps, planned, first, warm } = training.iris[id];
    expect(steps).toBeLessThanOrEqual(planned);
    expect(planned).toBe(50 * Math.ceil(150 / 16));
    expect(first.median).toBeGreaterThan(0);
    expect(warm).toMatchObject({ runs: 2 });
    expect(heap[id]).toMatchObject({ steps: 10_000 });
    // 100,000 rows of 11 numbers take more than those and what ten rows take, but not three times as much again
    const added = memory[100_000][id] - memory[10][id];
    expect(added).toBeGreaterThan(100_000 * 11 * 8);
    expect(added).toBeLessThan(12 * 100_000 * 11 * 8);
  }
  expect(report).toMatch(/^\| iris \| .* \| .* \| – \| – \|$/m); // without a peer there is no ratio
});

it('measures the exports of two configs, and says what is refused', () => {
  const program = join(repository, 'node_modules/.cache/bench_export_test.mjs');
  const node = (...args: string[]) =>
    execFileSync(process.execPath, args, { cwd: repository, encoding: 'utf8', stdio: 'pipe' });
  node('src/build/bundle_file.mjs', 'test/bench/exports/exports.mjs', program);
  const report = node(program, 'iris', 'xor', 'penguins-vae', '--quick');
  // differences, sizes and times: none of these is nothing
  for (const line of [/^\| iris \| 4-16-3 \| 150 /m, /^\| xor \| 2-8-1 \| 1,000 /m])
    expect(report).toMatch(line);
  const figures = /^\| iris \|.*/m.exec(report)![0].split(' | ').slice(3);
  expect(figures).toHaveLength(10);
  expect(figures.slice(0, 2)).toEqual(['0', '0']);
  expect(Number(figures[2])).toBeLessThan(1e-12);
  for (const figure of figures.slice(3)) expect(Number.parseFloat(figure)).toBeGreaterThan(0);
  expect(report).toMatch(/^- refused, penguins-vae: the model is a generator of rows/m);
});
