import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from '../cli/project.js';
import { writeParquet } from '../data/parquet/files.js';
import { isLong } from '../helpers/runs.js';

/** Bits of each number, as C and JavaScript print other digits of the same double; other texts as they are. */
const bitsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) =>
      line.split(',').map((field) => {
        const number = Number(field);
        return Number.isNaN(number) ? field : Buffer.from(Float64Array.of(number).buffer).toString('hex');
      }),
    );

// `main` has another model of Parquet in the short form
test.runIf(isLong)(
  'a model of Parquet, exported as C and run on the CSV of the same rows, has the bits of predict',
  async () => {
    const rows = 400;
    const columns = {
      x: Array.from({ length: rows }, (_, i) => (i % 11 === 0 ? null : Math.sin(i) / 3)),
      count: Array.from({ length: rows }, (_, i) => BigInt((i * 37) % 101)),
      colour: Array.from({ length: rows }, (_, i) => ['red', 'green', 'blue', null][i % 4]),
      is: Array.from({ length: rows }, (_, i) => i % 3 === 0),
      at: Array.from({ length: rows }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i, i % 24, i % 60, i % 60))),
      y: Array.from({ length: rows }, (_, i) => ['a', 'b', 'c'][(i * i) % 3]),
    };
    const text = (cell: unknown) => (cell instanceof Date ? cell.toISOString() : String(cell ?? ''));
    const cells = Object.values(columns).map((column) => column.map(text));
    const lines = Array.from({ length: rows }, (_, row) => cells.map((column) => column[row]).join(','));
    const { directory, done } = project({
      'd.csv': [Object.keys(columns).join(','), ...lines, ''].join('\n'),
      'm.json': {
        name: 'm',
        data: {
          train: 'd.parquet',
          target: 'y',
          missing: 'most_frequent',
        },
        layers: [{ type: 'dense', units: 6, activation: 'gelu' }, { type: 'layer_norm' }],
        training: { epochs: 3 },
      },
    });
    const types = {
      colour: 'STRING',
      is: 'BOOLEAN',
      at: 'TIMESTAMP',
      count: 'INT64',
      x: 'DOUBLE',
      y: 'STRING',
    };
    writeParquet(
      join(directory, 'd.parquet'),
      Object.entries(columns).map(([name, data]) => ({
        name,
        data: data as never,
        type: types[name as keyof typeof types] as never,
      })),
      { rowGroupSize: 150 },
    );
    await done('train m.json --out run --quiet');
    const { stdout: expected } = await done('predict run d.parquet');
    expect((await done('predict run d.csv')).stdout).toBe(expected);
    await done('export run --format c --out m.c');
    const program = join(directory, 'program');
    execFileSync('cc', ['-std=c99', '-O2', '-DM_MAIN', join(directory, 'm.c'), '-lm', '-o', program]);
    const answers = bitsOf(execFileSync(program, [join(directory, 'd.csv')]).toString());
    expect(answers).toEqual(bitsOf(expected));
    expect(answers).toHaveLength(rows + 1);
  },
);
