import { beforeAll, expect, test } from 'vitest';
import { sharedDirectory } from '../files/temporary_directory.js';
import { served } from '../serve/served.js';
import { type Project, project } from './project.js';

const lines = Array.from({ length: 40 }, (_, i) => `${i},${i + (i % 2) * i}\n`);
/** Rows that are far away: the variance of some is above all numbers. */
const far = 'x,name\n3,a\n1e15,b\n-1e15,c\n1e300,d\n-1e300,e\n';

const directory = sharedDirectory();
let world: Project;
beforeAll(async () => {
  world = project(
    {
      'd.csv': `x,y\n${lines.join('')}`,
      'far.csv': far,
      'g.json': {
        ...{ data: { train: 'd.csv', target: 'y' }, task: 'regression', layers: [] },
        head: { loss: 'gaussian_nll' },
        optimizer: { type: 'adam', learning_rate: 0.05 },
        training: { epochs: 60 },
      },
    },
    directory,
  );
  await world.done('train g.json --quiet --out runs/g');
});

test('an export gives infinite answers, too, as its check finds', async () => {
  const { stdout } = await world.done('predict runs/g far.csv');
  expect(stdout.match(/Infinity/g)).toHaveLength(2);
  for (const format of ['js', 'c', 'onnx']) {
    const checked = await world.done(`export runs/g --format ${format} --check far.csv`);
    expect(checked.stdout).toMatch(/^5 rows: largest difference (0|\d\S*e-\d\d)$/m);
  }
});

const words =
  /^warning: far\.csv: 2 rows of 5 with an answer that is no finite number, null in JSON \((.*)\), first in line \d: /m;

test.each([
  ['', 'prediction_sd'],
  ['--format jsonl --keep name', 'prediction_sd'],
  ['--interval 0.9', 'prediction_sd, lower, upper'],
])('predict %s warns of answers that are not finite', async (flags, columns) => {
  const { stderr } = await world.done(`predict runs/g far.csv ${flags}`);
  expect(words.exec(stderr)?.[1]).toBe(columns);
});

test('rows without an answer are none of these, and a single row has its line', async () => {
  world.write('bad.csv', 'x\n?\n1e300\n2\n');
  const { stderr } = await world.done('predict runs/g bad.csv --on-error blank');
  expect(stderr).toMatch(/^warning: bad\.csv: 1 row of 2 with an answer .*, in line 3: /m);
  world.write('near.csv', 'x\n1\n2\n');
  expect((await world.done('predict runs/g near.csv')).stderr).toBe('');
});

test('a server says so in its warnings', async () => {
  const { app } = served(world, ['g']);
  const headers = { host: 'localhost', 'content-type': 'text/csv', accept: 'application/json' };
  const answer = await app.inject({ method: 'POST', url: '/predict', headers, payload: far });
  expect(answer.json().predictions[1].prediction_sd).toBe(null);
  expect(answer.json().warnings).toEqual([
    expect.stringMatching(/^body: 2 rows of 5 with .* first in line 3: /),
  ]);
  await app.close();
});
