import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { sharedDirectory } from '../files/temporary_directory.js';
import { mlp, shell } from '../helpers/cli.js';
import { runs, sample } from '../helpers/runs.js';
import { dataset, iris, type Json, project } from './project.js';

const split = { type: 'random', validation: 0.25, test: 0.25 };
const generated = (generator: string, more: object = {}) => ({
  data: { train: { generator, rows: 80, ...more }, split },
});

const labels = [
  'a,b,la,lb',
  ...Array.from({ length: 40 }, (_, i) => `${i},${i % 7},${i % 2},${i > 20 ? 1 : 0}`),
];
const shares = ['a,p,q', ...Array.from({ length: 40 }, (_, i) => `${i},${(i % 5) / 4},${1 - (i % 5) / 4}`)];
const weighted = ['a,y,s', ...Array.from({ length: 40 }, (_, i) => `${i},${i * 2 + (i % 3)},${i % 4}`)];

const kinds: [what: string, config: object][] = [
  ['classes', iris()],
  ['two classes', generated('circle')],
  ['two classes with two outputs', { ...generated('circle'), head: { activation: 'softmax' } }],
  ['one number', generated('reg_plane')],
  [
    'one number with target_scale',
    {
      data: { train: dataset('diabetes.csv'), target: 'progression', target_scale: 'standard', split },
    },
  ],
  [
    'several numbers',
    {
      data: {
        train: dataset('linnerud.csv'),
        target: ['weight', 'waist', 'pulse'],
        target_scale: 'minmax',
        split,
      },
    },
  ],
  ['labels', { data: { train: 'labels.csv', target: ['la', 'lb'], split }, head: { activation: 'sigmoid' } }],
  [
    'a distribution',
    { data: { train: 'shares.csv', target: ['p', 'q'], split }, head: { activation: 'softmax' } },
  ],
  [
    'a reconstruction',
    { task: 'reconstruction', data: { train: dataset('iris.csv'), ignore: ['species'], split } },
  ],
  ['weighted rows', { data: { train: 'weighted.csv', target: 'y', weight: 's', split } }],
  [
    'files of their own',
    {
      data: {
        train: dataset('iris.csv'),
        validation: dataset('iris.csv'),
        test: dataset('iris.csv'),
        target: 'species',
      },
    },
  ],
  ['no split', { data: { train: dataset('iris.csv'), target: 'species' } }],
  [
    'poisson, whose output is not the prediction',
    {
      data: { train: 'weighted.csv', target: 'y', split },
      head: { loss: 'poisson_nll' },
      optimizer: { type: 'adam', learning_rate: 1e-6 },
    },
  ],
];

describe('eval prints the very numbers that train printed and logged', () => {
  test.each(sample(kinds, 7))('%s', async (_, config) => {
    const files = {
      'config.json': {
        layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
        training: { epochs: 4 },
        ...config,
      },
      'labels.csv': labels.join('\n'),
      'shares.csv': shares.join('\n'),
      'weighted.csv': weighted.join('\n'),
    };
    const { done, json, history } = project(files);
    const trained = await done('train config.json --out run --json');
    const printed: Json = JSON.parse(trained.stdout);
    const evaluated: Json = JSON.parse((await done('eval run --json')).stdout);
    for (const part of ['train', 'validation', 'test']) expect(evaluated[part], part).toEqual(printed[part]);
    expect(Object.keys(evaluated)).toEqual(
      ['train', 'validation', 'test', 'baseline'].filter((part) => part in printed),
    );
    expect(printed.train).toEqual(json('run/metrics.json').train);
    // A table shows what a table showed.
    const table = await done('eval run/model.safetensors');
    expect((await done('train config.json --out again')).stdout).toBe(table.stdout);
    // The log has the validation's numbers of the epoch that was kept.
    const { best_epoch: epoch, validation } = printed;
    const { validation: logged = {} } = JSON.parse(history('run')[epoch - 1]);
    for (const [name, value] of Object.entries(logged)) expect(validation[name], name).toBe(value);
    expect(Object.keys(logged)).toEqual(
      validation ? ['loss', logged.rmse === undefined ? 'accuracy' : 'rmse'] : [],
    );
  });
});

describe('what is measured', () => {
  test('DATA, a pipe, or its own splits', async () => {
    const { done, mlp, directory } = project({ 'iris.json': iris() });
    await done('train iris.json --out run');
    const csv = readFileSync(dataset('iris.csv'), 'utf8');
    const ofRun = (await done('eval run')).stdout;
    expect(ofRun).toContain('validation');
    const data = (await done(`eval run ${dataset('iris.csv')}`)).stdout;
    expect(data).toMatch(/^metric +data\nrows +150\n/);
    expect((await done('eval run', { stdin: csv })).stdout).toBe(data);
    expect((await done('eval run -', { stdin: csv })).stdout).toBe(data);
    expect(
      (
        await done('eval run -', {
          stdin: Readable.from(
            Buffer.from(csv)
              .toString()
              .match(/.{1,7}|\n/gs)!
              .map((part) => Buffer.from(part)),
          ),
        })
      ).stdout,
    ).toBe(data);
    expect((await mlp('eval run -', { stdin: '' })).code).toBe(65);
    const real = (line: string) => shell(line, { cwd: directory });
    const ways = [
      [`(sleep 0.2; cat ${dataset('iris.csv')}) | mlp eval run`, data],
      ['mlp eval run < /dev/null', ofRun],
      ['mlp eval run <&-', ofRun],
      [`mlp eval run < ${dataset('iris.csv')}`, data],
    ];
    for (const [line, printed] of runs(ways.slice(0, 2), ways))
      expect((await real(line)).stdout).toBe(printed);
  });

  test('numbers do not depend on the order of the columns, nor on others', async () => {
    const { done, write } = project({ 'iris.json': iris() });
    await done('train iris.json --out run');
    const rows = readFileSync(dataset('iris.csv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    write('turned.csv', rows.map((row, i) => [i, ...row.toReversed()].join(',')).join('\n'));
    expect((await done('eval run turned.csv --json')).stdout).toBe(
      (await done(`eval run ${dataset('iris.csv')} --json`)).stdout,
    );
  });

  test('its own splits need the config.json beside the model, and nothing in the model opens a file', async () => {
    const { done, mlp, write, directory } = project({ 'iris.json': iris() });
    await done('train iris.json --out run');
    write('alone.safetensors', readFileSync(`${directory}/run/model.safetensors`));
    const { code, stderr } = await mlp('eval alone.safetensors');
    expect(code).toBe(2);
    expect(stderr).toContain('has no config.json beside it');
    expect((await mlp(`eval alone.safetensors ${dataset('iris.csv')}`)).code).toBe(0);
  });

  test('a model trained on stdin has no splits that could be read again', async () => {
    const config = iris({ data: { train: '-', target: 'species' } });
    const { done, mlp, json } = project({ 'iris.json': config });
    await done('train iris.json --out run', { stdin: readFileSync(dataset('iris.csv'), 'utf8') });
    expect(json('run/config.json').data.train).toBe('-');
    const { code, stderr } = await mlp('eval run');
    expect(code).toBe(2);
    expect(stderr).toContain('trained on stdin');
  });
});

describe('--require', () => {
  const { directory, done, mlp: inProject } = project({ 'iris.json': iris() }, sharedDirectory());
  beforeAll(() => done('train iris.json --out run'));

  test.each([
    ['accuracy>=0.1', 0, ''],
    ['loss<=100', 0, ''],
    ['accuracy>=1.5', 1, /^error: accuracy of test is \d\.\d+, required is >= 1\.5\n$/],
    ['loss<=0', 1, /^error: loss of test is/],
    ['accurcy>=0.5', 2, /no such metric.*did you mean "accuracy"\?/],
    ['accuracy>0.1', 0, ''],
    ['loss<100', 0, ''],
    ['loss>100', 1, /required is > 100/],
    ['loss<0', 1, /required is < 0/],
    ['accuracy=2', 1, /required is = 2/],
    ['accuracy', 2, /Expected a metric, one of >=, <=, >, <, =, and a number, in quotes/],
    ['accuracy>=high', 2, /Expected a metric/],
    ['confusion_matrix>=1', 2, /no such metric/],
  ])('%s exits with %i', async (requirement, code, message) => {
    const outcome = await inProject(`eval run --quiet --require ${requirement}`);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toMatch(message);
    if (code < 2) expect(outcome.stdout).toContain('accuracy');
  });

  test('with blanks around the relation, and at the bound itself', async () => {
    const { accuracy } = JSON.parse((await done('eval run --json')).stdout).test;
    for (const [check, code] of [
      [`accuracy = ${accuracy}`, 0],
      [`accuracy == ${accuracy}`, 0],
      [` accuracy >= ${accuracy} `, 0],
      [`accuracy <= ${accuracy}`, 0],
      [`accuracy > ${accuracy}`, 1],
      [`accuracy < ${accuracy}`, 1],
      ['rmse<70', 2],
      ['accuracy ~ 1', 2],
    ] as const)
      expect((await mlp(['eval', 'run', '--require', check], { cwd: directory })).code, check).toBe(code);
  });

  test('tells a value from the bound that it misses by little', async () => {
    const { loss } = JSON.parse((await done('eval run --json')).stdout).test;
    const bound = Number(loss.toPrecision(5));
    const relation = loss > bound ? '<=' : '>=';
    const { stderr } = await mlp(['eval', 'run', '--require', `loss${relation}${bound}`], { cwd: directory });
    expect(stderr).toBe(`error: loss of test is ${loss}, required is ${relation} ${bound}\n`);
  });

  test('several, of DATA', async () => {
    const { code, stderr } = await inProject(
      `eval run ${dataset('iris.csv')} --require accuracy>=2 --require loss<=9 --require f1>=3`,
    );
    expect(code).toBe(1);
    expect(stderr.match(/of data is/g)).toHaveLength(2);
  });
});

test('data without the target, or with a class that the model does not know', async () => {
  const { done, mlp } = project({ 'iris.json': iris() });
  await done('train iris.json --out run');
  const without = await mlp('eval run', {
    stdin: 'sepal_length,sepal_width,petal_length,petal_width\n1,2,3,4\n',
  });
  expect(without.code).toBe(65);
  expect(without.stderr).toContain('species');
  const header = readFileSync(dataset('iris.csv'), 'utf8').split('\n')[0];
  const unknown = await mlp('eval run', { stdin: `${header}\n5,3,1,0.2,tulip\n` });
  expect(unknown.code).toBe(65);
  expect(unknown.stderr).toContain('tulip');
});

test('a stdin that is open and silent is waited for', async () => {
  const { done, mlp } = project({ 'iris.json': iris() });
  await done('train iris.json --out run');
  const silent = new Readable({ read() {} });
  const running = mlp('eval run', { stdin: silent });
  await new Promise((resolve) => setTimeout(resolve, 20));
  silent.push(readFileSync(dataset('iris.csv')));
  silent.push(null);
  expect((await running).stdout).toMatch(/^metric +data/);
});

test('own data that have changed since training are a warning', async () => {
  const rows = readFileSync(dataset('iris.csv'), 'utf8');
  const config = iris();
  const data = { ...config.data, train: 'own.csv' };
  const { done, mlp, write } = project({ 'iris.json': { ...config, data }, 'own.csv': rows });
  await done('train iris.json --out run');
  expect((await mlp('eval run')).stderr).not.toContain('warning');
  write('own.csv', rows.replace('5.1,3.5', '5.2,3.5'));
  const { code, stderr } = await mlp('eval run');
  expect(code).toBe(0);
  expect(stderr).toMatch(/warning: the data \(train\) are not those that the model was trained on/);
});

describe('--threshold', () => {
  const two = { data: { train: 'two.csv', target: 'y' }, layers: [], training: { epochs: 5 } };
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 13},${(i * 7) % 5 > 2 ? 'yes' : 'no'}`);
  const files = { 'two.csv': `x,y\n${rows.join('\n')}\n`, 'c.json': two };

  test('is that of predict, in tables and JSON, for the own splits and for DATA', async () => {
    const { done } = project(files);
    await done('train c.json --out run --quiet');
    for (const threshold of runs([0, 0.3], [0, 0.3, 0.5, 0.7, 1])) {
      const predicted = (await done(`predict run two.csv --threshold ${threshold}`)).stdout;
      const yes = predicted.match(/^yes,/gm)?.length ?? 0;
      for (const [data, part] of [
        ['', 'train'],
        ['two.csv', 'data'],
      ]) {
        const { stdout } = await done(`eval run ${data} --threshold ${threshold} --json`);
        const { confusion_matrix: counts, threshold: said, positive } = JSON.parse(stdout)[part];
        expect(counts[0][1] + counts[1][1]).toBe(yes);
        expect({ said, positive }).toEqual({ said: threshold, positive: 'yes' });
      }
      expect((await done(`eval run --threshold ${threshold}`)).stdout).toContain(
        `\npositive: yes, from a probability of ${threshold} on\n`,
      );
    }
    const plain = JSON.parse((await done('eval run two.csv --json')).stdout).data;
    expect(plain).not.toHaveProperty('threshold');
    expect({ ...plain, threshold: 0.5 }).toEqual(
      JSON.parse((await done('eval run two.csv --threshold 0.5 --json')).stdout).data,
    );
  });

  test('is for labels, too, and for a distribution over two', async () => {
    const { done } = project({
      'labels.csv': labels.join('\n'),
      'shares.csv': shares.join('\n'),
      'l.json': { data: { train: 'labels.csv', target: ['la', 'lb'] }, head: { activation: 'sigmoid' } },
      's.json': { data: { train: 'shares.csv', target: ['p', 'q'] }, head: { activation: 'softmax' } },
    });
    for (const config of ['l', 's']) {
      await done(`train ${config}.json --out ${config} --quiet --set training.epochs=2`);
      const { stdout } = await done(`eval ${config} --threshold 0`);
      expect(stdout).toContain('predicted, from a probability of 0 on\n');
      expect(JSON.parse((await done(`eval ${config} --threshold 0 --json`)).stdout).train.threshold).toBe(0);
    }
    // every label is predicted from 0 on: recall 1
    expect(JSON.parse((await done('eval l --threshold 0 --json')).stdout).train.recall).toBe(1);
  });

  test('is refused where there are not two classes', async () => {
    const { done, mlp } = project({
      'iris.json': iris(),
      'm.json': { data: { train: dataset('mtcars.csv') } },
    });
    await done('train iris.json --out run --quiet');
    expect(await mlp('eval run --threshold 0.3')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        '--threshold 0.3: is for two classes or for labels, but this model predicts 3',
      ),
    });
    expect((await mlp('eval run --threshold 2')).code).toBe(2);
  });

  test('tables name what is an average over the classes', async () => {
    const { done } = project({ 'iris.json': iris() });
    const { stdout } = await done('train iris.json --out run');
    expect(stdout).toContain('\nmacro averages: precision, recall, f1, roc_auc, average_precision\n');
    expect((await done('eval run')).stdout).toContain('\nmacro averages: precision');
  });
});
