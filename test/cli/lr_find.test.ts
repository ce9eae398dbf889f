import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { exp, log } from '../../src/math/index.js';
import { repository } from '../helpers/cli.js';
import { iris, project } from './project.js';

const place = (config: object = {}) => project({ 'iris.json': iris(config) });
const said = ({ code, stderr }: { code: number; stderr: string }) => [code, stderr.replace(/\s+/g, ' ')];

test('a step of a full batch is an epoch of mlp train with that schedule, to the bit', async () => {
  const steps = 20;
  const { done, json, history } = place({ training: { epochs: steps, batch_size: 'full' } });
  await done(`lr-find iris.json --from 0.001 --to 0.1 --steps ${steps}`);
  const gamma = exp(log(0.1 / 0.001) / (steps - 1));
  const schedule = JSON.stringify({ type: 'exponential', gamma });
  await done(
    `train iris.json --quiet --set optimizer.learning_rate=0.001 --set optimizer.schedule=${schedule}`,
  );
  const epochs = history('runs/iris').map((line) => JSON.parse(line));
  const found = json('runs/iris-lr-find/lr-find.json').steps;
  expect(found.map(({ loss }: { loss: number }) => loss)).toEqual(epochs.map(({ train }) => train.loss));
  expect(found.map(({ rate }: { rate: number }) => rate)).toEqual(epochs.map((epoch) => epoch.learning_rate));
  // the average of losses with weights 1, 0.9, 0.81 …
  const [a, b, c] = epochs.map(({ train }) => train.loss);
  expect(found[2].smoothed).toBeCloseTo((c + 0.9 * b + 0.81 * a) / (1 + 0.9 + 0.81), 12);
});

test('a table, a suggestion and a page; nothing else is touched, and training is the same afterwards', async () => {
  const { done, mlp, read, sha256, directory } = place();
  await done('train iris.json --quiet');
  const files = () =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(directory, join(parentPath, name)))
      .sort();
  const hashes = (paths: readonly string[]) => paths.map((path) => [path, sha256(path)]);
  const all = files();
  const before = hashes(all);
  const { stdout, stderr } = await done('lr-find iris.json');
  expect(stdout).toMatch(/^learning rate +smoothed loss +0 … /);
  expect(stdout).toMatch(
    /Suggested: --set optimizer\.learning_rate=0\.\d+, where the smoothed loss falls most steeply/,
  );
  expect(said({ code: 0, stderr })[1]).toContain('runs/iris-lr-find/report.html');
  expect(all).toContain('runs/iris/model.safetensors');
  const written = ['lr-find.json', 'report.html'].map((name) => `runs/iris-lr-find/${name}`);
  expect(files()).toEqual([...all, ...written].sort());
  expect(hashes(all)).toEqual(before);
  await done('train iris.json --quiet --out runs/again');
  expect(sha256('runs/again/model.safetensors')).toBe(sha256('runs/iris/model.safetensors'));
  expect(read('runs/iris-lr-find/report.html')).toContain('iris: learning rates');
  // the same from any number of threads and any backend
  const text = read('runs/iris-lr-find/lr-find.json');
  for (const flags of ['--threads 1', '--backend js']) {
    const again = await done(`lr-find iris.json --json --force ${flags}`);
    expect(again.stdout).toBe(text);
  }
  expect(said(await mlp('lr-find iris.json'))).toEqual([
    73,
    expect.stringContaining('has lr-find.json already'),
  ]);
});

test('restarts, folds, weights of rows, an autoencoder and skip-gram have rates; a gan has none', async () => {
  const { done, json, mlp } = place();
  const flags = [
    '--set training.restarts=3',
    '--set ensemble={"type":"folds","members":3} --set data.split={"type":"none"}',
    '--set data.weight=petal_width',
    '--set training.gradient_clip.norm=1 --set optimizer.type=lion',
  ];
  for (const [i, set] of flags.entries()) {
    await done(`lr-find iris.json --steps 60 --out runs/${i} ${set}`);
    expect(json(`runs/${i}/lr-find.json`).steps.length).toBeGreaterThan(30);
  }
  const shipped = (name: string) => join(repository, `configs/${name}.json`);
  for (const name of ['penguins-vae', 'karate']) {
    const { stdout } = await done(`lr-find ${shipped(name)} --out runs/${name}`);
    expect(stdout).toContain('Suggested: --set optimizer.learning_rate=');
  }
  expect(said(await mlp(`lr-find ${shipped('penguins-gan')}`))).toEqual([
    2,
    expect.stringContaining('the losses of two networks against each other'),
  ]);
});

test.each<[string, number, string]>([
  ['--set optimizer={"type":"lbfgs"} --set training.batch_size=full', 2, '"lbfgs" searches along a line'],
  [
    '--set optimizer={"type":"rprop"} --set training.batch_size=full',
    2,
    '"rprop" has a step for each weight',
  ],
  ['--from 1 --to 0.1', 2, '--from 1, --to 0.1: the rate has to grow'],
  ['--from 0', 2, 'Expected a number'],
  ['--steps 5', 2, 'Expected a whole number from 20'],
])('refuses %s', async (flags, code, message) => {
  const { mlp, directory } = place();
  const outcome = await mlp(`lr-find iris.json ${flags}`);
  expect(said(outcome)).toEqual([code, expect.stringContaining(message)]);
  expect(existsSync(join(directory, 'runs'))).toBe(false);
});

test('a loss that falls nowhere has no suggestion, and exit code 1; an interruption leaves nothing', async () => {
  const { mlp, directory } = place();
  const outcome = await mlp('lr-find iris.json --from 1e-20 --to 1e-15');
  expect([outcome.code, outcome.stdout.replace(/\s+/g, ' ')]).toEqual([
    1,
    expect.stringContaining('The loss falls at no rate of these 300 steps'),
  ]);
  const stopped = await mlp('lr-find iris.json --out runs/stopped', {
    onSignal(listener) {
      listener('SIGINT');
      return () => {};
    },
  });
  expect(said(stopped)).toEqual([130, expect.stringContaining('nothing was written')]);
  expect(existsSync(join(directory, 'runs/stopped/lr-find.json'))).toBe(false);
});
