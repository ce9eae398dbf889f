import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findMoved, missingFiles } from '../../src/run/moved_data.js';
import { project } from '../cli/project.js';
import { hasDuckDb, makeDatabase } from '../data/sources/duckdb.js';
import { mlp as program, shell } from '../helpers/cli.js';
import { sample } from '../helpers/runs.js';

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

test('where data are gone, the advice is the command itself, with the path as a shell takes it', async () => {
  const { directory, done, write } = project({
    'rows.csv': csv(0),
    'a.json': { ...layers, data: { train: 'rows.csv', target: 'y' } },
  });
  await done('train a.json --quiet --out run');
  const model = "it's dätä/mein config";
  cpSync(join(directory, 'run'), join(directory, model), { recursive: true });
  rmSync(join(directory, 'run'), { recursive: true });
  rmSync(join(directory, 'rows.csv'));
  write('DATA.csv', csv(3));
  for (const command of ['eval', 'explain', 'trace']) {
    const { code, stderr } = await program([command, model], { cwd: directory });
    const advice = /name other data, as in mlp (.*) DATA\.csv, or mend/.exec(stderr)?.[1] ?? stderr;
    expect([code, advice.startsWith(`${command} '`)]).toEqual([66, true]);
    // paths are those of this process
    const there = await shell(`mlp ${advice} ${join(directory, 'DATA.csv')}`, { cwd: process.cwd() });
    expect([there.code, there.stderr]).toEqual([0, expect.any(String)]);
  }
});

test('of generated rows only the files beside them are searched', async () => {
  const { directory } = project(files);
  const data = { train: { generator: 'xor' }, test: '../data/test.csv' } as never;
  expect(await missingFiles(data, directory)).toEqual(['../data/test.csv']);
  const found = await findMoved(data, join(directory, 'here/runs/x'), '/');
  expect(found?.directory).toBe(join(directory, 'here'));
  expect(found?.data).toEqual({ train: { generator: 'xor' }, test: join(directory, 'here/data/test.csv') });
});

describe.skipIf(!hasDuckDb)('queries of a run that was moved', () => {
  const query = { sql: 'SELECT * FROM d ORDER BY x', database: 'data/shop.duckdb' };
  const queries = {
    'a database': query,
    'a database, and a file beside it': {
      ...query,
      sql: "SELECT d.* FROM d JOIN 'data/a1.csv' USING (x) ORDER BY ALL",
    },
    'files from the config': { sql: "SELECT * FROM 'data/a1.csv' ORDER BY x" },
    'files from a directory': { sql: "SELECT * FROM 'a*.csv' ORDER BY ALL", directory: 'data' },
  };

  test.each(sample(Object.entries(queries), 2))('%s: found, or said how to go on', async (_, train) => {
    const { done, mlp, directory, write } = project(files);
    const here = (path: string) => join(directory, path);
    await makeDatabase(
      here('here/data/shop.duckdb'),
      `create table d as select * from '${here('here/data/a1.csv')}'`,
    );
    const training = { epochs: 2, checkpoint_every: 1 };
    write('here/q.json', { ...layers, training, data: { train, target: 'y' } });
    await done('train here/q.json --quiet --out here/runs/q');
    const { stdout } = await done('eval here/runs/q --quiet');
    const predicted = (await done('predict here/runs/q here/data/test.csv')).stdout;
    for (const path of ['here/old/runs/2026/q', 'away/runs/q'])
      cpSync(here('here/runs/q'), here(path), { recursive: true });

    const moved = await done('eval here/old/runs/2026/q');
    expect(moved.stdout).toBe(stdout);
    expect(moved.stderr).toMatch(/the run was moved; its data are under \S+here\n/);

    // what needs none of its data works anywhere, and so does to go on by the config where that is
    expect((await done('predict away/runs/q here/data/test.csv')).stdout).toBe(predicted);
    await done('train here/q.json --quiet --resume --out away/runs/q --set training.epochs=3');
    rmSync(here('away/runs/q'), { recursive: true });
    cpSync(here('here/runs/q'), here('away/runs/q'), { recursive: true });

    const lost = await mlp('eval away/runs/q');
    expect([lost.code, lost.stdout]).toEqual([66, '']);
    expect(lost.stderr).toMatch(/the run says that (its data|the files of its query) are/);
    expect(lost.stderr).toMatch(/name other data, as in mlp eval \S+away\/runs\/q --sql/);
    const more = 'database' in train ? ['--database', 'here/data/shop.duckdb'] : [];
    expect(lost.stderr.includes(' --database FILE')).toBe('database' in train);
    const sql = "SELECT * FROM 'here/data/test.csv' ORDER BY x";
    const other = await program(['eval', 'away/runs/q', '--sql', sql, ...more], { cwd: directory });
    expect(other.code, other.stderr).toBe(0);

    cpSync(here('away/runs/q/config.json'), here('away/runs/c.json'));
    const resumed = await mlp('train away/runs/c.json --resume --out away/runs/q');
    expect([resumed.code === 66 || resumed.code === 78, resumed.stdout]).toEqual([true, '']);
    expect(resumed.stderr).toMatch(/no such file; there is no directory|No files found that match/);
  });
});
