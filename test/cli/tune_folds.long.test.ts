import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataset, iris, project, rowsOf } from './project.js';

const space = { 'optimizer.learning_rate': { log_uniform: [1e-2, 1e-1] }, 'layers.0.units': { int: [2, 8] } };
const tune = 'tune iris.json --space space.json --trials 3 --strategy random';
const place = (config: object = {}, tried: object = space) =>
  project({ 'iris.json': iris({ training: { epochs: 3 }, ...config }), 'space.json': tried });
const trialsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line));
const said = ({ code, stderr }: { code: number; stderr: string }) => [code, stderr.replace(/\s+/g, ' ')];

/** Iris with a column that says the part of each row, every fifth of them test rows. */
const marked = () => {
  const [header, ...rows] = rowsOf(readFileSync(dataset('iris.csv'), 'utf8'));
  const part = (i: number) => (i % 5 === 4 ? 'test' : i % 5 === 3 ? 'validation' : 'train');
  return { header: [...header, 'part'], rows: rows.map((row, i) => [...row, part(i)]) };
};
const csv = (header: readonly string[], rows: readonly (readonly string[])[]) =>
  `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;

test('a trial is judged by what mlp cv says of the rows that are not test rows, whatever these are', async () => {
  const { header, rows } = marked();
  const data = { train: 'rows.csv', target: 'species', split: { type: 'column', column: 'part' } };
  const { write, done, read, json } = place({ data });
  write('rows.csv', csv(header, rows));
  await done(`${tune} --folds 4 --metric accuracy`);
  const trials = trialsOf(read('runs/iris-tune/trials.jsonl'));
  expect(trials).toHaveLength(3);

  write(
    'rest.csv',
    csv(
      header,
      rows.filter((row) => row[5] !== 'test'),
    ),
  );
  for (const { trial, values, value, folds } of trials) {
    const set = Object.entries(values).map(([name, tried]) => `--set ${name}=${tried}`);
    await done(
      `cv iris.json --folds 4 --set data.train=rest.csv ${set.join(' ')} --out runs/cv${trial} --quiet`,
    );
    const { results, metrics } = json(`runs/cv${trial}/cv.json`);
    expect(folds).toEqual(
      results.map((result: { metrics: { accuracy: number } }) => result.metrics.accuracy),
    );
    expect(value).toBe(metrics.accuracy.mean);
  }

  // other test rows
  const spoilt = rows.map((row) => (row[5] === 'test' ? ['9', '9', '9', '9', ...row.slice(4)] : row));
  write('rows.csv', csv(header, spoilt));
  await done(`${tune} --folds 4 --metric accuracy --out runs/spoilt`);
  expect(trialsOf(read('runs/spoilt/trials.jsonl'))).toEqual(trials);
  expect(json('runs/spoilt/best/metrics.json').test).not.toEqual(
    json('runs/iris-tune/best/metrics.json').test,
  );
});

test('the same study by folds from other threads and after an interruption; with halving it goes on in each fold', async () => {
  const { done, read, directory } = place({ training: { epochs: 9 } });
  const folded = `${tune} --folds 3 --trials 9 --halving`;
  const { stdout, stderr } = await done(`${folded} --threads 1`);
  expect(stdout).toMatch(/^trial +loss over 3 folds +± sd +epochs +optimizer/);
  expect(stderr.replace(/\s+/g, ' ')).toContain('the lowest loss over 3 folds (--metric)');
  const whole = read('runs/iris-tune/trials.jsonl');
  expect(read('runs/iris-tune/report.html')).toContain('has the best loss over 3 folds');
  await done(`${folded} --threads 2 --out runs/two`);
  expect(read('runs/two/trials.jsonl')).toBe(whole);
  writeFileSync(join(directory, 'runs/two/trials.jsonl'), whole.slice(0, Math.floor(whole.length * 0.7)));
  const again = await done(`${folded} --resume --out runs/two --json`);
  expect(read('runs/two/trials.jsonl')).toBe(whole);
  expect(JSON.parse(again.stdout).folds).toBe(3);

  // one that went on has the bits of one that was trained straight through
  const { trial, value, epochs } = trialsOf(whole).at(-1);
  await done(`${tune} --folds 3 --trials 9 --out runs/through`);
  expect([epochs, trialsOf(read('runs/through/trials.jsonl'))[trial].value]).toEqual([9, value]);
});

test.each([
  { type: 'time', validation: 0.2, test: 0.2 },
  { type: 'group', column: 'petal_width', validation: 0.2, test: 0.2 },
  { type: 'none' },
])('folds follow the split %j', async (split) => {
  const { done, read } = place(
    { data: { train: dataset('diabetes.csv'), target: 'progression', split } },
    {
      'layers.0.units': { int: [2, 8] },
    },
  );
  const { stderr } = await done(
    `${tune} --folds 3 --set data.split=${JSON.stringify(split).replace('petal_width', 'age')}`,
  );
  expect(trialsOf(read('runs/iris-tune/trials.jsonl')).every(({ folds }) => folds.length === 3)).toBe(true);
  const [, words] = said({ code: 0, stderr });
  expect(words).toContain('each trial is judged by its mean over these folds');
  expect(words).toContain(split.type === 'none' ? 'there are no test rows' : 'which no trial has seen');
});

test('a study by folds is another study, needs no validation rows, and has no plan', async () => {
  const { done, mlp } = place({}, { 'layers.0.units': { int: [2, 8] } });
  const none = '--set data.split={"type":"random","test":0.2,"validation":0}';
  expect(said(await mlp(`${tune} ${none}`))).toEqual([
    78,
    expect.stringContaining('compare by folds (--folds 5)'),
  ]);
  await done(`${tune} ${none} --folds 2`);
  expect(said(await mlp(`${tune} ${none} --folds 3 --resume`))).toEqual([
    65,
    expect.stringContaining('folds was 2, now 3'),
  ]);
  expect(said(await mlp(`${tune} --folds 2 --plan`))).toEqual([2, expect.stringContaining("'--plan'")]);
  expect(said(await mlp(`${tune} --folds 60 --out runs/many`))).toEqual([
    65,
    expect.stringContaining('60 folds, but fewer rows have these classes'),
  ]);
  expect(said(await mlp(`${tune} --folds 2 --metric rmse --out runs/many`))).toEqual([
    2,
    expect.stringContaining('rmse is not defined for the rows of fold 0'),
  ]);
});

test.each(['', '--folds 2'])('trials on other rows are refused %s', async (flags) => {
  const rows = csv(
    ['x', 'z', 'y'],
    Array.from({ length: 60 }, (_, i) => [String(i), i % 7 ? '1' : '', String(i % 2)]),
  );
  const data = { train: 'rows.csv', target: 'y', split: { type: 'random', validation: 0.3 } };
  const { write, mlp, done } = place({ data: { ...data, missing: 'median' }, name: 'iris' });
  write('rows.csv', rows);
  // a section as a whole has the split in it
  write('space.json', { data: { choice: [data, { ...data, split: { type: 'random', validation: 0.4 } }] } });
  expect(said(await mlp(`${tune} ${flags}`))).toEqual([
    78,
    expect.stringContaining(
      'has a choice with another data.split, which decides what a trial is measured on',
    ),
  ]);
  write('space.json', { 'data.missing': { choice: ['drop', 'median'] } });
  const { stdout, stderr } = await done(`${tune} --strategy grid ${flags} --json`);
  expect(JSON.parse(stdout).failed).toEqual([
    expect.objectContaining({ values: { 'data.missing': 'drop' } }),
  ]);
  expect(stderr.replace(/\s+/g, ' ')).toContain('other rows are left than with the values of the config');
});
