import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { divide, quarter } from './divide.js';
import { tables } from './tables.js';

it('chooses a quarter of every class, by the seed', () => {
  const classes = Array.from({ length: 100 }, (_, i) => (i % 5 === 0 ? 'rare' : 'frequent'));
  const chosen = quarter(classes, 0);
  expect(classes.filter((name, i) => chosen[i] && name === 'rare')).toHaveLength(5);
  expect(chosen.filter(Boolean)).toHaveLength(25);
  expect(quarter(classes, 0)).toEqual(chosen);
  expect(quarter(classes, 1)).not.toEqual(chosen);
});

const lines = (path: string) => readFileSync(path, 'utf8').trim().split('\n');
const named = (name: string) => tables.find((table) => table.name === name)!;

it('writes each row into one of the files, as it was', () => {
  const { train, test } = divide(named('iris'), 3, temporaryDirectory());
  const [header, ...rows] = lines('datasets/iris.csv');
  expect([lines(train)[0], lines(test)[0]]).toEqual([header, header]);
  expect([lines(train).length, lines(test).length].map((n) => n - 1)).toEqual([113, 37]);
  expect([...lines(train).slice(1), ...lines(test).slice(1)].sort()).toEqual(rows.sort());
});

it('leaves out rows without a target, and columns that nobody is given', () => {
  const directory = temporaryDirectory();
  const { train, test } = divide(named('airquality'), 0, directory);
  expect(lines(train).length + lines(test).length - 2).toBe(153 - 37);
  expect(lines(divide(named('mtcars'), 0, directory).train)[0]).toMatch(/^mpg,cyl/);
});

it('takes a table that is divided as it is', () => {
  const { train, test } = divide(named('spam'), 5, 'nowhere');
  expect([train, test].map((path) => path.split('/').at(-1))).toEqual([
    'spam.trainval.csv.gz',
    'spam.test.csv.gz',
  ]);
});
