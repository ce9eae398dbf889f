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
