import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src/files/index.js';
import { dataset, iris, project, rowsOf } from './project.js';

const data = { train: dataset('iris.csv'), target: 'species', split: { type: 'random' } };
const folds = (more: object = {}) =>
  iris({ data, ensemble: { type: 'folds', members: 3 }, training: { epochs: 5 }, ...more });

describe('folds by the program', () => {
  test('all rows are trained and predicted out of fold; eval prints the very numbers; threads change no bit', async () => {
    const world = project({
      'iris.json': folds({ data: { ...data, split: { type: 'random', test: 0.2 } } }),
    });
    const { stdout, stderr } = await world.done('train iris.json --out run --threads 1');
    expect(stdout).toMatch(/^fold {2}validation loss/);
    expect(stdout).toContain('all are kept, and averaged');
    expect(stderr).toContain('note: 3 folds at random, the classes in proportion: 40 rows each');
    expect(stderr).toContain('the networks of 3 folds, of 5 epochs, are averaged');
    const { train, validation, test: tested, folds: found, ...metrics } = world.json('run/metrics.json');
    expect([train.rows, validation.rows, tested.rows]).toEqual([120, 120, 30]);
    expect(found.map(({ fold, rows }: { fold: number; rows: number }) => [fold, rows])).toEqual([
      [0, 40],
      [1, 40],
      [2, 40],
    ]);
    expect(metrics).not.toHaveProperty('restarts');
    expect(world.history('run')[5]).toMatch(/^\{"fold":1,"epoch":1,/);
    const again = JSON.parse((await world.done('eval run --json')).stdout);
    expect(again).toMatchObject({ train, validation, test: tested });

    await world.done('train iris.json --out beside --threads 2');
    await world.done('train iris.json --out js --backend js');
    for (const name of ['beside', 'js'])
      expect(world.sha256(`${name}/model.safetensors`)).toBe(world.sha256('run/model.safetensors'));
  });

  test('predictions are the mean of those of the networks, which --layer prints', async () => {
    const world = project({ 'iris.json': folds() });
    await world.done('train iris.json --out run');
    const predicted = async (more: string) =>
      rowsOf((await world.done(`predict run ${dataset('iris.csv')} ${more}`)).stdout)
        .slice(1)
        .map((row) => row.slice(-3).map(Number));
    const whole = await predicted('');
    const each = [await predicted('--layer members.0'), await predicted('--layer members.1')];
    const last = await predicted('--layer members.2.head');
    expect(whole).toEqual(
      whole.map((row, i) => row.map((_, j) => (each[0][i][j] + each[1][i][j] + last[i][j]) / 3)),
    );
    expect((await world.mlp(`predict run ${dataset('iris.csv')} --from members.0`)).stderr).toContain(
      'the model averages 3 networks, each of which starts from the inputs',
    );
  });

  test('every command that takes a model or a config', async () => {
    const settings = folds({ ensemble: { type: 'folds', members: 2, shared: 2 }, training: { epochs: 2 } });
    const world = project({ 'iris.json': settings });
    await world.done('train iris.json --out run');
    expect((await world.done('inspect run')).stdout).toMatch(
      /members\.1\.head .*epochs \d, \d of 2 folds: mean/s,
    );
    expect(JSON.parse((await world.done('inspect run --graph')).stdout).nodes.at(-1).name).toBe('average');
    expect((await world.done('check iris.json')).stdout).toContain(
      'in each of 2 networks, which are averaged',
    );
    expect((await world.done('compare run')).stdout).toMatch(/2 × 4-\d+-3/);
    expect((await world.done('gradcheck run --rows 3')).stdout).toContain('members.1.head.weight');
    await world.done('gradcheck iris.json --rows 3');
    await world.done('trace run');
    await world.done('report run --out report.html');
    expect(world.read('report.html')).toContain('A network for each of 2 folds');
    const jacobian = rowsOf((await world.done(`jacobian run ${dataset('iris.csv')}`)).stdout);
    expect(jacobian).toHaveLength(151);
    // starts from the networks of another run, each from its own
    await world.done('train iris.json --out more --set training.init_from=run');
    const { code, stderr } = await world.mlp(
      'train iris.json --out other --set ensemble.members=3 --set training.init_from=run',
    );
    expect([code, stderr]).toEqual([
      65,
      expect.stringContaining('2 networks that are averaged, but 3 are trained'),
    ]);
  });

  test('--resume goes on, and says where', async () => {
    const world = project({ 'iris.json': folds({ training: { epochs: 4, checkpoint_every: 1 } }) });
    await world.done('train iris.json --out run');
    const { stderr } = await world.done('train iris.json --out run --resume');
    expect(stderr).toContain('training was finished already');
    const more = await world.mlp('train iris.json --out run --resume --set training.epochs=9');
    expect([more.code, more.stderr]).toEqual([
      65,
      expect.stringContaining('folds that have ended do not go on'),
    ]);
  });
});

describe('bad settings of folds', () => {
  const csv = 'x,k,g\n1,a,1\n2,a,1\n3,b,1\n4,b,2\n5,a,2\n';
  const small = (more: object = {}) => ({
    data: { train: 'small.csv', target: 'k', features: ['x'], ...more },
    ensemble: { type: 'folds', members: 5 },
    training: { epochs: 1 },
  });

  test.each([
    [
      { split: { type: 'random', validation: 0.2 } },
      78,
      /data\.split\.validation: folds take the place .*=0\)/,
    ],
    [{ validation: 'small.csv' }, 78, /data\.validation: folds take the place of validation rows/],
    [{ split: { type: 'group', column: 'g' } }, 65, /g has 2 different values, but 5 folds .*use at most 2/],
    [{ split: { type: 'time', column: 'g' } }, 65, /g has 2 different values, .* 5 folds .*use at most 2/],
    [
      { split: { type: 'random', test: 0.4 } },
      65,
      /5 folds \(ensemble\.members\) of 3 training rows.*at most 3/,
    ],
  ])('%j', async (more, code, message) => {
    const world = project({ 'small.json': small(more), 'small.csv': csv });
    const outcome = await world.mlp('train small.json');
    expect([outcome.code, outcome.stderr.replaceAll(/\s+/g, ' ')]).toEqual([
      code,
      expect.stringMatching(message),
    ]);
  });

  test('a column of parts that has validation rows', async () => {
    const world = project({
      'small.json': small({ split: { type: 'column', column: 'g' } }),
      'small.csv': csv.replaceAll(',1\n', ',train\n').replaceAll(',2\n', ',validation\n'),
    });
    const { code, stderr } = await world.mlp('train small.json');
    expect([code, stderr]).toEqual([78, expect.stringContaining('gives 2 validation rows, but folds')]);
  });

  test('members, restarts, and both fractions 0 without folds', async () => {
    const world = project({ 'small.json': small({ split: { type: 'random' } }), 'small.csv': csv });
    const fails = async (set: string) => (await world.mlp(`check small.json --set ${set}`)).stderr;
    expect(await fails('ensemble.members=1')).toContain('ensemble.members');
    expect(await fails('training.restarts=2')).toContain('each fold is trained once; set it to 1');
    const none = await world.mlp(
      'check small.json --set ensemble={"type":"shared","members":2} --set data.split.validation=0',
    );
    expect(none.stderr).toContain('validation and test are both 0; use type "none"');
  });

  test('a class with fewer rows than there are folds is trained, with a warning', async () => {
    const world = project({ 'small.json': small(), 'small.csv': csv });
    const { stderr } = await world.done('train small.json --set ensemble.members=3');
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'fewer rows than the 3 folds have these classes: b (2 rows)',
    );
  });
});

test('a file of a model whose networks are not those of its config is refused', async () => {
  const world = project({ 'iris.json': folds({ training: { epochs: 1 } }) });
  await world.done('train iris.json --out run');
  const file = readFileSync(join(world.directory, 'run/model.safetensors'));
  const { tensors, metadata } = decodeSafetensors(file, 'model', { dtypes: ['F64'], requireHash: true });
  const summary = JSON.parse(metadata.summary);
  const refused = async (changed: object) => {
    const bytes = encodeSafetensors(tensors, { ...metadata, summary: JSON.stringify(changed) });
    world.write('run/model.safetensors', bytes);
    const { code, stderr } = await world.mlp('inspect run');
    expect(code).toBe(65);
    return stderr;
  };
  const { members: _, ...single } = summary;
  expect(await refused({ ...single, epochs: 1, best_epoch: 1 })).toContain('one network, which does not fit');
  expect(await refused({ ...summary, members: Array(99).fill(summary.members[0]) })).toContain('99 networks');
  expect(await refused({ ...summary, members: summary.members.slice(1) })).toContain('"members.2.');
});

test('restarts that are all kept', async () => {
  const world = project({
    'iris.json': iris({ training: { epochs: 3, restarts: { count: 3, keep: 'all' } } }),
  });
  const { stdout } = await world.done('train iris.json --out run');
  expect(stdout).toMatch(/^restart {2}validation loss/);
  const { train, validation, test: tested, restarts } = world.json('run/metrics.json');
  expect(restarts).toHaveLength(3);
  const again = JSON.parse((await world.done('eval run --json')).stdout);
  expect(again).toMatchObject({ train, validation, test: tested });
});
