import { expect, test } from 'vitest';
import { dataset, iris, project } from '../cli/project.js';

test('the page has the verdict of a training, and nothing where there is none', async () => {
  const world = project({
    'c.json': iris({ data: { train: dataset('iris.csv'), target: 'species' }, layers: [] }),
  });
  await world.done('train c.json --out run --quiet');
  await world.done('report run --out page.html');
  expect(world.read('page.html')).not.toContain('<ul class="verdict">');
  const metrics = world.json('run/metrics.json');
  world.write('run/metrics.json', { ...metrics, verdict: ['predicts only `a` & so would <guessing>'] });
  await world.done('report run --out again.html');
  expect(world.read('again.html')).toContain(
    '<ul class="verdict"><li>predicts only `a` &amp; so would &lt;guessing&gt;</li></ul>',
  );
});

test('the metrics stand beside those of the baseline, which is said', async () => {
  const world = project({
    'c.json': iris({ data: { train: dataset('iris.csv'), target: 'species' }, layers: [] }),
  });
  await world.done('train c.json --out run --quiet');
  await world.done('report run --out page.html');
  const { baseline } = world.json('run/metrics.json');
  const [part] = ['test', 'validation', 'train'].filter((name) => baseline[name]);
  const cell = baseline[part].accuracy.toFixed(4);
  const page = world.read('page.html');
  expect(page).toContain('<th scope="col">baseline</th>');
  expect(page).toMatch(new RegExp(`accuracy[^<]*</th>(<td>[^<]*</td>)+<td>${cell}[^<]*</td></tr>`));
  expect(page).toContain(`Baseline: ${baseline.predicts}, measured on ${part}.`);
});
