import { expect, test } from 'vitest';
import { shell } from '../helpers/cli.js';
import { project } from './project.js';

const config = (train: string) => ({ data: { train, target: 'y' }, layers: [], training: { epochs: 1 } });
const flag = (stderr: string) => /--set '[^']+'/.exec(stderr)?.[0] ?? stderr;

test('a file whose fields are all quoted, with another delimiter, is told which', async () => {
  const rows = Array.from({ length: 9 }, (_, i) => `"${i},5";"${'xz'[i % 2]}"\n`).join('');
  const { directory: cwd, mlp } = project({ 'q.csv': `"a";"y"\n${rows}`, 'c.json': config('q.csv') });
  const { code, stderr } = await mlp('train c.json');
  expect([code, stderr]).toEqual([
    65,
    'error: q.csv:1:1: text after a closing quote; it looks as if columns were separated by ";": set ' +
      'data.delimiter to ";" (--set \'data.delimiter=;\')\n',
  ]);
  const decimal = '--set data.decimal=,';
  expect(await shell(`mlp train c.json --quiet ${flag(stderr)} ${decimal}`, { cwd })).toMatchObject({
    code: 0,
  });
});

test('a quote that is written once is told what to do, whatever stands behind it', async () => {
  const { mlp } = project({ 'q.csv': 'a,y\n1,"x";2\n', 'r.csv': '"a"b;y\n1;x\n' });
  for (const file of ['q.csv', 'r.csv'])
    expect((await mlp(`init ${file} --target y`)).stderr).toContain(
      'a quote within a quoted field is written twice',
    );
});

test('a target that is not there is told the names in quotes, and where blanks separate them, how to say so', async () => {
  const { directory: cwd, mlp } = project({
    'sp.csv': 'a b y\n1 2 x\n3 4 z\n',
    'c.csv': 'a b,quantity\n1,2\n',
  });
  const { code, stderr } = await mlp('init sp.csv --target y');
  expect([code, stderr]).toEqual([
    2,
    'error: --target: sp.csv has no column "y"; there is "a b y"; where blanks separate the columns: ' +
      `--set 'data.delimiter=" "'\n`,
  ]);
  const { stdout } = await shell(`mlp init sp.csv --target y ${flag(stderr)}`, { cwd });
  expect(JSON.parse(stdout).data).toMatchObject({ target: 'y', delimiter: ' ' });
  expect((await mlp('init c.csv --target y')).stderr).toContain('; there are "a b", "quantity"\n');
});

test('decimal commas without quotes are told, where rows have exactly two numbers for each name', async () => {
  const { mlp } = project({
    'cd.csv': 'a,y\n9,9,4,5\n6,7,2,7\n1,3,5,5\n',
    'other.csv': 'A title,of two\nx,z,u,y\n6,7,2,7\n1,3,5,5\n',
    'c.json': config('cd.csv'),
  });
  const advice =
    'decimal commas without quotes are likely, as there are exactly twice as many fields as names';
  expect((await mlp('init cd.csv')).stderr).toContain(`if it names the columns, ${advice}`);
  expect((await mlp('train c.json')).stderr).toContain(
    `cd.csv:2:3: 4 fields, expected 2 as in the first line: ${advice}`,
  );
  expect((await mlp('init other.csv')).stderr).not.toContain('decimal');
});

test('a JSON document over several lines that is called JSON lines is told the command', async () => {
  const { mlp } = project({ 'e.jsonl': '{\n "a": 1,\n "y": "x"\n}\n', 'f.jsonl': '{"a": 1}\n{\n' });
  const hint = 'a JSON document over several lines becomes JSON lines by jq -c .\n';
  expect((await mlp('init e.jsonl')).stderr).toMatch(new RegExp(`^error: e\\.jsonl:1:2: .*; ${hint}$`));
  expect((await mlp('init f.jsonl')).stderr).not.toContain('jq');
});
