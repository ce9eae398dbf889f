import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mlp, repository, shell } from '../helpers/cli.js';
import { isLong, runs } from '../helpers/runs.js';
import { dataset, iris, type Project, project } from './project.js';

const model = 'model.safetensors';

/** Takes about two seconds, of which an epoch is a fiftieth: 63 steps. */
const slow = {
  name: 'slow',
  data: { train: { generator: 'spiral', rows: 1250 }, split: { type: 'random', validation: 0.2 } },
  layers: [
    { type: 'dense', units: 64, activation: 'tanh' },
    { type: 'dropout', rate: 0.1 },
    { type: 'dense', units: 64, activation: 'tanh' },
  ],
  optimizer: { type: 'adam', learning_rate: 0.01, schedule: { type: 'one_cycle' } },
  training: { epochs: 50, batch_size: 16 },
};

interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: string | null; stderr: string }>;
  /** Resolves once stderr holds such a line. */
  said(what: RegExp): Promise<void>;
}

/** Starts the real program, without a shell between, so that it gets the signals itself. */
function start({ directory }: Project, ...args: string[]): Child {
  const child = spawn(process.execPath, [join(repository, 'bin/mlp.js'), ...args], { cwd: directory });
  let stderr = '';
  let listener = () => {};
  child.stderr.on('data', (text) => {
    stderr += text;
    listener();
  });
  return {
    process: child,
    ended: new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stderr }))),
    said: (what) =>
      new Promise((resolve) => {
        listener = () => what.test(stderr) && resolve();
        listener();
      }),
  };
}

describe('a signal in the middle of training', () => {
  // SIGTERM, a kill and a second run are in the short form of bad_inputs (rows 59, 61 and 63)
  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const;
  test.each(runs<readonly (typeof signals)[number][]>(signals.slice(0, 1), signals))(
    '%s: exit code %i, a checkpoint, and --resume ends in the same bits',
    async (signal, code) => {
      const world = project({ 'slow.json': slow });
      await world.done('train slow.json --out whole --quiet');
      const child = start(world, 'train', 'slow.json', '--out', 'parts');
      await child.said(/epoch 10\/50/);
      child.process.kill(signal);
      const ended = await child.ended;
      expect(ended).toMatchObject({ code, signal: null });
      expect(ended.stderr).toMatch(
        /interrupted in epoch \d+; wrote parts with a checkpoint and the best weights so far \(epoch \d+\)/,
      );
      const [, again] = /to go on:\nmlp (.+)\n$/.exec(ended.stderr)!;
      expect(again).toBe('train slow.json --out parts --resume');
      expect(existsSync(join(world.directory, 'parts/checkpoint.safetensors'))).toBe(true);
      expect(existsSync(join(world.directory, 'parts/.lock'))).toBe(false);
      expect(world.json('parts/metrics.json').stop_reason).toBe('interrupted');

      const { stderr } = await world.done(again);
      expect(stderr).toMatch(/goes on after epoch \d+/);
      expect(world.sha256(`parts/${model}`)).toBe(world.sha256(`whole/${model}`));
      expect(world.history('parts')).toEqual(world.history('whole'));
      const metrics = (run: string) => ({ ...world.json(`${run}/metrics.json`), seconds: 0 });
      expect(metrics('parts')).toEqual(metrics('whole'));
    },
  );

  // jobs/restarts has interruptions of threads in the short form
  test.runIf(isLong)('while restarts run side by side', async () => {
    const world = project({ 'slow.json': { ...slow, training: { ...slow.training, restarts: runs(2, 6) } } });
    const whole = shell('mlp train slow.json --out whole --threads 1', { cwd: world.directory });
    const child = start(world, 'train', 'slow.json', '--out', 'parts', '--threads', '2');
    await child.said(/restart 0, epoch 30\/50/);
    child.process.kill('SIGINT');
    const ended = await child.ended;
    expect(ended).toMatchObject({ code: 130, signal: null });
    const [, resume] = /interrupted in epoch \d+; .+; to go on:\n(mlp .+)\n$/.exec(ended.stderr)!;
    expect(resume).toBe('mlp train slow.json --out parts --threads 2 --resume');
    expect(await shell(resume, { cwd: world.directory })).toMatchObject({
      code: 0,
      stdout: (await whole).stdout,
      stderr: expect.stringMatching(/goes on after epoch \d+ of restart \d/),
    });
    expect(world.sha256(`parts/${model}`)).toBe(world.sha256(`whole/${model}`));
    expect(world.history('parts')).toEqual(world.history('whole'));
  });

  test('in a fold: the folds so far are a model, and --resume ends in the bits of all', async () => {
    const data = { ...slow.data, split: { type: 'random' } };
    const training = { ...slow.training, epochs: runs(12, 20) };
    const settings = { ...slow, data, training, ensemble: { type: 'folds', members: 3, shared: 2 } };
    const world = project({ 'slow.json': settings });
    await world.done('train slow.json --out whole --quiet');
    const child = start(world, 'train', 'slow.json', '--out', 'parts', '--threads', '1');
    await child.said(new RegExp(`fold 1, epoch 4/${training.epochs}`));
    child.process.kill('SIGINT');
    const ended = await child.ended;
    expect(ended.stderr.replaceAll(/\s+/g, ' ')).toMatch(
      /interrupted in epoch \d+ of fold [12]; .*\(the networks of [23] (of 3 )?folds, .*; to go on:/,
    );
    const { validation, folds } = world.json('parts/metrics.json');
    const rows = folds.reduce((sum: number, fold: { rows: number }) => sum + fold.rows, 0);
    expect(validation.rows).toBe(rows);
    expect(JSON.parse((await world.done('eval parts --json')).stdout).validation).toEqual(validation);
    const resumed = await world.done('train slow.json --out parts --resume --threads 2');
    expect(resumed.stderr).toMatch(/goes on after epoch \d+ of fold [12]/);
    expect(world.sha256(`parts/${model}`)).toBe(world.sha256(`whole/${model}`));
    expect(world.history('parts')).toEqual(world.history('whole'));
  });

  test('the listeners are gone after the first signal, so that the next one acts as if there were none', async () => {
    const { processIo } = await import('../../src/cli/io.js');
    const before = process.listenerCount('SIGINT');
    const heard: string[] = [];
    const forget = processIo().onSignal((signal) => heard.push(signal));
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    process.emit('SIGINT', 'SIGINT');
    expect(heard).toEqual(['SIGINT']);
    expect([process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')]).toEqual([before, before]);
    forget();
  });

  test.runIf(isLong)('killed outright, it goes on from the latest checkpoint', async () => {
    const training = { ...slow.training, checkpoint_every: 4 };
    const world = project({ 'slow.json': { ...slow, training } });
    await world.done('train slow.json --out whole --quiet');
    const child = start(world, 'train', 'slow.json', '--out', 'parts');
    await child.said(/epoch 10\/50/);
    child.process.kill('SIGKILL');
    await child.ended;
    expect(existsSync(join(world.directory, 'parts/.lock'))).toBe(true);
    const { stderr } = await world.done('train slow.json --out parts --resume');
    expect(Number(/goes on after epoch (\d+)/.exec(stderr)![1]) % 4).toBe(0);
    expect(world.sha256(`parts/${model}`)).toBe(world.sha256(`whole/${model}`));
    expect(world.history('parts')).toEqual(world.history('whole'));
  });
});

/** Interrupts at the first step in which the program listens. */
const interrupting = (listener: (signal: 'SIGINT') => void) => {
  listener('SIGINT');
  return () => {};
};

describe('--resume', () => {
  test('without a checkpoint starts from the beginning, and says so', async () => {
    const world = project({ 'iris.json': iris() });
    const { stderr } = await world.done('train iris.json --out a --resume');
    expect(stderr).toContain('no checkpoint there: starts from the beginning');
    await world.done('train iris.json --out b');
    expect(world.sha256(`a/${model}`)).toBe(world.sha256(`b/${model}`));
  });

  test('of a finished run says that and nothing else, and changes nothing', async () => {
    const world = project({ 'iris.json': iris() });
    await world.done('train iris.json --out a');
    const hashes = () =>
      [model, 'config.json', 'metrics.jsonl', 'metrics.json'].map((file) => world.sha256(`a/${file}`));
    const written = hashes();
    const { stdout, stderr } = await world.done('train iris.json --out a --resume');
    expect(stderr).toBe(
      'note: training was finished already: nothing is left to do (all 6 epochs done; more by --set training.epochs)\n',
    );
    expect(stdout).toBe('');
    const json = await world.done('train iris.json --out a --resume --json --quiet');
    expect(JSON.parse(json.stdout)).toEqual(world.json('a/metrics.json'));
    expect(hashes()).toEqual(written);
  });

  test('refuses the checkpoint of another config or of other data, and says what differs', async () => {
    const world = project({
      'iris.json': iris({ data: { train: 'data.csv', target: 'y' } }),
      'data.csv': 'x,y\n1,a\n2,b\n3,a\n',
    });
    const { code } = await world.mlp('train iris.json --out a', { onSignal: interrupting });
    expect(code).toBe(130);
    const checkpoint = world.sha256('a/checkpoint.safetensors');
    for (const [change, message] of [
      ['--set training.l2=0.1', 'config.training.l2 was 0, now 0.1'],
      ['--seed 1', 'config.seed was 0, now 1'],
      ['--set layers.0.activation=tanh', 'config.layers.0.activation'],
      [
        '--set training.early_stopping={"min_delta":0.1}',
        'config.training.early_stopping.min_delta was 0, now 0.1',
      ],
    ]) {
      const { code: refused, stderr } = await world.mlp(`train iris.json --out a --resume ${change}`);
      expect(refused).toBe(65);
      expect(stderr).toContain(message);
    }
    world.write('data.csv', 'x,y\n1,a\n2,b\n4,a\n');
    const { code: refused, stderr } = await world.mlp('train iris.json --out a --resume');
    expect(refused).toBe(65);
    expect(stderr).toContain('belongs to other data: data.train was');
    expect(world.sha256('a/checkpoint.safetensors')).toBe(checkpoint);
  });

  test('refuses a damaged checkpoint', async () => {
    const world = project({ 'iris.json': iris() });
    await world.mlp('train iris.json --out a', { onSignal: interrupting });
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(join(world.directory, 'a/checkpoint.safetensors'));
    bytes[bytes.length - 3] ^= 1;
    world.write('a/checkpoint.safetensors', bytes);
    const { code, stderr } = await world.mlp('train iris.json --out a --resume');
    expect(code).toBe(65);
    expect(stderr).toContain('a/checkpoint.safetensors');
  });

  test('after several interruptions ends in the same bits', async () => {
    const world = project({ 'iris.json': iris({ training: { epochs: 3, restarts: 2, batch_size: 32 } }) });
    await world.done('train iris.json --out whole --json');
    // Each time a single step is taken: 3 in an epoch, 3 epochs, 2 restarts, but the last step ends training.
    let calls = 0;
    for (let code = 130; code === 130; calls++) {
      const flags = calls === 0 ? '' : '--resume';
      ({ code } = await world.mlp(`train iris.json --out parts ${flags}`, { onSignal: interrupting }));
    }
    expect(calls).toBeGreaterThan(10);
    expect(world.sha256(`parts/${model}`)).toBe(world.sha256(`whole/${model}`));
    expect(world.history('parts')).toEqual(world.history('whole'));
  });

  test('with another backend or number of threads ends in the same bits', async () => {
    // large enough that products, activations and optimizer are split among threads; every step pauses
    const digits = {
      data: { train: dataset('digits.csv'), target: 'digit', split: { type: 'random', validation: 0.5 } },
      layers: [
        { type: 'dense', units: 96, activation: 'tanh' },
        { type: 'dropout', rate: 0.2 },
        { type: 'dense', units: 96, activation: 'relu' },
      ],
      optimizer: 'adam',
      training: { epochs: runs(1, 2), batch_size: 128 },
    };
    const world = project({ 'digits.json': digits });
    await world.done('train digits.json --out whole --threads 1');
    const ways = runs(
      ['--backend js', '--threads 2', '--threads 1'],
      ['--backend js', '--threads 3', '--threads 1', '--backend js', '--threads 2'],
    );
    let calls = 0;
    for (let code = 130; code === 130; calls++) {
      const flags = `${ways[calls % ways.length]} ${calls === 0 ? '' : '--resume'}`;
      ({ code } = await world.mlp(`train digits.json --out parts ${flags}`, { onSignal: interrupting }));
    }
    expect(calls).toBeGreaterThan(2 * ways.length);
    expect(world.sha256(`parts/${model}`)).toBe(world.sha256(`whole/${model}`));
    expect(world.history('parts')).toEqual(world.history('whole'));
  });

  test('--force begins anew, also where a checkpoint is', async () => {
    const world = project({ 'iris.json': iris() });
    await world.mlp('train iris.json --out a --seed 5', { onSignal: interrupting });
    const { stderr } = await world.done('train iris.json --out a --force');
    expect(stderr).not.toContain('goes on');
    await world.done('train iris.json --out b');
    expect(world.sha256(`a/${model}`)).toBe(world.sha256(`b/${model}`));
  });
});

test.runIf(isLong)('two runs into one directory: the second is refused', async () => {
  const world = project({ 'slow.json': slow });
  const first = start(world, 'train', 'slow.json', '--out', 'run');
  await first.said(/epoch 5\/50/);
  // stopped, so that it is not done before the others have been refused, however busy the machine is
  first.process.kill('SIGSTOP');
  for (const flags of [[], ['--force'], ['--resume']]) {
    const { code, stderr } = await mlp(['train', 'slow.json', '--out', 'run', ...flags], {
      cwd: world.directory,
    });
    expect(code).toBe(73);
    expect(stderr).toMatch(/another run \(process \d+\) is writing into/);
  }
  first.process.kill('SIGCONT');
  expect((await first.ended).code).toBe(0);
});
