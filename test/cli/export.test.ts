import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shell } from '../helpers/cli.js';
import { dataset, iris, project } from './project.js';

const trained = async (more: object = {}) => {
  const made = project({ 'iris.json': iris(more) });
  await made.done('train iris.json --out run --quiet');
  return made;
};

/** The module of an export, loaded. */
const load = async (directory: string, name: string) => import(`${join(directory, name)}?${Math.random()}`);

test('writes a module with its types, prints their names, and says what the check found', async () => {
  const { done, directory, json } = await trained();
  const { stdout } = await done(`export run --format js --check ${dataset('iris.csv')}`);
  const names = stdout
    .split('\n')
    .slice(0, 2)
    .map((path) => path.split('/').at(-1));
  expect(names).toEqual(['iris.mjs', 'iris.d.mts']);
  expect(stdout.split('\n')[2]).toBe('150 rows: largest difference 0');
  const { predict, columns, classes } = await load(directory, 'iris.mjs');
  const row = {
    sepal_length: 5.1,
    sepal_width: 3.5,
    petal_length: 1.4,
    petal_width: 0.2,
    other: 'passed over',
  };
  const [answer] = predict([row]);
  expect(Object.keys(answer)).toEqual(['prediction', 'p_setosa', 'p_versicolor', 'p_virginica']);
  expect(predict(row)).toEqual(answer);
  expect(classes).toEqual(['setosa', 'versicolor', 'virginica']);
  expect(columns[0]).toEqual({ name: 'sepal_length', type: 'number' });
  expect(readFileSync(join(directory, 'iris.d.mts'), 'utf8')).toContain('"sepal_length": number | null;');
  expect(json('run/metrics.json')).toBeDefined();
});

test('a value that predict would refuse is an error', async () => {
  const { done, directory } = await trained();
  await done('export run --format js');
  const { predict } = await load(directory, 'iris.mjs');
  const row = { sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2 };
  expect(() => predict({ ...row, sepal_width: undefined })).toThrow(/no column "sepal_width"/);
  expect(() => predict({ ...row, sepal_width: '3.5' })).toThrow(/takes a number, and was given "3.5"/);
  expect(() => predict({ ...row, sepal_width: null })).toThrow(/"sepal_width": a missing value/);
  expect(() => predict({ ...row, sepal_width: Infinity })).toThrow(/the value Infinity is too large/);
});

test('a row without an answer has null in each place', async () => {
  const { done, directory } = await trained({ data: { ...iris().data, missing: 'drop' } });
  await done('export run --format js');
  const { predict } = await load(directory, 'iris.mjs');
  const answer = predict({ sepal_length: null, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2 });
  expect(Object.values(answer)).toEqual([null, null, null, null]);
});

test('a threshold that is stored decides', async () => {
  const { done, directory } = project({
    'pima.json': {
      name: 'pima',
      data: {
        train: dataset('pimaindiansdiabetes2.csv'),
        target: 'diabetes',
        missing: 'median',
        split: { type: 'random', validation: 0.2 },
      },
      training: { epochs: 1 },
    },
  });
  await done('train pima.json --out run --quiet');
  await done('threshold run --set-to 0.1');
  const { stdout } = await done(`export run --format js --check ${dataset('pimaindiansdiabetes2.csv')}`);
  expect(stdout).toMatch(/768 rows: largest difference 0/);
  expect(readFileSync(join(directory, 'pima.mjs'), 'utf8')).toMatch(/reaches\(\w+\[1\], 0\.1\)/);
});

test('files that are there are not replaced without --force', async () => {
  const { done, mlp } = await trained();
  await done('export run --format js --out a.js');
  const { code, stderr } = await mlp('export run --format js --out a.js');
  expect({ code, stderr }).toEqual({
    code: 73,
    stderr: expect.stringMatching(/a\.js: is there already; use --force/),
  });
  const { stdout } = await done('export run --format js --out a.js --force --json');
  expect(JSON.parse(stdout)).toEqual({
    format: 'js',
    files: [expect.stringMatching(/a\.js$/), expect.stringMatching(/a\.d\.ts$/)],
  });
});

test('to stdout, which cannot be checked', async () => {
  const { done, mlp, directory } = await trained();
  const { stdout } = await done('export run --format c --out -');
  expect(stdout).toMatch(/^\/\* The model "iris", exported by mlp/);
  expect(existsSync(join(directory, 'iris.c'))).toBe(false);
  const { code, stderr } = await mlp(`export run --format c --out - --check ${dataset('iris.csv')}`);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/--check runs the file/) });
});

test('checks on several files, on stdin, and says where data are named in a wrong way', async () => {
  const { done, mlp, directory } = await trained();
  const rows = readFileSync(dataset('iris.csv'), 'utf8');
  writeFileSync(join(directory, 'more.csv'), rows);
  const { stdout } = await done(`export run --format js --check ${dataset('iris.csv')} --check more.csv`);
  expect(stdout).toMatch(/^300 rows: largest difference 0$/m);
  for (const check of ['--check', '--check -']) {
    const piped = await mlp(`export run --format js --force ${check}`, { stdin: rows });
    expect(piped.stdout).toMatch(/^150 rows: largest difference 0$/m);
  }
  for (const [flags, message] of [
    ['--database x.duckdb', /^error: --database: needs --sql/],
    ['--check a.csv --sql x', /^error: --sql: its rows are the data; leave out a\.csv/],
    ['--out - --sql x', /^error: --check runs the file that is written/],
  ] as const) {
    const { code, stderr } = await mlp(`export run --format js --force ${flags}`);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  }
});

test('a format that is none, and none at all', async () => {
  const { mlp } = project({});
  const wrong = await mlp('export run --format jss');
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/jss.*did you mean "js"\?/s) });
  const none = await mlp('export run');
  expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/--format/) });
});

test('what makes rows has no prediction to export', async () => {
  const { done, mlp } = project({
    'v.json': { task: 'generation', data: { train: dataset('iris.csv') }, training: { epochs: 1 } },
  });
  await done('train v.json --out run --quiet');
  const { code, stderr } = await mlp('export run --format c');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/generator of rows.*mlp sample/),
  });
});

test('an export that was changed does not give what predict gives; without a compiler a check fails', async () => {
  const { done, mlp, directory } = await trained();
  const data = dataset('iris.csv');
  const without = await mlp(`export run --format c --json --check ${data}`, {
    env: { CC: 'no-such-cc -O2' },
  });
  expect(without).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^error: \S*iris\.c: written, but not checked: there is no C compiler \(no-such-cc; .*\)\n$/,
    ),
  });
  expect(JSON.parse(without.stdout).check).toBe(null);
  expect(existsSync(join(directory, 'iris.c'))).toBe(true);
  const failing = await mlp(`export run --format c --force --check ${data}`, { env: { CC: 'false' } });
  expect(failing).toMatchObject({ code: 1, stderr: expect.stringMatching(/iris\.c: false fails/) });
  for (const CC of ['cc', ' cc  -O1 -Wall ', '']) {
    const { stdout } = await done(`export run --format c --force --check ${data}`, { env: { CC } });
    expect(stdout).toMatch(/largest difference 0/);
  }
  const flags = await mlp(`export run --format c --force --check ${data}`, { env: { CC: 'cc -DIRIS_H' } });
  expect(flags).toMatchObject({ code: 1, stderr: expect.stringMatching(/iris\.c: cc -DIRIS_H fails/) });
});

test('the commands at the head of a file of C make the program, whatever the file is called', async () => {
  const { done, write, directory } = await trained({ name: 'my irises' });
  write('rep/other.c', '');
  for (const [flags, file, folder] of [
    ['', 'my irises.c', '.'],
    ['--out rep/iris_model.c', 'iris_model.c', 'rep'],
    ["--out rep/it's.c", "it's.c", 'rep'],
  ]) {
    await done(`export run --format c ${flags}`);
    const cwd = join(directory, folder);
    const text = readFileSync(join(cwd, file), 'utf8');
    const command = (line: RegExp) => line.exec(text)![1];
    const main = await shell(command(/program that reads CSV: +(cc .*)$/m), { cwd });
    expect(main).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await shell('./my_irises', { cwd, stdin: readFileSync(dataset('iris.csv'), 'utf8') })).code).toBe(
      0,
    );
    const [define, include] = [
      command(/^ *(#define \w+_DECLARATIONS)$/m),
      command(/^ *(#include ".*\.c")$/m),
    ];
    write(join(folder, 'part.c'), `${define}\n${include}\nint (*f)(void) = my_irises_self_test;\n`);
    const part = await shell(`${command(/part of another: +(cc .*), and/)} && cc -std=c99 -c part.c`, {
      cwd,
    });
    expect(part).toEqual({ code: 0, stdout: '', stderr: '' });
  }
});

test('a file that is named as another format is refused, and so are the rows of the check', async () => {
  const { done, mlp, write, read } = await trained();
  for (const [format, out, other, ending] of [
    ['c', 'foo.js', 'js', '.c'],
    ['js', 'foo.C', 'c', '.mjs'],
    ['js', 'foo.onnx', 'onnx', '.mjs'],
  ]) {
    const { code, stderr } = await mlp(`export run --format ${format} --out ${out}`);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        new RegExp(`^error: --out ${out}: .* end in \\${ending}, or say --format ${other}\n$`),
      ),
    });
  }
  for (const out of ['model.h', 'model.txt', 'model']) await done(`export run --format c --out ${out}`);
  const rows = readFileSync(dataset('iris.csv'), 'utf8');
  write('rows.txt', rows);
  const { code, stderr } = await mlp('export run --format c --out rows.txt --force --check rows.txt');
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/rows\.txt is read as DATA/) });
  expect(read('rows.txt')).toBe(rows);
});
