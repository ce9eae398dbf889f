import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src/index.js';
import { dataset, iris, project } from '../cli/project.js';
import { shell } from '../helpers/cli.js';
import { runs, sample } from '../helpers/runs.js';

const spy = resolve(import.meta.dirname, 'opened_files.cjs');

test('nothing is made from text: every command works where V8 refuses to compile any', async () => {
  const { directory: cwd, write } = project({
    'iris.json': iris({ layers: [], data: { ...iris().data, basis: ['petal_width^2'] } }),
  });
  write('x.csv', 'x,y\n1,2\n');
  const env = { NODE_OPTIONS: '--disallow-code-generation-from-strings' };
  const refused = await shell(`node -e "eval('1')"`, { cwd, env });
  expect(refused.stderr).toMatch(/Code generation from strings disallowed/);
  const lines = [
    'mlp eval run',
    `mlp predict run ${dataset('iris.csv')}`,
    'mlp gradcheck run',
    'mlp trace run',
    `mlp jacobian run ${dataset('iris.csv')}`,
    'mlp inspect run',
    'mlp compare run',
    'mlp report run',
    'mlp check iris.json',
    'mlp diff "sin(x)^2" --at x=1',
    'mlp schema',
    'mlp generate spiral',
    `mlp init ${dataset('iris.csv')} --target species`,
  ];
  const { code, stderr } = await shell(
    ['mlp train iris.json --out run', ...sample(lines, 2)].map((line) => `${line} > out`).join(' && '),
    { cwd, env },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringMatching(/error/) });
});

test('no file is opened because a model names it', async () => {
  const { directory: cwd, done, write, read } = project({ 'iris.json': iris() });
  await done('train iris.json --out run --quiet');
  const { tensors, metadata } = decodeSafetensors(readFileSync(join(cwd, 'run/model.safetensors')), 'run', {
    dtypes: ['F64'],
    requireHash: true,
  });
  const config = JSON.parse(metadata.config);
  config.data = {
    ...config.data,
    split: { type: 'none' },
    train: 'named.csv',
    validation: 'named.csv',
    test: '/named/test.csv',
  };
  config.training = { ...config.training, init_from: 'named/model.safetensors' };
  config.name = 'named';
  const described = { ...metadata, config: JSON.stringify(config), format_comment: 'file:///named' };
  write('other.safetensors', encodeSafetensors(tensors, described));
  const env = { NODE_OPTIONS: `--require ${spy}`, OPENED_FILES: join(cwd, 'opened') };
  const data = dataset('iris.csv');
  const lines = [`eval other.safetensors ${data}`, 'inspect other.safetensors'];
  lines.push(...runs([], [`predict other.safetensors ${data}`, `jacobian other.safetensors ${data}`]));
  const { code, stderr } = await shell(lines.map((line) => `mlp ${line} > out`).join(' && '), { cwd, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const opened = read('opened').split('\n');
  expect(opened.filter((line) => line.endsWith('other.safetensors')).length).toBeGreaterThan(lines.length);
  expect(opened.filter((line) => line.endsWith('iris.csv')).length).toBeGreaterThanOrEqual(lines.length - 1);
  expect(opened.filter((line) => line.includes('named'))).toEqual([]);
});
