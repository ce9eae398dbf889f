import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Project, project } from '../cli/project.js';
import { mlp, repository, shell } from '../helpers/cli.js';
import { sample } from '../helpers/runs.js';
import { publicCase } from './public_case.js';

describe('a run goes on (Lightning#5455, #2823, #10226)', () => {
  const ready = () => publicCase('num-05-resume');
  const expectSame = (world: Project, a: string, b: string) => {
    expect(world.sha256(`${a}/model.safetensors`)).toBe(world.sha256(`${b}/model.safetensors`));
    expect(world.history(a)).toEqual(world.history(b));
  };
  const interrupting = (listener: (signal: 'SIGINT') => void) => {
    listener('SIGINT');
    return () => {};
  };

  const ways: readonly (readonly [what: string, flags: string])[] = [
    ['the schedule of the report', ''],
    ['no schedule', '--set optimizer.schedule="constant"'],
    ['a cosine of a length of its own', '--set optimizer.schedule={"type":"cosine","t_max":7}'],
    ['a plateau', '--set optimizer.schedule="plateau"'],
    ['early stopping', '--set training.early_stopping={"patience":50}'],
    ['the last weights', '--set training.restore_best=false'],
  ];
  it.each(sample(ways, 2))('10 epochs, then 20, are 20 at once to the bit: %s', async (_, flags) => {
    const world = ready();
    await world.done(`train c.json --out whole --set training.epochs=20 --quiet ${flags}`);
    await world.done(`train c.json --out parts --set training.epochs=10 --quiet ${flags}`);
    const { stderr } = await world.done(
      `train c.json --out parts --set training.epochs=20 --resume ${flags}`,
    );
    expect(stderr).toContain('goes on after epoch 10');
    expectSame(world, 'parts', 'whole');
  });

  it('an interrupted one with fewer epochs and a longer time, in another place', async () => {
    const world = ready();
    await world.done('train c.json --out whole --set training.epochs=12 --quiet');
    await world.mlp('train c.json --out parts --set training.time_limit=100', { onSignal: interrupting });
    cpSync(join(world.directory, 'parts'), join(world.directory, 'moved'), { recursive: true });
    await world.done(
      'train c.json --out moved --resume --quiet --set training.time_limit=200 --set training.epochs=12',
    );
    const config = world.json('moved/config.json');
    expect(config.training.time_limit).toBe(200);
    expect(world.history('moved')).toEqual(world.history('whole'));
  });

  it('more patience goes on where it stopped early', async () => {
    const world = ready();
    const stopping = (patience: number) =>
      `--set training.early_stopping={"metric":"accuracy","patience":${patience}} --quiet`;
    await world.done(`train c.json --out whole ${stopping(20)}`);
    await world.done(`train c.json --out parts ${stopping(2)}`);
    expect(world.json('parts/metrics.json').stop_reason).toBe('early_stopping');
    await world.done(`train c.json --out parts --resume ${stopping(20)}`);
    expectSame(world, 'parts', 'whole');
  });

  it.each([
    ['one_cycle', { type: 'one_cycle' }],
    ['cosine', { type: 'cosine' }],
    ['polynomial', { type: 'polynomial' }],
  ])('more epochs are refused where the rates of the schedule depend on them: %s', async (name, schedule) => {
    const world = ready();
    const flags = `--set optimizer.schedule=${JSON.stringify(schedule)} --out run`;
    await world.done(`train c.json --quiet --set training.epochs=3 ${flags}`);
    const { code, stderr } = await world.mlp(`train c.json --resume --set training.epochs=4 ${flags}`);
    expect(code).toBe(65);
    expect(stderr).toContain(
      'belongs to another config: config.training.epochs was 3, now 4, and the rates of its schedule ' +
        `(optimizer.schedule: ${name}) depend on that`,
    );
    // the same number of epochs, and another limit of time, do
    await world.done(`train c.json --resume --set training.epochs=3 --set training.time_limit=9 ${flags}`);
  });

  it('more epochs are refused where restarts have ended', async () => {
    const world = ready();
    const flags = '--set training.restarts=2 --out run';
    await world.done(`train c.json --quiet --set training.epochs=2 ${flags}`);
    const { code, stderr } = await world.mlp(`train c.json --resume --set training.epochs=4 ${flags}`);
    expect(code).toBe(65);
    expect(stderr).toContain(
      'config.training.epochs was 2, now 4, and restarts that have ended do not go on',
    );
  });

  it('a limit of time that is over: says so and nothing else, and a longer one goes on', async () => {
    const world = ready();
    const limit = (seconds: number) => `--set training.time_limit=${seconds} --out run`;
    await world.done(`train t.json --quiet ${limit(0.05)}`);
    const epochs = world.history('run').length;
    expect(await world.done(`train t.json --resume ${limit(0.05)}`)).toMatchObject({
      stdout: '',
      stderr:
        'note: training was finished already: nothing is left to do ' +
        '(its time is over; more by --set training.time_limit)\n',
    });
    await world.done(`train t.json --resume --quiet ${limit(0.3)}`);
    expect(world.history('run').length).toBeGreaterThan(epochs);
  });

  it('after Ctrl-C the run can be used, and the command that goes on can be pasted', async () => {
    const world = ready();
    world.write("a run's config.json", { ...world.json('c.json'), name: 'it' });
    const args = [
      ...['train', "a run's config.json", '--out', 'my run', '--set', 'optimizer={"type":"adam"}'],
      ...['--set', 'training.epochs=5000'],
    ];
    const child = spawn(process.execPath, [join(repository, 'bin/mlp.js'), ...args], {
      cwd: world.directory,
    });
    let stderr = '';
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    child.stderr.on('data', (text) => {
      stderr += text;
      if (!child.killed && /epoch 500\/5000/.test(stderr)) child.kill('SIGINT');
    });
    expect(await ended).toBe(130);
    const [, epoch] = /wrote my run with a checkpoint and the best weights so far \(epoch (\d+)\), /.exec(
      stderr,
    )!;
    const [, command] = /for eval, predict and report; to go on:\n(mlp .+)\n$/.exec(stderr)!;
    const cwd = world.directory;
    expect(world.json('my run/metrics.json')).toMatchObject({
      stop_reason: 'interrupted',
      best_epoch: Number(epoch),
    });
    for (const name of ['eval', 'report', 'inspect'])
      expect(await mlp([name, 'my run'], { cwd })).toMatchObject({ code: 0 });
    const { stdout: stdin } = await mlp(['generate', 'spiral', '--rows', '2']);
    const { stdout } = await mlp(['predict', 'my run'], { cwd, stdin });
    expect(stdout.split('\n')).toHaveLength(4);
    expect(command).toBe(
      "mlp train 'a run'\\''s config.json' --set 'optimizer={\"type\":\"adam\"}' --set training.epochs=5000 " +
        "--out 'my run' --resume",
    );
    // pasted with fewer epochs than are done: there is nothing to do
    const again = await shell(command.replace('=5000', '=2'), { cwd });
    expect(again).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('training was finished already'),
    });
  });

  it('a run that was moved finds its data, where they are the same, or says what to do', async () => {
    const csv = (last: string) =>
      `x,y\n${[1, 2, 3, 4, 5, 6].map((x) => `${x},${2 * x}`).join('\n')}\n${last}\n`;
    const world = project({
      'project/data/d.csv': csv('7,14'),
      'project/c.json': { data: { train: 'data/d.csv', target: 'y' }, task: 'regression', layers: [] },
    });
    await world.done('train project/c.json --out project/runs/c --quiet');
    const { stdout } = await world.done('eval project/runs/c');
    const move = (to: string) =>
      cpSync(join(world.directory, 'project/runs/c'), join(world.directory, to), { recursive: true });
    move('project/archive/2026/c');
    const found = await world.done('eval project/archive/2026/c');
    expect(found.stdout).toBe(stdout);
    expect(found.stderr).toMatch(/^note: the run was moved; its data are under \S+project\n/);
    move('elsewhere');
    const lost = await world.mlp('eval elsewhere');
    expect(lost.code).toBe(66);
    expect(lost.stderr).toMatch(
      /d\.csv: no such file; the run says that its data are there\. .+ as in mlp eval \S+elsewhere DATA\.csv, or mend/,
    );
    // the advice, and data of that name that are others
    await world.done('eval elsewhere project/data/d.csv');
    world.write('data/d.csv', csv('7,15'));
    expect((await world.mlp('eval elsewhere')).code).toBe(66);
  });
});
