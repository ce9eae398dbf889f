import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Project, project } from '../cli/project.js';
import { measured, start } from './program.js';
import { config } from './support.js';

/** A model of ten columns in `model`, and a config `c.json`. */
export async function withTenColumns(): Promise<Project> {
  const training = { epochs: 1, batch_size: 1000 };
  const world = project({ 'c.json': config({ train: 'small.csv' }, { task: 'classification', training }) });
  writeRows(join(world.directory, 'small.csv'), 1e6);
  await world.done('train c.json --out model --quiet');
  return world;
}

/**
 * Writes rows of ten columns of 17 digits and a target until the file has so many bytes; returns the number of rows.
 */
function writeRows(path: string, bytes: number): number {
  const names = Array.from({ length: 10 }, (_, i) => `x${i}`);
  const block = Array.from({ length: 1000 }, (_, i) =>
    [...names.map((_name, j) => Math.sin(11 * i + j).toFixed(15)), i % 2].join(','),
  ).join('\n');
  const file = openSync(path, 'w');
  let rows = 0;
  for (let written = writeSync(file, `${names},y\n`); written < bytes; rows += 1000)
    written += writeSync(file, `${block}\n`);
  closeSync(file);
  return rows;
}

/** Predicts a file of so many bytes, and trains on it: what each takes of memory at its peak, in MB. */
export async function streamed({ directory }: Project, size: number) {
  const path = join(directory, 'large.csv');
  const rows = writeRows(path, size);
  const predicted = await measured('mlp predict model large.csv | wc -l', directory);
  expect({ code: predicted.code, lines: Number(predicted.stdout) }).toEqual({ code: 0, lines: rows + 1 });
  const line = 'mlp train c.json --set data.train=large.csv --out run --quiet --json';
  const trained = await measured(line, directory);
  expect(trained.code).toBe(0);
  expect(JSON.parse(trained.stdout).train.rows).toBe(rows);
  return {
    rows,
    bytes: statSync(path).size,
    matrix: (rows * 11 * 8) / 1e6,
    predict: predicted.peak,
    train: trained.peak,
  };
}

/** Trains `c.json` so many times at once, each into a directory of its own: each has to end as if alone, in `model`. */
export async function trainSideBySide({ directory, sha256 }: Project, count: number): Promise<void> {
  const runs = await Promise.all(
    Array.from({ length: count }, (_, i) => start(directory, 'train', 'c.json', '--out', `run${i}`).ended),
  );
  expect(runs.map(({ code }) => code)).toEqual(Array(count).fill(0));
  for (let i = 0; i < count; i++)
    expect(sha256(`run${i}/model.safetensors`)).toBe(sha256('model/model.safetensors'));
}

/** The program, its libraries and the buffers of a stream, in MB; nothing of a file of any length stays. */
export const streamingPeak = 250;
