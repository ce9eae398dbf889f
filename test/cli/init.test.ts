import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, repository } from '../helpers/cli.js';
import { sample } from '../helpers/runs.js';

/** Runs `mlp init` on a file with this content. */
async function propose(content: string | Buffer, ...args: string[]) {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, 'data.csv'), content);
  const { code, stdout, stderr } = await mlp(['init', 'data.csv', ...args], { cwd });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return { config: JSON.parse(stdout), stderr, cwd };
}

const csv = (rows: number, header: string, row: (i: number) => string) =>
  [header, ...Array.from({ length: rows }, (_, i) => row(i))].join('\n');

const proposals = [
  ['iris', ['species'], 'accuracy', 0.9],
  ['wine', ['cultivar'], 'accuracy', 0.9],
  ['breast_cancer', ['diagnosis'], 'accuracy', 0.9],
  ['penguins', ['species'], 'accuracy', 0.9],
  ['pimaindiansdiabetes2', ['diabetes'], 'accuracy', 0.7],
  ['servo', ['Class'], 'r2', 0.7],
  ['diabetes', ['progression'], 'r2', 0.3],
  ['mtcars', ['mpg'], 'r2', 0.3],
  ['airquality', ['Ozone'], 'r2', 0.3],
  ['linnerud', ['weight', 'waist', 'pulse'], undefined, 0],
] as const;

describe.each(sample<(typeof proposals)[number]>(proposals, 3))(
  'the proposal for %s',
  (name, targets, metric, least) => {
    test('trains as it is, better than a constant does', async () => {
      const cwd = temporaryDirectory();
      symlinkSync(join(repository, 'datasets'), join(cwd, 'datasets'));
      const flags = targets.flatMap((target) => ['--target', target]);
      const proposal = await mlp(['init', `datasets/${name}.csv`, ...flags], { cwd });
      expect(proposal.code).toBe(0);
      writeFileSync(join(cwd, 'config.json'), proposal.stdout);
      const { code, stdout } = await mlp(['train', 'config.json', '--json', '--quiet'], { cwd });
      expect(code).toBe(0);
      const metrics = JSON.parse(stdout);
      expect(Object.keys(metrics)).toEqual(expect.arrayContaining(['train', 'validation']));
      if (metric) expect(metrics.validation[metric]).toBeGreaterThan(least);
    });
  },
);

test('identifiers, constants and empty columns are left out, and it is said why', async () => {
  const { config, stderr } = await propose(
    csv(
      60,
      'row,user_id,name,same,empty,x,y',
      (i) => `${i + 1},${(i * 37) % 1000},n${i},7,,${i / 10},${i % 3 ? 'a' : 'b'}`,
    ),
    '--target',
    'y',
  );
  expect(config.data.ignore).toEqual(['row', 'user_id', 'name', 'same', 'empty']);
  const otherwise = '; to keep it, take it out of data.ignore in the config\n';
  expect(stderr).toContain(`left out (the number of the row): row${otherwise}`);
  expect(stderr).toContain(`left out (an identifier, it seems): user_id${otherwise}`);
  expect(stderr).toContain('left out (another text in almost every row, as names have): name\n');
  expect(stderr).toContain('left out (the same in every row): same\n');
  expect(stderr).toContain('left out (empty): empty\n');
  expect(config.task).toBe('classification');
  expect(config.data.split).toBeUndefined();
  expect(config.ensemble).toEqual({ type: 'folds', members: 5 });
});

test.each<[string, string, (i: number) => string, string[] | undefined]>([
  ['years', 'year,x,y', (i) => `${1980 + i},${(i * 7) % 11},${i / 8}`, undefined],
  ['doses from 1', 'dose,x,y', (i) => `${i + 1},${(i * 7) % 11},${i / 8}`, undefined],
  ['bids', 'bid,paid,y', (i) => `${(i * 37) % 101},${(i * 41) % 103},${i / 8}`, undefined],
  [
    'numbers from 1001 by name',
    'Unnamed: 0,x,y',
    (i) => `${1001 + i},${(i * 7) % 11},${i / 8}`,
    ['Unnamed: 0'],
  ],
  ['numbers from 0 by no name', 'V1,x,y', (i) => `${i},${(i * 7) % 11},${i / 8}`, ['V1']],
  ['all of them, but the only input', 'nr,y', (i) => `${i + 1},${i / 8}`, undefined],
])('a column that counts on is left out for its name alone: %s', async (_, header, row, ignored) => {
  const { config, stderr } = await propose(csv(40, header, row));
  expect(config.data.ignore).toEqual(ignored);
  const [name] = header.split(',');
  if (['year', 'dose'].includes(name))
    expect(stderr).toContain(`note: ${name} counts on from row to row, and is`);
  if (name === 'nr') expect(stderr).toContain('kept, as there is no other input: nr, the number of the row');
});

test('a target is never left out, but doubted', async () => {
  const { config, stderr } = await propose(
    csv(30, 'x,id', (i) => `${i % 7},${i}`),
    '--target',
    'id',
  );
  expect(config.data.ignore).toBeUndefined();
  expect(stderr).toContain('id is a doubtful target: the number of the row');
});

test('missing values: the median for numbers, a category of its own for texts, rows without target left out', async () => {
  const { config } = await propose(
    csv(50, 'x,c,y', (i) => `${i % 5 ? i * 0.5 : ''},${i % 4 ? 'u' : 'NA'},${i % 9 ? i * 1.5 : ''}`),
    '--target',
    'y',
  );
  expect(config.data).toMatchObject({ missing: 'median', columns: { y: { missing: 'drop' } } });
  expect(config.data.target_scale).toBe('standard');
});

test('where categories have gaps, numbers that new rows lack are filled, which predict counts', async () => {
  const { config, stderr, cwd } = await propose(
    csv(30, 'x,c,y', (i) => `${i * 0.5},${i % 4 ? 'u' : ''},${i * 1.5}`),
    '--target',
    'y',
    '--preset',
    'fast',
  );
  expect(config.data.missing).toBe('median');
  expect(config.data.columns).toBeUndefined();
  expect(stderr).toContain("numbers that new rows lack become the column's median");
  writeFileSync(join(cwd, 'c.json'), JSON.stringify(config));
  writeFileSync(join(cwd, 'new.csv'), 'x,c\n,u\n3,u\n,\n');
  expect(await mlp(['train', 'c.json', '--set', 'training.epochs=1', '--out', 'run'], { cwd })).toMatchObject(
    { code: 0 },
  );
  expect(await mlp(['predict', 'run', 'new.csv'], { cwd })).toMatchObject({
    code: 0,
    stderr: 'note: new.csv: missing values, filled in as in training: x 2\n',
  });
});

test('a text that stands among numbers is a missing value, many texts are categories', async () => {
  const { config, stderr, cwd } = await propose(
    csv(60, 'x,grade,y', (i) => `${i % 7 ? i / 3 : '?'},${i % 3 ? i % 2 : 'abc'[(i % 4) % 3]},${i % 2}`),
    '--target',
    'y',
  );
  expect(config.data).toMatchObject({ missing: 'median', columns: { grade: { type: 'category' } } });
  expect(stderr).toContain('missing values: x 9 "?"');
  expect(stderr).toContain(
    'grade: 40 of 60 cells are numbers, 20 are not (first: line 2, "a"): taken for categories',
  );
  writeFileSync(join(cwd, 'config.json'), JSON.stringify(config));
  expect((await mlp(['check', 'config.json'], { cwd })).code).toBe(0);
});

describe('formats are recognised', () => {
  const rows = (delimiter: string, header = true) =>
    csv(30, ['a', 'b', 'y'].join(delimiter), (i) => [i / 4, i % 5, i % 2].join(delimiter)).slice(
      header ? 0 : 6,
    );

  test.each([';', '\t', '|'])('delimiter %j', async (delimiter) => {
    const { config, cwd } = await propose(rows(delimiter), '--target', 'y');
    expect(config.data.delimiter).toBe(delimiter);
    writeFileSync(join(cwd, 'config.json'), JSON.stringify(config));
    expect((await mlp(['check', 'config.json'], { cwd })).code).toBe(0);
  });

  test('a delimiter within quotes does not count', async () => {
    const { config } = await propose(rows(';').replace('a;b;y', '"a, one, two, three";b;y'));
    expect(config.data.delimiter).toBe(';');
  });

  test.each(['', '\ufeff'])('no header, after %j', async (start) => {
    const { config, stderr } = await propose(start + rows(',', false));
    expect(config.data.header).toBe(false);
    expect(config.data.target).toBe('c3');
    expect(stderr).toContain('columns are c1, c2, …');
  });

  test('gzip', async () => {
    const { config } = await propose(gzipSync(rows(';')));
    expect(config.data.delimiter).toBe(';');
  });

  test('stdin, byte by byte', async () => {
    const stdin = Readable.from([...Buffer.from(rows('\t'))].map((byte) => Buffer.of(byte)));
    const { code, stdout } = await mlp(['init', '-', '--target', 'y'], { stdin });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).data).toMatchObject({ train: '-', delimiter: '\t' });
  });
});

test('without --target: the columns are listed, and the last one that says anything is taken', async () => {
  const { config, stderr } = await propose(csv(30, 'x,y,z', (i) => `${i / 4},${i % 2},1`));
  expect(config.data.target).toBe('y');
  expect(stderr).toMatch(/^column +type +different +missing +example\n/);
  expect(stderr).toContain('the target is taken to be y');
});

test('--task decides', async () => {
  const content = csv(40, 'a,b,y', (i) => `${i / 4},${(i * 7) % 11},${i % 3}`);
  expect((await propose(content)).config.task).toBe('classification');
  expect((await propose(content, '--task', 'regression')).config.data.target_scale).toBe('standard');
  const { config } = await propose(content, '--task', 'reconstruction');
  expect(config.data.target).toBeUndefined();
  expect(config.layers).toEqual([{ type: 'dense', units: 2, activation: 'relu' }]);
});

test('few rows are all for training', async () => {
  const { config, stderr } = await propose(csv(8, 'x,y', (i) => `${i / 3},${i % 2}`));
  expect(config.data.split).toBeUndefined();
  expect(config.training.early_stopping).toBeUndefined();
  expect(stderr).toContain('8 rows are too few');
});

test('no data, no file, no such column', async () => {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, 'directory'));
  writeFileSync(join(cwd, 'empty.csv'), '');
  writeFileSync(join(cwd, 'header.csv'), 'a,b\n');
  cpSync(join(repository, 'datasets/iris.csv'), join(cwd, 'iris.csv'));
  const codeOf = async (...args: string[]) => (await mlp(['init', ...args], { cwd })).code;
  expect(await codeOf('directory')).toBe(65);
  expect(await codeOf('empty.csv')).toBe(65);
  expect(await codeOf('header.csv')).toBe(65);
  expect(await codeOf('nowhere.csv')).toBe(66);
  expect(await codeOf('iris.csv', '--target', 'nothing')).toBe(2);
  expect(await codeOf('iris.csv', '--quiet')).toBe(0);
});
test('labels keep their spelling though they are numbers in a format, and few grades are categories', async () => {
  const { config, stderr } = await propose(
    csv(
      60,
      'x,grade,y',
      (i) => `${(i * 7) % 11},${['9', '10', '11', 'K'][i % 4]},${['10%', '20%', '50%'][i % 3]}`,
    ),
    '--target',
    'y',
  );
  expect(config.task).toBe('classification');
  expect(config.data.columns).toEqual({ grade: { type: 'category' } });
  expect(stderr).toContain(
    'grade: 45 of 60 cells are numbers, 15 are not (first: line 5, "K"): taken for categories',
  );
});
