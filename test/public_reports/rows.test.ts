import { expect, test } from 'vitest';
import { rowsOf } from '../cli/project.js';
import { publicCase } from './public_case.js';

// Built after lightning-flash#825 and autogluon#4226.
test('data-01: each value that training did not have is said with its count', async () => {
  const { done } = publicCase('data-01-unseen');
  await done('train c.json --out run --quiet --set training.epochs=30');
  const { stdout, stderr } = await done('predict run new.csv --keep id');
  expect(stderr).toBe(
    'warning: new.csv: values that no training row had, encoded as all zeros: color: "violet" (1 row, line 3), ' +
      'a missing value (1 row, line 4), "RED" (1 row, line 5; training had "red")\n',
  );
  // the same zeros, the same prediction
  const [, , ...unseen] = rowsOf(stdout).map((row) => row.slice(1));
  expect(unseen).toEqual(Array(3).fill(unseen[0]));
  const stdin = 'id,color,x,y\n1,violet,0.5,hi\n2,red,0.5,lo\n3,RED,1,hi\n4,Red,1,hi\n5,RED,1,hi\n';
  expect((await done('eval run -', { stdin })).stderr).toContain(
    '"RED" (2 rows, first in line 4; training had "red"), "violet" (1 row, line 2), "Red" (1 row, line 5',
  );
});

// Built after jpmml-evaluator-python#26 and catboost#165.
test('new-08: one bad row among good ones costs no other', async () => {
  const { done, mlp, read, write } = publicCase('new-08-predict-stream');
  const [header, ...rows] = read('one-bad-row.csv').trimEnd().split('\n');
  const training = rows.filter((row) => !row.includes('m2'));
  const many = Array.from({ length: 25 }, () => training).flat();
  write('train.csv', [header, ...many].map((row) => `${row}\n`).join(''));
  write('c.json', {
    data: { train: 'train.csv', target: 'price_keur', ignore: ['House ID', 'Sale date', 'postcode'] },
    layers: [],
    training: { epochs: 1 },
  });
  await done('train c.json --out run --quiet');
  const failing = await mlp('predict run one-bad-row.csv');
  expect(failing.code).toBe(65);
  expect(failing.stdout.split('\n')).toHaveLength(1 + 2 + 1);
  expect(failing.stderr).toContain('error: one-bad-row.csv:4:5: column 5 (Living area (m²))');
  const skipping = await done('predict run one-bad-row.csv --on-error skip');
  expect(skipping.stdout.split('\n')).toHaveLength(1 + 4 + 1);
  expect(skipping.stderr).toContain(
    '1 row of 5 left out (--on-error skip):\n  one-bad-row.csv:4:5: column 5',
  );
  const blank = await done('predict run one-bad-row.csv --on-error blank --keep rooms');
  expect(blank.stdout.split('\n')[3]).toBe('3,');

  // a bad cell far behind: every row before it is there
  const far = [header, ...Array<string>(4000).fill(training[0]), rows[2], training[1]];
  write('far.csv', far.map((row) => `${row}\n`).join(''));
  const late = await mlp('predict run far.csv');
  expect(late).toMatchObject({ code: 65 });
  expect(late.stdout.split('\n')).toHaveLength(1 + 4000 + 1);
  expect(late.stderr).toContain('far.csv:4002:5:');
  expect(late.stderr).toContain('(the 4,000 rows before it are printed;');
});
