import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadModel, type MlpError } from '../../src/index.js';
import { iris, project } from './project.js';

const model = 'model.safetensors';

describe('the same config, data and seed', () => {
  test('give the same model and the same history, however it is run', async () => {
    const { done, sha256, history } = project({ 'iris.json': iris() });
    await done('train iris.json');
    const expected = sha256(`runs/iris/${model}`);
    const calls: [string, object?][] = [
      ['--out again'],
      ['--out quiet --quiet'],
      ['--out json --json'],
      ['--out plain', { env: { NO_COLOR: '1' } }],
      ['--out terminal', { terminals: ['stdout', 'stderr'], columns: 80 }],
      ['--out deep/er/dir --seed 0'],
      ['--out environment', { env: { MLP_QUIET: '1', MLP_SEED: '0' } }],
    ];
    for (const [flags, world] of calls) {
      await done(`train iris.json ${flags}`, world);
      const out = flags.split(' ')[1];
      expect(sha256(`${out}/${model}`), flags).toBe(expected);
      expect(history(out), flags).toEqual(history('runs/iris'));
    }
    await done('train iris.json --out other --seed 1');
    expect(sha256(`other/${model}`)).not.toBe(expected);
  });

  test('from another directory, too', async () => {
    const one = project({ 'iris.json': iris() });
    const other = project({ 'configs/of/iris.json': iris() });
    await one.done('train iris.json --out out');
    await other.done('train configs/of/iris.json --out out');
    expect(other.sha256(`out/${model}`)).toBe(one.sha256(`out/${model}`));
  });

  test('the config that is written gives the same model again, wherever it lies', async () => {
    const { done, directory, history, json } = project({ 'iris.json': iris() });
    await done('train iris.json --out a --set training.epochs=3 --seed 7');
    const { tensors, preprocessing } = loadModel(join(directory, 'a'));
    const lines = history('a');
    await done('train a/config.json --out b/c');
    await done('train b/c/config.json --out b/c --force');
    await done('train b/c/config.json --out a --force');
    for (const run of ['a', 'b/c']) {
      // The file differs in one thing, the path of the data that its config has.
      expect(loadModel(join(directory, run))).toMatchObject({ tensors, preprocessing });
      expect(history(run)).toEqual(lines);
      expect(json(`${run}/config.json`).training.epochs).toBe(3);
    }
  });
});

describe('what is printed', () => {
  test('stdout holds the metrics alone: a table, or the content of metrics.json', async () => {
    const { done, json } = project({ 'iris.json': iris() });
    const table = await done('train iris.json');
    expect(table.stdout).toMatch(/^metric +train +validation +test +baseline\nrows +90 +30 +30\nloss /);
    expect(table.stdout).toContain('test: true \\ predicted');
    const asJson = await done('train iris.json --json --force');
    const printed = JSON.parse(asJson.stdout);
    expect(printed).toEqual(json('runs/iris/metrics.json'));
    expect(Object.keys(printed)).toEqual([
      ...['train', 'validation', 'test', 'baseline', 'verdict', 'best_epoch', 'stop_reason', 'restarts'],
      ...['versions', 'seed', 'split', 'sha256', 'seconds'],
    ]);
    const loss = Number(/loss +(\S+)/.exec(table.stdout)![1]);
    expect(loss).toBe(Number(printed.train.loss.toPrecision(5)));
  });

  test('notes go to stderr; --quiet leaves nothing', async () => {
    const { done } = project({ 'iris.json': iris() });
    expect((await done('train iris.json')).stderr).toContain('note: classification, 4-6-3 network');
    expect((await done('train iris.json --quiet --force')).stderr).toBe('');
  });

  test('elsewhere than in a terminal there are about ten lines of progress', async () => {
    const { done } = project({ 'iris.json': iris() });
    for (const [epochs, lines] of [
      [1, 1],
      [7, 7],
      [25, 8],
      [100, 10],
    ]) {
      const { stderr } = await done(`train iris.json --force --set training.epochs=${epochs}`);
      const found = stderr.split('\n').filter((line) => /epoch \d+\/\d+: loss/.test(line));
      expect(found).toHaveLength(lines);
      expect(found.at(-1)).toContain('validation loss');
      expect(found.at(-1)).toContain('accuracy');
    }
  });

  test('in a terminal there is a bar with epoch, time left, losses with their curves, and metric; it is gone at the end', async () => {
    const { done } = project({ 'iris.json': iris() });
    const { stdout, stderr } = await done('train iris.json', { terminals: ['stderr'], columns: 120 });
    expect(stdout).toBe(stripVTControlCharacters(stdout));
    const text = stripVTControlCharacters(stderr);
    expect(text).toMatch(/epoch +6\/6 .* left/);
    expect(text).toMatch(/loss █[▁-█]{5} \d\.\d+, validation loss █[▁-█]{5} \d\.\d+, accuracy \d\.\d+/);
    // The line is cleared and the cursor shown again before anything else is written.
    const [bar, after] = stderr.split('\u001b[?25h');
    expect(bar).toContain('epoch 6/6 [==========]');
    expect(stripVTControlCharacters(after)).toMatch(/^note: all epochs done after 6 epochs/);
  });

  test('restarts: a row each, a star for the winner, and the same in JSON', async () => {
    const { done } = project({ 'iris.json': iris() });
    const { stdout } = await done('train iris.json --set training.restarts=3');
    expect(stdout).toMatch(/^restart +validation loss +epoch +stopped by +0 … \S+\n/);
    expect(stdout.match(/^\d( \*)? .* epochs +·*●$/gm)).toHaveLength(3);
    expect(stdout.match(/^\d \*/gm)).toHaveLength(1);
    expect(stdout).toContain('\n* kept: the best validation loss\n\n');
    const json = JSON.parse((await done('train iris.json --set training.restarts=3 --force --json')).stdout);
    expect(json.restarts).toHaveLength(3);
    expect(Math.min(...json.restarts.map(({ value }: { value: number }) => value))).toBe(
      json.validation.loss,
    );
  });

  test('--dry-run says what would be done, and writes nothing', async () => {
    const { done, directory } = project({ 'iris.json': iris() });
    const { stdout, stderr } = await done('train iris.json --dry-run');
    expect(stdout).toBe('');
    expect(stderr).toContain(
      '4-6-3 network, softmax + cross_entropy, adam; rows: 90 training, 30 validation, 30 test',
    );
    expect(stderr).toMatch(/nothing was written to runs\/iris|nothing was written to .*runs\/iris/);
    expect(readdirSync(directory)).toEqual(['iris.json']);
  });
});

describe('the run directory', () => {
  test('holds the six files and nothing else', async () => {
    const { done, directory } = project({ 'iris.json': iris() });
    await done('train iris.json');
    expect(readdirSync(join(directory, 'runs/iris')).sort()).toEqual([
      'background.json',
      'checkpoint.safetensors',
      'config.json',
      'metrics.json',
      'metrics.jsonl',
      'model.safetensors',
    ]);
  });

  test('is not overwritten without --force', async () => {
    const { done, mlp, sha256 } = project({ 'iris.json': iris() });
    await done('train iris.json');
    const before = sha256(`runs/iris/${model}`);
    const { code, stdout, stderr } = await mlp('train iris.json --seed 3');
    expect({ code, stdout }).toEqual({ code: 73, stdout: '' });
    expect(stderr).toContain('a run is there already');
    expect(stderr).toContain('--force');
    expect(sha256(`runs/iris/${model}`)).toBe(before);
    await done('train iris.json --seed 3 --force');
    expect(sha256(`runs/iris/${model}`)).not.toBe(before);
  });

  test('is not made, and no run there touched, where config or data are wrong', async () => {
    const { done, mlp, directory, write, sha256 } = project({
      'iris.json': iris(),
      'data.json': iris({ data: { train: 'absent.csv' } }),
    });
    expect((await mlp('train data.json')).code).toBe(66);
    expect(existsSync(join(directory, 'runs'))).toBe(false);
    await done('train iris.json --out run');
    const before = sha256('run/checkpoint.safetensors');
    expect((await mlp('train data.json --out run --force')).code).toBe(66);
    write('bad.json', iris({ training: { epochs: 0 } }));
    expect((await mlp('train bad.json --out run --force')).code).toBe(78);
    expect(sha256('run/checkpoint.safetensors')).toBe(before);
  });

  test('never replaces the config it was given', async () => {
    const { mlp, read, directory, done } = project({ 'config.json': iris() });
    const before = read('config.json');
    for (const flags of ['', '--force', '--resume']) {
      const { code, stderr } = await mlp(`train config.json --out . ${flags}`);
      expect(code).toBe(73);
      expect(stderr).toMatch(flags === '' ? /a run is there already/ : /is the config itself/);
      expect(read('config.json')).toBe(before);
    }
    expect(readdirSync(directory)).toEqual(['config.json']);
    await done('train config.json');
    const { code } = await mlp('train runs/iris/config.json --out runs/iris --force --seed 9');
    expect(code).toBe(73);
  });

  test('in the place of a file is refused', async () => {
    const { mlp, read } = project({ 'iris.json': iris(), runs: 'a file' });
    const { code, stderr } = await mlp('train iris.json');
    expect(code).toBe(73);
    expect(stderr).toContain('runs');
    expect(read('runs')).toBe('a file');
  });
});

describe('divergence', () => {
  const settings = {
    name: 'plane',
    data: { train: { generator: 'reg_plane', rows: 60 }, split: { type: 'random', validation: 0.2 } },
    layers: [{ type: 'dense', units: 8, activation: 'relu' }],
    optimizer: { type: 'sgd', learning_rate: 1e6 },
    training: { epochs: 50, batch_size: 8 },
  };

  test('exits with 1, says where, and leaves a model that can be used', async () => {
    const { mlp, json, directory, history } = project({ 'plane.json': settings });
    const { code, stderr, stdout } = await mlp('train plane.json');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /error: training diverged in epoch \d+, step \d+: .+ is no longer finite; the last good weights/,
    );
    expect(stdout).toContain('loss');
    const { restarts, stop_reason } = json('runs/plane/metrics.json');
    expect(stop_reason).toBe('diverged');
    const { epoch, step, layer } = restarts[0].divergence;
    expect(stderr).toContain(`epoch ${epoch}, step ${step}: ${layer}`);
    const { tensors } = loadModel(join(directory, 'runs/plane'));
    for (const { data } of tensors.values()) expect(data.every(Number.isFinite)).toBe(true);
    for (const line of history('runs/plane')) expect(() => JSON.parse(line)).not.toThrow();
    const again = await mlp('train plane.json --resume');
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('training was finished already');
    expect(again.stderr).toContain(`epoch ${epoch}, step ${step}: ${layer}`);
    expect((await mlp('eval runs/plane')).code).toBe(0);
  });
});

describe('init_from', () => {
  test('a model, a run directory, or a file of weights: training starts there', async () => {
    const { done, mlp, json } = project({ 'iris.json': iris() });
    await done('train iris.json --out a');
    const first = json('a/metrics.json');
    for (const from of ['a', `a/${model}`]) {
      const set = `--set training.init_from=${from} --set optimizer.type=sgd --set optimizer.learning_rate=1e-300`;
      await done(`train iris.json --out b --force --seed 0 ${set} --set training.epochs=1`);
      expect(json('b/metrics.json').train).toEqual(first.train);
      expect(json('b/config.json').training.init_from).toBe(`../${from}`);
    }
    const misfit = await mlp(`train iris.json --out c --set training.init_from=a --set layers.0.units=7`);
    expect(misfit.code).toBe(65);
    expect(misfit.stderr).toContain('layers.0.weight is [6,4], expected [7,4]');
    const absent = await mlp('train iris.json --out c --set training.init_from=nowhere');
    expect(absent.code).toBe(66);
  });
});

test('time_limit ends training, and a model is written all the same', async () => {
  const { done, json } = project({
    'iris.json': iris({ training: { epochs: 1_000_000, time_limit: 1e-9 } }),
  });
  const { stderr } = await done('train iris.json');
  expect(stderr).toContain('stopped by training.time_limit');
  expect(json('runs/iris/metrics.json').stop_reason).toBe('time_limit');
  const { stderr: again } = await done('train iris.json --resume');
  expect(again).toContain('training was finished already');
});

test('a config that does not exist', async () => {
  const { mlp } = project({});
  const { code, stderr } = await mlp('train nowhere.json');
  expect(code).toBe(66 satisfies MlpError['exitCode']);
  expect(stderr).toContain('nowhere.json');
});
