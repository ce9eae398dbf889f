import { beforeAll, expect, test } from 'vitest';
import { sharedDirectory } from '../files/temporary_directory.js';
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
  await world.done('train g.json --quiet --out run');
});

test('an export gives infinite answers, too, as its check finds', async () => {
  const { stdout } = await world.done('predict run far.csv');
  expect(stdout.match(/Infinity/g)).toHaveLength(2);
  for (const format of ['js', 'c', 'onnx']) {
    const checked = await world.done(`export run --format ${format} --check far.csv`);
    expect(checked.stdout).toMatch(/^5 rows: largest difference (0|\d\S*e-\d\d)$/m);
  }
});
