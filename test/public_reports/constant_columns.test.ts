// Built after fastai#889, recipes#920, scikit-learn#17794 and #19898: columns that are constant but for rounding.
import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp } from '../helpers/cli.js';
import { sample } from '../helpers/runs.js';

const inputs = resolve(import.meta.dirname, 'data-16-const');

/** Trains on a file of the case, or on this text, by the config that init proposes, with all of its columns. */
async function trained(file: string, target: string, { text, set = [] }: { text?: string; set?: string[] }) {
  const cwd = temporaryDirectory();
  if (text === undefined) cpSync(inputs, cwd, { recursive: true });
  else writeFileSync(join(cwd, file), text);
  const { stdout } = await mlp(['init', file, '--target', target], { cwd });
  writeFileSync(join(cwd, 'c.json'), stdout);
  const flags = ['data.ignore=[]', ...set].flatMap((value) => ['--set', value]);
  const { code, stderr } = await mlp(['train', 'c.json', '--out', 'run', '--quiet', ...flags], { cwd });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const predict = async (rows: string, command = 'predict') => {
    const predicted = await mlp([command, 'run', '-'], { cwd, stdin: rows });
    const [, ...lines] = predicted.stdout.trimEnd().split('\n');
    return { stderr: predicted.stderr, rows: lines.map((line) => line.split(',').map(Number)) };
  };
  return { cwd, stderr, predict };
}

describe.each(sample(['standard', 'minmax', 'robust'], 1))('scale %s', (scale) => {
  test.each([
    ['0.3 beside 0.30000000000000004', 'nearreg.csv', 'k', '0.3', '0.31', 0.5, 495],
    ['1700000000.0 beside 1700000000.000001', 'bigoff.csv', 't', '1700000000.0', '1700000100', 0.5, 50],
  ])('%s: one prediction, whatever comes', async (_, file, name, usual, other, x, expected) => {
    const { stderr, predict } = await trained(file, 'y', { set: [`data.scale=${scale}`] });
    expect(stderr).toContain(`column ${name} is ${Number(usual)}, but for rounding, in every training row`);
    const { rows, stderr: said } = await predict(`${name},x\n${usual},${x}\n${other},${x}\n`);
    expect(rows[0]).toEqual(rows[1]);
    // the network's own error at a row of its data is up to 7 % here
    expect(Math.abs(rows[0][0] / expected - 1)).toBeLessThan(0.1);
    expect(said).toContain(`stdin:3:1: column 1 (${name}): ${other}, where every training row had`);
  });
});

test('2024 for a column that was 2023 moves no prediction, and its derivative is 0', async () => {
  const wave = Array.from({ length: 60 }, (_, i) => ((i * 37) % 60) / 30 - 1);
  const text = ['year,x,y', ...wave.map((x) => `2023,${x.toFixed(3)},${(5 + x / 10).toFixed(3)}`)].join('\n');
  const { predict } = await trained('data.csv', 'y', { text });
  const rows = 'year,x\n2023,-0.2\n2024,-0.2\n';
  const { rows: answers } = await predict(rows);
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0][0]).toBeCloseTo(4.98, 2);
  expect((await predict(rows, 'jacobian')).rows.map(([first]) => first)).toEqual([0, 0]);
});

test('a number and a category that are the same in every row change nothing; the first other value is named', async () => {
  const { cwd, stderr } = await trained('train.csv', 'y', {});
  expect(stderr).toContain('columns k, c have one value each in all training rows');
  const { stdout, stderr: said } = await mlp(['predict', 'run', 'new.csv'], { cwd });
  expect(new Set(stdout.trimEnd().split('\n').slice(1)).size).toBe(1);
  expect(said).toBe(
    'warning: new.csv:3:1: column 1 (k): 19.9, where every training row had 20; ' +
      'columns that were constant in training change no prediction\n',
  );
});
