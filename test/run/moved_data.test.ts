import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findMoved, missingFiles } from '../../src/run/moved_data.js';
import { project } from '../cli/project.js';

const csv = (from: number) =>
  `x,y\n${[0, 1, 2, 3, 4].map((i) => `${from + i},${2 * (from + i)}`).join('\n')}\n`;
const files = {
  'here/data/a1.csv': csv(0),
  'here/data/a2.csv': csv(5),
  'here/data/validation.csv': csv(10),
  'here/data/test.csv': csv(20),
};
const layers = { task: 'regression', layers: [], training: { epochs: 1 } };

test('lists of files, patterns, and files of their own for validation and test are found where a run was moved', async () => {
  const data = { target: 'y', validation: 'data/validation.csv', test: 'data/test.csv' };
  const { done, directory } = project({
    ...files,
    'here/list.json': { ...layers, data: { ...data, train: ['data/a1.csv', 'data/a2.csv'] } },
    'here/pattern.json': { ...layers, data: { ...data, train: 'data/a*.csv' } },
  });
  for (const name of ['list', 'pattern']) {
    await done(`train here/${name}.json --quiet --out here/runs/${name}`);
    const { stdout } = await done(`eval here/runs/${name} --quiet`);
    cpSync(join(directory, `here/runs/${name}`), join(directory, `here/old/runs/2026/${name}`), {
      recursive: true,
    });
    const moved = await done(`eval here/old/runs/2026/${name}`);
    expect(moved.stdout).toBe(stdout);
    expect(moved.stderr).toMatch(/the run was moved; its data are under \S+here\n/);
  }
});

test('data with an absolute path are searched nowhere else', async () => {
  const { done, mlp, directory, write } = project(files);
  const path = join(directory, 'here/data/a1.csv');
  expect(
    await findMoved({ train: path, target: 'y' } as never, join(directory, 'here'), directory),
  ).toBeNull();
  expect(await missingFiles({ train: path, target: 'y' } as never, '/')).toEqual([]);
  write('a.json', { ...layers, data: { train: path, target: 'y' } });
  await done('train a.json --quiet --out run');
  rmSync(path);
  const { code, stderr } = await mlp('eval run');
  expect([code, stderr]).toEqual([66, expect.stringContaining('a1.csv: no such file; the run says')]);
});

test('of generated rows only the files beside them are searched', async () => {
  const { directory } = project(files);
  const data = { train: { generator: 'xor' }, test: '../data/test.csv' } as never;
  expect(await missingFiles(data, directory)).toEqual(['../data/test.csv']);
  const found = await findMoved(data, join(directory, 'here/runs/x'), '/');
  expect(found?.directory).toBe(join(directory, 'here'));
  expect(found?.data).toEqual({ train: { generator: 'xor' }, test: join(directory, 'here/data/test.csv') });
});
