import { expect, test } from 'vitest';
import { dataset, iris, project } from './project.js';

async function twoRuns() {
  const place = project({ 'iris.json': iris() });
  await place.done('train iris.json --out small --set layers.0.units=2');
  await place.done('train iris.json --out large --set layers.0.units=9');
  return place;
}

test('models side by side: size, rows, metrics as eval has them, and a picture of the first', async () => {
  const { done } = await twoRuns();
  const { stdout, stderr } = await done('compare small large');
  expect(stderr).toBe('');
  const [header, small, large, end] = stdout.split('\n');
  expect(header).toMatch(/^model +network +parameters +rows +loss +accuracy +loss 0 … \S+$/);
  // 4·2 + 2 + 2·3 + 3 and 4·9 + 9 + 9·3 + 3
  expect(small).toMatch(/^small +4-2-3 +19 +30 test +[\d.]+ +[\d.]+ +·*●$/);
  expect(large).toMatch(/^large +4-9-3 +75 +30 test +[\d.]+ +[\d.]+ +·*●$/);
  expect(end).toBe('');
  expect((await done('compare small/model.safetensors large/')).stdout).toBe(stdout);
  const narrow = await done('compare small large', {
    terminals: ['stdout'],
    columns: 60,
    env: { NO_COLOR: '1' },
  });
  expect(narrow.stdout).toMatch(/^model +network +parameters +rows +loss +accuracy\n/);
  const rows = JSON.parse((await done('compare small large --json --metrics loss,f1,log_loss')).stdout);
  for (const { path, name, network, metrics } of rows) {
    const { test: measured } = JSON.parse((await done(`eval ${path} --json`)).stdout);
    expect(metrics).toEqual({ loss: measured.loss, f1: measured.f1, log_loss: measured.log_loss });
    expect([name, network]).toEqual(['iris', path === 'small' ? '4-2-3' : '4-9-3']);
  }
});

test('losses are metrics too: cross_entropy is what was trained; wasserstein asks the same predictions anew', async () => {
  const { done } = await twoRuns();
  const [small] = JSON.parse(
    (await done('compare small --json --metrics loss,cross_entropy,wasserstein --part train')).stdout,
  );
  expect(small.metrics.cross_entropy).toBe(small.metrics.loss);
  const { stdout } = await done(`predict small ${dataset('iris.csv')} --keep species --format jsonl`);
  const classes = ['setosa', 'versicolor', 'virginica'];
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  // The distance to the true class, expected under p: for a certain class, that is the earth mover's.
  const distances = lines.map((row) => {
    const truth = classes.indexOf(row.species);
    return classes.reduce((sum, name, j) => sum + row[`p_${name}`] * Math.abs(j - truth), 0);
  });
  const mean = distances.reduce((sum, value) => sum + value) / distances.length;
  const [all] = JSON.parse(
    (await done(`compare small --json --metrics wasserstein --data ${dataset('iris.csv')}`)).stdout,
  );
  expect([all.part, all.rows]).toEqual(['data', 150]);
  expect(all.metrics.wasserstein).toBeCloseTo(mean, 12);
});

test('mistakes', async () => {
  const { mlp, done } = await twoRuns();
  const fails = async (args: string) => {
    const { code, stdout, stderr } = await mlp(args);
    expect(stdout).toBe('');
    return `${code} ${stderr}`;
  };
  expect(await fails('compare')).toMatch(/^2 error: missing required argument 'models'/);
  expect(await fails('compare small lareg')).toMatch(
    /^66 error: (\S*)lareg: model not found; did you mean "\1large"\?/,
  );
  expect(await fails('compare small --metrics acuracy')).toMatch(
    /^2 .*no metric or loss "acuracy".*did you mean "accuracy"\?/,
  );
  expect(await fails('compare small --metrics mse')).toMatch(
    /^2 error: \S*small: mse after softmax compares numbers/,
  );
  await done('train iris.json --out a$&b --set training.epochs=1');
  expect(await fails('compare a$&b --metrics mse')).toMatch(/^2 error: \S*a\$&b: mse after softmax/);
  expect(await fails('compare small --part dev')).toMatch(/^2 .*train, validation, test/);
  expect(await fails('compare small --data nowhere.csv')).toMatch(/^66 /);
  expect(await fails('compare small --part train --data x.csv')).toMatch(/^2 .*cannot be used with/);
});

test('a part that the data do not have', async () => {
  const { done, mlp } = project({
    'all.json': iris({ data: { train: dataset('iris.csv'), target: 'species' } }),
  });
  await done('train all.json --out run');
  expect((await done('compare run')).stdout).toMatch(/150 train/);
  const { code, stderr } = await mlp('compare run --part test');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: \S*run: its data have no test part \(data\.split\); choose another\n$/);
});

test('says where figures say nothing about each other, and how they would', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i},${(i * 7) % 13},${i % 3},${'ab'[i % 2]}\n`);
  const data = (target: string, more: object = {}) => ({
    data: { train: 'd.csv', target, split: { type: 'random', validation: 0.2, test: 0.2 }, ...more },
    ...{ layers: [], training: { epochs: 1 } },
  });
  const number = { ...data('y'), task: 'regression' };
  const { done } = project({
    'd.csv': `x,y,z,class\n${rows.join('')}`,
    'a.json': number,
    'mae.json': { ...number, head: { loss: 'mae' } },
    'scaled.json': { ...number, data: { ...number.data, target_scale: 'standard' } },
    'gaussian.json': { ...number, head: { loss: 'gaussian_nll' } },
    'other.json': { ...number, head: { loss: 'gaussian_nll' }, seed: 5 },
    'z.json': { ...data('z'), task: 'regression' },
    'class.json': data('class'),
    'seed.json': { ...number, seed: 5 },
    'part.json': { ...number, data: { ...number.data, split: { type: 'random', validation: 0.4 } } },
  });
  const names = ['a', 'mae', 'scaled', 'z', 'class', 'seed', 'part', 'gaussian', 'other'];
  for (const name of names) await done(`train ${name}.json --out ${name} --quiet`);
  const notes = async (args: string) => (await done(`compare ${args}`)).stderr;
  const targets =
    'note: not comparable: the models predict different targets, so that no figure of one says ';
  expect(await notes('a')).toBe('');
  expect(await notes('a a/model.safetensors')).toBe('');
  expect(await notes('a z')).toBe(`${targets}anything about another (a: y, numbers; z: z, numbers)\n`);
  expect(await notes('class z --json')).toBe(
    `${targets}anything about another (class: class, of the classes a, b; z: z, numbers)\n`,
  );
  const loss = 'note: loss is not comparable: the models minimize different ones ';
  expect(await notes('a mae')).toBe(
    `${loss}(a: mse; mae: mae); one that all are measured by: --metrics rmse\n`,
  );
  expect(await notes('a scaled')).toMatch(/^note: loss .*\(a: mse; scaled: mse, of scaled targets\)/);
  expect(await notes('a mae scaled --metrics rmse')).toBe('');
  expect(await notes('a part')).toBe(
    'note: not comparable: the models are measured on different rows (a: 12 test rows; part: 24 validation rows); ' +
      '--data FILE measures all on the same\n',
  );
  expect(await notes('a seed')).toMatch(
    /^note: not comparable: the models are measured on 12 test rows each, but not on the same ones, as .* seed differ; --data FILE/,
  );
  expect(await notes('a seed part --data d.csv')).toBe('');
  expect(await notes('gaussian other --data d.csv')).toBe('');
});
