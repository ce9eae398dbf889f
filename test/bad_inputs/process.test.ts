import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../src/index.js';
import { iris, type Project, project } from '../cli/project.js';
import { mlp, repository, shell } from '../helpers/cli.js';
import { runs, sample } from '../helpers/runs.js';
import { start } from './program.js';
import { config, contents, expectError, refused, withData, withModel } from './support.js';

const model = 'model.safetensors';

/** Takes about a second, of which an epoch is a thirtieth: 63 steps. */
const slow = {
  data: { train: { generator: 'spiral', rows: 1250 }, split: { type: 'random', validation: 0.2 } },
  layers: [
    { type: 'dense', units: 64, activation: 'tanh' },
    { type: 'dropout', rate: 0.1 },
    { type: 'dense', units: 64, activation: 'tanh' },
  ],
  optimizer: { type: 'adam', learning_rate: 0.01 },
  training: { epochs: 30, batch_size: 16, checkpoint_every: 3 },
};

describe('stdout', () => {
  test('row 56: /dev/full is an error, and the run is whole all the same', async () => {
    const world = await withModel();
    const lines = ['mlp predict model d.csv', 'mlp eval model', 'mlp train c.json --quiet --out run'];
    for (const line of runs(lines.slice(-1), lines)) {
      const { code, stderr } = await shell(`${line} > /dev/full`, { cwd: world.directory });
      expect({ line, code }).toEqual({ line, code: 74 });
      expect(stderr).toMatch(/^(note: .*\n)*error: stdout: cannot be written: no space left on device\n$/);
    }
    expect(loadModel(join(world.directory, 'run')).tensors).toEqual(
      loadModel(join(world.directory, 'model')).tensors,
    );
  });

  test('row 57: `| head -1` stops it quietly', async () => {
    const world = await withModel();
    const lines = ['(echo x; yes 1 2> /dev/null) | mlp predict model', 'mlp generate xor --rows 100000'];
    for (const line of runs(lines.slice(0, 1), lines)) {
      const { code, stdout, stderr } = await shell(`${line} | head -1`, { cwd: world.directory });
      expect([0, 141], line).toContain(code);
      expect(stdout, line).toMatch(/^[^\n]+\n$/);
      expect(stderr, line).toBe('');
    }
  });

  test(`row 58: ${runs('3', '10')} MB into a slow pipe all arrive`, async () => {
    const world = await withModel();
    const rows = runs(80_000, 260_000);
    const line = `(echo x; seq ${rows} | sed s/.*/1/) | mlp predict model`;
    const both = await Promise.all(
      [`${line} | (sleep 1; cat) > slow.csv`, `${line} > quick.csv`].map((each) =>
        shell(each, { cwd: world.directory }),
      ),
    );
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const text = world.read('slow.csv');
    expect(text.length).toBeGreaterThan(runs(3e6, 10e6));
    expect(text.match(/\n/g)).toHaveLength(rows + 1);
    expect(world.sha256('slow.csv')).toBe(world.sha256('quick.csv'));
  });

  test('row 73 (added): stderr that is full or closed changes nothing', async () => {
    const world = await withModel();
    for (const stderr of sample(['2> /dev/full', '2>&-'], 1))
      expect(await shell(`mlp predict model d.csv ${stderr}`, { cwd: world.directory })).toMatchObject({
        code: 0,
      });
  });
});

/** The run that nothing disturbs: made once. */
let undisturbed: { sha256: string; history: string[] } | undefined;
async function expectUndisturbed({ sha256, history }: Project, run: string) {
  if (undisturbed === undefined) {
    const world = project({ 'slow.json': slow });
    await world.done('train slow.json --out whole --quiet');
    undisturbed = { sha256: world.sha256(`whole/${model}`), history: world.history('whole') };
  }
  expect(sha256(`${run}/${model}`)).toBe(undisturbed.sha256);
  expect(history(run)).toEqual(undisturbed.history);
}

describe('signals', () => {
  const signals = [
    ['SIGINT', 130, 1],
    ['SIGTERM', 143, 1],
    ['SIGINT', 130, 2],
  ] as const;
  // cli/resume has another of the first two in its short form
  test.each(runs<readonly (typeof signals)[number][]>(signals.slice(1), signals))(
    'row 59: %s: exit code %i, the checkpoint is saved (sent %i times)',
    async (signal, code, times) => {
      const world = project({ 'slow.json': slow });
      const child = start(world.directory, 'train', 'slow.json', '--out', 'run');
      await child.said(/epoch 6\/30/);
      for (let i = 0; i < times; i++) child.process.kill(signal);
      const ended = await child.ended;
      // The second one ends the process at once, if the first has not done so yet.
      expect([code, null]).toContain(ended.code);
      if (times === 1) {
        expect(ended).toMatchObject({ code, signal: null, stdout: '' });
        expect(ended.stderr).toMatch(
          /interrupted in epoch \d+; wrote run with a checkpoint .+:\nmlp train slow\.json --out run --resume\n$/,
        );
        await world.done('eval run');
      }
      await world.done('train slow.json --out run --resume --quiet');
      await expectUndisturbed(world, 'run');
    },
  );

  test('row 63: SIGKILL at several moments: never a torn file, and --resume ends in the same bits', async () => {
    const world = project({ 'slow.json': slow });
    for (const lines of runs([2], [1, 2, 3])) {
      const flags = existsSync(join(world.directory, 'run')) ? ['--resume'] : [];
      const child = start(world.directory, 'train', 'slow.json', '--out', 'run', ...flags);
      await Promise.race([child.said(new RegExp(`(epoch [^]*){${lines}}`)), child.ended]);
      child.process.kill('SIGKILL');
      await child.ended;
      for (const name of readdirSync(join(world.directory, 'run')).filter((file) =>
        file.endsWith('.safetensors'),
      ))
        expect((await world.mlp(`inspect run/${name}`)).stderr).not.toMatch(/damaged|cut off/);
    }
    await world.done('train slow.json --out run --resume --quiet');
    await expectUndisturbed(world, 'run');
    expect(readdirSync(join(world.directory, 'run')).sort()).toEqual([
      'background.json',
      'checkpoint.safetensors',
      'config.json',
      'metrics.json',
      'metrics.jsonl',
      model,
    ]);
  });
});

test('row 60: a loss that is no longer finite stops training, named, with the last good weights kept', async () => {
  const diverging = {
    data: { train: { generator: 'reg_plane', rows: 60 } },
    layers: [{ type: 'dense', units: 8, activation: 'relu' }],
    optimizer: { type: 'sgd', learning_rate: 1e6 },
    training: { epochs: 50, batch_size: 8 },
  };
  const world = project({ 'c.json': diverging });
  const { code, stderr } = await world.mlp('train c.json --out run');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error: training diverged in epoch \d+, step \d+: (layers\.0|head|loss)\S*.* is no longer finite; the last good weights \(epoch \d+\) were kept; try a smaller optimizer\.learning_rate/m,
  );
  for (const { data } of loadModel(join(world.directory, 'run')).tensors.values())
    expect(data.every(Number.isFinite)).toBe(true);
  expect((await world.mlp('eval run')).code).toBe(0);
});

test('row 61: two runs into one directory: the second is refused, the first is not disturbed', async () => {
  const world = project({ 'slow.json': slow });
  const first = start(world.directory, 'train', 'slow.json', '--out', 'run');
  await first.said(/epoch 3\/30/);
  // stopped, so that it is not done before the others have been refused, however busy the machine is
  first.process.kill('SIGSTOP');
  for (const flags of [[], ['--force'], ['--resume']]) {
    const outcome = await mlp(['train', 'slow.json', '--out', 'run', ...flags], { cwd: world.directory });
    expect(outcome.code).toBe(73);
    expectError(outcome, [/another run \(process \d+\) is writing into/]);
  }
  first.process.kill('SIGCONT');
  expect((await first.ended).code).toBe(0);
  await expectUndisturbed(world, 'run');
  const both = await Promise.all(
    [1, 2].map(() => start(world.directory, 'train', 'slow.json', '--out', 'both').ended),
  );
  expect(both.map(({ code }) => code).sort()).toEqual([0, 73]);
  await expectUndisturbed(world, 'both');
});

test('row 62: --quiet, --json, colour and terminals: the same weights', async () => {
  const world = project({ 'c.json': iris() });
  await world.done('train c.json --out plain');
  for (const [i, [flags, worldOf]] of (
    [
      ['--quiet', {}],
      ['--json', {}],
      ['', { terminals: ['stdout', 'stderr'], columns: 80 }],
      ['--no-color', { terminals: ['stdout', 'stderr'], env: { FORCE_COLOR: '1' } }],
      ['--quiet --json', { env: { NO_COLOR: '1', TERM: 'dumb' } }],
    ] as const
  ).entries()) {
    await world.done(`train c.json --out run${i} ${flags}`, worldOf);
    expect(world.sha256(`run${i}/${model}`)).toBe(world.sha256(`plain/${model}`));
    expect(world.history(`run${i}`)).toEqual(world.history('plain'));
  }
});

describe('the environment', () => {
  test('row 64: stdin is a terminal and there is no DATA: said, not waited for', async () => {
    const world = await withModel();
    const stdin = Object.assign(new Readable({ read() {} }), { isTTY: true });
    for (const args of ['predict model', 'jacobian model'])
      await refused(world, args, 2, ['no data: name a CSV file, or pipe one in (stdin is a terminal)'], {
        stdin,
      });
    // A real terminal, of which nobody types anything.
    const line = `timeout 20 script -qec 'node ${repository}/bin/mlp.js predict model' /dev/null < /dev/null`;
    const { code, stdout } = await shell(line, { cwd: world.directory });
    expect({ code, stdout }).toMatchObject({ code: 2, stdout: expect.stringContaining('name a CSV file') });
    const none = await shell(line.replace(' predict model', ''));
    expect(stripVTControlCharacters(none.stdout)).toContain('Usage: mlp');
  });

  test('row 65: no home, and one that is read-only', async () => {
    const world = withData('x,y\n1,a\n2,b\n');
    const homes: (Record<string, string> | undefined)[] = [
      undefined,
      { HOME: '/nonexistent' },
      { HOME: '/proc' },
    ];
    for (const [i, env] of sample(homes, 1).entries()) {
      const line = `mlp train c.json --quiet --out run${i}`;
      const { code, stderr } = await shell(line, { cwd: world.directory, env });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    }
    // Nothing is written but the run.
    expect(Object.keys(contents(world.directory)).filter((name) => !name.startsWith('run'))).toEqual([
      'c.json',
      'd.csv',
    ]);
  });

  test('row 43: a full disk: 74, and what was there is there', async () => {
    const world = withData('x,y\n1,a\n2,b\n');
    await world.done('train c.json --out run --quiet');
    world.write('wide.json', config({}, { layers: [{ type: 'dense', units: 40_000 }] }));
    const before = contents(world.directory);
    // No file of the process may grow beyond 100 kB: writing the model fails in its midst, as on a disk that is full.
    const line = "trap '' XFSZ; ulimit -f 100; mlp train wide.json --out run --force --quiet";
    const outcome = await shell(line, { cwd: world.directory });
    expect(outcome.code).toBe(74);
    expectError(outcome, [
      'run/checkpoint.safetensors: writing failed',
      'what was there before is unchanged',
    ]);
    const after = contents(world.directory);
    expect(after[`run/${model}`]).toBe(before[`run/${model}`]);
    expect(Object.keys(after).filter((name) => !(name in before))).toEqual([]);
  });
});
