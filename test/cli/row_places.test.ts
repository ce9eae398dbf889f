import { join } from 'node:path';
import type { ColumnSource } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { writeParquet } from '../data/parquet/files.js';
import { type Project, project } from './project.js';

/** A project with a config on d.parquet; `data` are settings of its data. */
const world = (data: object = {}): Project =>
  project({
    'c.json': {
      data: { train: 'd.parquet', target: 'y', split: { type: 'none' }, ...data },
      layers: [],
      training: { epochs: 1 },
    },
  });

const write = ({ directory }: Project, name: string, columns: Readonly<Record<string, unknown[]>>) =>
  writeParquet(
    join(directory, name),
    Object.entries(columns).map(([name, data]): ColumnSource => ({ name, data: data as never })),
    { rowGroupSize: 2 },
  );

const y = [1.5, 2, 3, 4, 5.5];

describe('what has no lines is told by its rows', () => {
  test.each<[string, object, Readonly<Record<string, unknown[]>>, string]>([
    ['a missing value', {}, { x: [1, 2, 3, null, 5], y }, 'd.parquet: row 4: column 1 (x): a missing value'],
    [
      'a text of a column of numbers',
      { columns: { x: { type: 'number' } } },
      { y, x: ['1', '2', 'a', '4', '5'] },
      'd.parquet: row 3: column 2 (x) holds numbers, but this is "a"',
    ],
    [
      'a number that is not finite',
      {},
      { x: [1, 2, 3, 4, Number.POSITIVE_INFINITY], y },
      'd.parquet: row 5: column 1 (x)',
    ],
    [
      'a text among numbers that are taken for missing',
      { columns: { x: { type: 'number', missing: 'mean' } } },
      { y, x: ['1', '2', 'a', '4', '5'] },
      '(first: row 3, "a")',
    ],
  ])('%s', async (_, data, columns, message) => {
    const here = world(data);
    write(here, 'd.parquet', columns);
    const { stderr } = await here.mlp('train c.json --out run');
    expect(stderr).toContain(message);
  });

  test('at predict', async () => {
    const here = world({ missing: 'drop', columns: { c: { type: 'category' } } });
    write(here, 'd.parquet', { x: y, c: ['a', 'b', 'a', 'b', 'a'], y });
    await here.done('train c.json --out run --quiet');
    write(here, 'new.parquet', { x: [1, 2, null, 4, 5], c: ['a', 'b', 'a', 'a', 'z'] });
    const { stderr } = await here.done('predict run new.parquet');
    expect(stderr).toContain('first in row 3');
    expect(stderr).toMatch(/"z".*row 5/);
    expect(stderr).not.toContain('line');
    write(here, 'other.parquet', { X: [1], c: ['a'] });
    const absent = await here.mlp('predict run other.parquet');
    expect(absent.stderr).toMatch(
      /^error: other\.parquet: no column "x", which the training data had; there is "X"/,
    );
    write(here, 'infinite.parquet', { x: [1, Number.POSITIVE_INFINITY], c: ['a', 'a'] });
    const infinite = await here.mlp('predict run infinite.parquet');
    expect(infinite.stderr).toMatch(/^error: infinite\.parquet: row 2: column 1 \(x\)/);
    const lost = await here.mlp('explain run new.parquet --rows 1');
    expect(lost.stderr).toMatch(/^error: new\.parquet: row 3: the row has no prediction/);
    const shapley = await here.done('explain run d.parquet --rows 1');
    expect(shapley.stdout).toContain('row 1');
    expect(shapley.stdout).not.toContain('line');
  });
});
