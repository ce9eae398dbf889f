import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { project } from '../cli/project.js';
import { shell } from '../helpers/cli.js';

/** A directory with the files of a public case, byte by byte. */
function caseFiles(name: string) {
  const world = project({});
  cpSync(new URL(`${name}/`, import.meta.url), world.directory, { recursive: true });
  return world;
}

describe('data-15-dup, after node-csv-parse#80, qri#48: names that are there twice, or not at all', () => {
  test("pandas' nameless index is left out, by init, train and predict, with a note", async () => {
    const world = caseFiles('data-15-dup');
    const { stdout, stderr } = await world.done('init index.csv --target y --preset fast');
    expect(stderr).toContain(
      'note: index.csv: column 1 has no name and is an index, as pandas and R write it: left out',
    );
    expect(JSON.parse(stdout).data).toMatchObject({ train: 'index.csv', target: 'y' });
    world.write('c.json', stdout);
    const trained = await world.done('train c.json --set training.epochs=2 --out r');
    expect(trained.stderr).toContain('note: index.csv: column 1 has no name and is an index');
    expect(trained.stderr).toContain('1-64-64-1 network');
    const rows = world.read('index.csv').trimEnd().split('\n').length - 1;
    for (const file of ['index.csv', '-'])
      expect(
        (await world.done(`predict r ${file}`, { stdin: world.read('index.csv') })).stdout.split('\n'),
      ).toHaveLength(rows + 2);
  });

  test.each([
    ['train.csv', 'train.csv:1:3: columns 1 and 3 are both called "a"; rename one of them'],
    ['unnamed.csv', 'unnamed.csv:1:3: column 3 has no name; give it one in the header line'],
    ['trail.csv', 'trail.csv:2:3: 3 fields, expected 2 as in the first line: the line ends in a delimiter'],
  ])('%s is refused with its place', async (file, message) => {
    const { code, stderr } = await caseFiles('data-15-dup').mlp(`init ${file} --target y`);
    expect({ code, stderr }).toEqual({ code: 65, stderr: `error: ${message}\n` });
  });
});

describe('data-31-compress, after LightGBM#1069: files that are packed, or of another kind', () => {
  test('gzip, tabs and bars are read as they are', async () => {
    const world = caseFiles('data-31-compress');
    const plain = JSON.parse((await world.done('init t.csv --target y')).stdout);
    for (const [file, delimiter] of [
      ['t.csv.gz'],
      ['t.csv.bz2'],
      ['t.csv.zst'],
      ['t.tsv', '\t'],
      ['t.psv', '|'],
    ]) {
      const { data, ...rest } = JSON.parse((await world.done(`init ${file} --target y`)).stdout);
      expect(rest).toEqual({ ...plain, data: undefined });
      expect(data).toEqual({ ...plain.data, train: file, ...(delimiter && { delimiter }) });
    }
  });

  test.each([
    ['t.csv.xz', 'xz', 'xz -dc t.csv.xz > t.csv'],
    ['t.zip', 'a zip archive', 'unzip -p t.zip > t.csv'],
    [
      't.xlsx',
      'an Excel workbook (xlsx)',
      'save it as CSV in a spreadsheet program, or: libreoffice --headless --convert-to csv --outdir t-csv t.xlsx',
    ],
  ])('%s is named as what it is, with the command that converts it', async (file, kind, command) => {
    const world = caseFiles('data-31-compress');
    for (const args of [`init ${file} --target y`, `train c.json --set data.train=${file}`]) {
      world.write('c.json', { data: { train: 't.csv', target: 'y' } });
      const { code, stderr } = await world.mlp(args);
      expect({ code, stderr }).toEqual({
        code: 65,
        stderr: `error: ${file}: this is ${kind}, which is not read; convert it first: ${command}\n`,
      });
    }
    // the commands that are at hand, as printed
    const [program] = command.split(' ');
    if (!['xz', 'unzip'].includes(program)) return;
    const { directory: cwd } = world;
    if ((await shell(`command -v ${program}`, { cwd })).code !== 0) return;
    const before = world.read('t.csv');
    const { code } = await shell(`rm t.csv && ${command}`, { cwd });
    expect({ code, text: world.read('t.csv') }).toEqual({ code: 0, text: before });
    expect((await world.mlp(`init ${join('.', 't.csv')} --target y`)).code).toBe(0);
  });
});

describe('data-07-encoding, after orange3#7000, pandas#4793, xsv#177', () => {
  test('a column whose name has another Unicode form is missing, and it is said why', async () => {
    const world = caseFiles('data-07-encoding');
    world.write('c.json', (await world.done('init utf8.csv --target ziel')).stdout);
    await world.done('train c.json --set training.epochs=2 --out r --quiet');
    const { code, stderr } = await world.mlp('predict r nfd.csv');
    expect(code).toBe(65);
    expect(stderr).toContain(
      `error: nfd.csv:1: no column "gr\u00f6\u00dfe", which the training data had; there is "gro\u0308\u00dfe" in ` +
        'another Unicode form: it is decomposed, NFD, and composed, NFC was expected; write both in one form',
    );
  });

  test.each([
    ['latin1.csv', 'not valid UTF-8'],
    ['utf16le.csv', 'this is UTF-16'],
    ['utf16nobom.csv', 'a NUL byte'],
  ])('%s is refused', async (file, message) => {
    const { code, stderr } = await caseFiles('data-07-encoding').mlp(`init ${file} --target ziel`);
    expect(code).toBe(65);
    expect(stderr).toContain(`${file}:1:1: ${message}`);
  });
});
