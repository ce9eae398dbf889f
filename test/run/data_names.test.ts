import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { project } from '../cli/project.js';

const rows = Array.from({ length: 40 }, (_, i) => `${i === 30 ? 'oops' : i},${'xy'[i % 2]}`);

test('messages on the data of a run name the file as it is seen from here, or by its whole path', async () => {
  const { directory, done, json } = project({
    'below/rows.csv': `a,y\n${rows.join('\n')}\n`,
    'below/c.json': {
      data: {
        train: 'rows.csv',
        target: 'y',
        missing: 'median',
        columns: { a: { type: 'number' } },
        split: { type: 'random', validation: 0.3 },
      },
      layers: [],
      training: { epochs: 1 },
    },
  });
  await done('train below/c.json --quiet --out below/runs/m');
  const data = join(directory, 'below/rows.csv');
  for (const [run, name] of [
    ['below/runs/m', relative('', data)],
    [join(directory, 'below/runs/m'), data],
  ])
    for (const command of ['eval', 'explain', 'threshold', 'trace', 'report']) {
      const { stderr } = await done(`${command} ${run}`);
      expect(stderr).toContain(`warning: ${name}: cells that are no numbers`);
    }
  // what is stored stays as it is
  expect(json('below/runs/m/config.json').data.train).toBe('../../rows.csv');
});
