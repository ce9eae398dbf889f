import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeSafetensors } from '../../src/files/index.js';
import { dataset, iris, project } from './project.js';

const space = {
  'optimizer.learning_rate': { log_uniform: [1e-3, 1e-1] },
  'layers.0.units': { int: [2, 16], log: true },
  'layers.0.activation': { choice: ['relu', 'tanh'] },
};
const place = (config: object = {}) => project({ 'iris.json': iris(config), 'space.json': space });
const sha = ({ sha256 }: ReturnType<typeof project>, directory = 'runs/iris-tune') =>
  ['trials.jsonl', 'best.json'].map((name) => sha256(`${directory}/${name}`));
const tune = 'tune iris.json --space space.json --metric accuracy';

test('a table of the best, a config to train, its run, and what choosing did to the score', async () => {
  const { done, json, read, directory } = place();
  const { stdout, stderr } = await done(`${tune} --trials 14`);
  const [header, first, ...others] = stdout.trimEnd().split('\n');
  expect(header).toMatch(
    /^trial +validation accuracy +optimizer\.learning_rate +layers\.0\.units +layers\.0\.act/,
  );
  expect(others).toHaveLength(9);
  expect(stderr).toMatch(/note: 14 trials by tpe of optimizer\.learning_rate, layers\.0\.units, layers/);
  expect(stderr).toMatch(/the highest\s+accuracy on validation/);
  expect(stderr.replace(/\s+/g, ' ')).toMatch(
    /trial \d+ on the 30 test rows, which no trial has seen: accuracy [\d.]+; its validation accuracy [\d.]+ was chosen as the best of 14/,
  );
  const best = json('runs/iris-tune/best.json');
  expect(first).toContain(String(best.layers[0].units));
  expect(best.name).toBe('iris-best');
  expect(Object.keys(best)).not.toContain('seed');
  // what was trained is what the file trains
  await done('train runs/iris-tune/best.json --quiet');
  const tensors = (run: string) => {
    const path = join(directory, run, 'model.safetensors');
    return decodeSafetensors(readFileSync(path), path, { dtypes: ['F64'], requireHash: true }).tensors;
  };
  expect(tensors('runs/iris-best')).toEqual(tensors('runs/iris-tune/best'));
  const lines = read('runs/iris-tune/trials.jsonl').trimEnd().split('\n').slice(1);
  const trials = lines.map((line) => JSON.parse(line));
  expect(trials.map(({ trial }) => trial)).toEqual([...Array(14).keys()]);
  const { validation } = json('runs/iris-tune/best/metrics.json');
  expect(Math.max(...trials.map(({ value }) => value))).toBe(validation.accuracy);
});

test('the same study from other threads, after an interruption, with more trials; JSON has every digit', async () => {
  const all = place();
  await all.done(`${tune} --trials 12`);
  const expected = sha(all);
  const js = place();
  await js.done(`${tune} --trials 12 --backend js --threads 1 --out runs/iris-tune`);
  expect(sha(js)).toEqual(expected);
  const more = place();
  await more.done(`${tune} --trials 5`);
  const { stderr } = await more.done(`${tune} --trials 12 --resume`);
  expect(stderr).toContain('goes on after 5 of 12');
  expect(sha(more)).toEqual(expected);
  // killed in the middle of a line
  const path = join(all.directory, 'runs/iris-tune/trials.jsonl');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.slice(0, Math.floor(text.length * 0.8)));
  rmSync(join(all.directory, 'runs/iris-tune/best.json'));
  const { stdout } = await all.done(`${tune} --trials 12 --resume --json`);
  expect(sha(all)).toEqual(expected);
  const { best, leaderboard, better, metric } = JSON.parse(stdout);
  expect([better, metric, leaderboard.length]).toEqual(['higher', 'accuracy', 12]);
  expect(leaderboard[0]).toEqual(expect.objectContaining({ trial: best.trial, value: best.value }));
  expect(best.rows).toEqual({ validation: 30, test: 30 });
});

test('halving: nine begin, three go on, one gets all epochs, which has the bits of training straight through', async () => {
  const { done, json, read, directory } = place({ training: { epochs: 18 } });
  const { stdout } = await done(`${tune} --trials 9 --halving --strategy random`);
  const trials = read('runs/iris-tune/trials.jsonl')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line));
  expect(trials.map(({ epochs }) => epochs)).toEqual([...Array(9).fill(2), ...Array(3).fill(6), 18]);
  expect(stdout).toMatch(/^trial +validation accuracy +epochs/);
  // the last step went on from the state of the one before; the run of the best began anew
  expect(json('runs/iris-tune/best/metrics.json').validation.accuracy).toBe(trials.at(-1).value);
  const sum = project({ 'iris.json': iris({ training: { epochs: 18 } }), 'space.json': space });
  await sum.done(`${tune} --trials 9 --halving --strategy random`);
  expect(sum.read('runs/iris-tune/trials.jsonl')).toBe(read('runs/iris-tune/trials.jsonl'));
  expect(existsSync(join(directory, 'runs/iris-tune/best/model.safetensors'))).toBe(true);
});

test('a study is not overwritten, and another one is refused with the first difference', async () => {
  const { mlp, done, sha256, write } = place();
  await done(`${tune} --trials 2 --strategy random`);
  const before = sha256('runs/iris-tune/trials.jsonl');
  const again = await mlp(`${tune} --trials 2 --strategy random`);
  expect([again.code, again.stderr]).toEqual([73, expect.stringContaining('a study is there already')]);
  const other = await mlp(`${tune} --trials 2 --strategy random --resume --set training.epochs=7`);
  expect([other.code, other.stderr.replace(/\s+/g, ' ')]).toEqual([
    65,
    expect.stringContaining('config.training.epochs was 6, now 7'),
  ]);
  write('space.json', { ...space, 'layers.0.units': { int: [2, 8], log: true } });
  const smaller = await mlp(`${tune} --trials 2 --strategy random --resume`);
  expect(smaller.stderr.replace(/\s+/g, ' ')).toContain('space.layers.0.units.high was 16, now 8');
  expect(sha256('runs/iris-tune/trials.jsonl')).toBe(before);
  await done(`${tune} --trials 2 --strategy random --force`);
});

test.each<[string, number, string]>([
  ['--metric acuracy', 2, 'did you mean "accuracy"?'],
  ['--metric rmse', 2, 'rmse is not defined for these validation rows; there are loss, accuracy'],
  ['--set data.split.validation=0', 78, 'there are no validation rows to compare trials by'],
  ['--space nowhere.json', 66, 'nowhere.json'],
  ['--trials 0', 2, 'whole number from 1'],
])('refuses %s before anything is trained', async (flags, code, message) => {
  const { mlp, directory } = place();
  const outcome = await mlp(`tune iris.json --space space.json ${flags}`);
  expect([outcome.code, outcome.stderr.replace(/\s+/g, ' ')]).toEqual([
    code,
    expect.stringContaining(message),
  ]);
  expect(readdirSync(directory).sort()).toEqual(['iris.json', 'space.json']);
});

test('a trial whose values make no config, or that diverges, is the worst, with a warning', async () => {
  const { done, write, json } = place();
  write('space.json', {
    'optimizer.learning_rate': { choice: [0.01, 1e300] },
    'training.l2': { uniform: [0, 1e-3] },
  });
  const { stderr, stdout } = await done(
    'tune iris.json --space space.json --trials 6 --strategy random --set optimizer.type=sgd --json',
  );
  const { failed } = JSON.parse(stdout);
  expect(failed.length).toBeGreaterThan(0);
  expect(failed[0]).toMatchObject({ value: null, stop_reason: 'diverged' });
  expect(stderr).toMatch(/warning: \d trials? without a value, such as trial \d \(diverged\)/);
  expect(json('runs/iris-tune/best.json').optimizer.learning_rate).toBe(0.01);
});

test('a plan is a command a trial; what they come to, collected, is the study that runs by itself, to the byte', async () => {
  const planned = place();
  const random = `${tune} --strategy random --trials 4 --seed 3`;
  const { stdout } = await planned.done(`${random} --plan`);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[2]).toMatch(
    /^mlp train iris\.json --seed 3 --set optimizer\.learning_rate=[\d.]+ --set layers\.0\.units=\d+ --set '?layers\.0\.activation="\w+"'? --out runs\/iris-tune\/trials\/2 --quiet > \/dev\/null$/,
  );
  expect(existsSync(join(planned.directory, 'runs'))).toBe(false);
  const train = (line: string) =>
    planned.done(line.replace(/^mlp | > .*$/g, '').replace(/'([^' ]*)'/g, '$1'));
  for (const line of lines.slice(0, 3)) await train(line);
  const { stderr } = await planned.done(`${random} --collect`);
  expect(stderr.replace(/\s+/g, ' ')).toContain('1 trial of 4 without a run, such as 3');
  await train(lines[3]);
  await planned.done(`${random} --collect`);
  const alone = place();
  await alone.done(random);
  expect(sha(planned)).toEqual(sha(alone));

  const other = await planned.mlp(`${random} --collect --force --set training.epochs=5`);
  expect([other.code, other.stderr.replace(/\s+/g, ' ')]).toEqual([
    65,
    expect.stringContaining('is not the run of this trial: config.training.epochs was 6, now 5'),
  ]);
  const tpe = await planned.mlp(`${tune} --plan`);
  expect([tpe.code, tpe.stderr]).toEqual([2, expect.stringContaining('--strategy random or grid')]);
  const none = await place().mlp(`${random} --collect`);
  expect([none.code, none.stderr]).toEqual([66, expect.stringContaining('no run of a trial is there')]);
});

test('a page: trials in their order, slices, what mattered; names are text', async () => {
  const { done, read, write } = place({ name: '<b>&' });
  write('space.json', { ...space, 'data.columns.petal_width.scale': { choice: ['none', 'standard'] } });
  await done(`${tune} --trials 11 --strategy random --out runs/iris-tune`);
  const page = read('runs/iris-tune/report.html');
  for (const text of ['One parameter at a time', 'What mattered', 'best so far', 'which no trial has seen'])
    expect(page).toContain(text);
  expect(page).not.toMatch(/NaN|Infinity|undefined|<b>|<script/);
  expect(page.match(/<svg/g)!.length).toBeGreaterThanOrEqual(6);
});

test('interrupted, it says how to go on, which ends in the same bytes; what there was is there', async () => {
  const { mlp, done, read, directory, ...stopped } = place();
  await done(`${tune} --trials 3`);
  const before = read('runs/iris-tune/trials.jsonl');
  const outcome = await mlp(`${tune} --trials 9 --resume`, {
    onSignal(listener) {
      listener('SIGINT');
      return () => {};
    },
  });
  expect(outcome.code).toBe(130);
  expect(outcome.stdout).toBe('');
  expect(read('runs/iris-tune/trials.jsonl')).toBe(before);
  expect(existsSync(join(directory, 'runs/iris-tune/best.json'))).toBe(false);
  const [said, command] = outcome.stderr.trimEnd().split('\n').slice(-2);
  expect(said).toMatch(/interrupted after 3 of 9, which are in .*trials\.jsonl; to go on:$/);
  await done(command.replace(/^mlp /, ''));
  const alone = place();
  await alone.done(`${tune} --trials 9`);
  expect(stopped.sha256('runs/iris-tune/trials.jsonl')).toBe(alone.sha256('runs/iris-tune/trials.jsonl'));
});

const rank = (index: number) => ({ env: { PMI_RANK: String(index), PMI_SIZE: '2' } });

test('two processes that know their ranks make one study, of which the first one speaks', async () => {
  const alone = place();
  await alone.done(`${tune} --trials 9`);
  const both = place();
  const [first, second] = await Promise.all(
    [0, 1].map((index) => both.mlp(`${tune} --trials 9`, rank(index))),
  );
  expect([first.code, second]).toEqual([0, { code: 0, stdout: '', stderr: '' }]);
  expect(first.stdout).toMatch(/^trial +validation accuracy/);
  expect(sha(both)).toEqual(sha(alone));
  expect(readdirSync(join(both.directory, 'runs/iris-tune')).sort()).toEqual([
    ...['best', 'best.json', 'report.html', 'times.jsonl', 'trials.jsonl'],
  ]);
});

test.each([
  ['another seed', { seed: 1 }, 'config.seed was 0, now 1'],
  ['different data', { data: { ...iris({}).data, train: 'fewer.csv' } }, 'data.train was'],
])('two processes with %s: both end with an error, and nothing is lost', async (_, config, difference) => {
  const { mlp, write, read, done } = place();
  write('fewer.csv', readFileSync(dataset('iris.csv'), 'utf8').split('\n').slice(0, 140).join('\n'));
  write('other.json', iris(config));
  const [first, second] = await Promise.all([
    mlp(`${tune} --trials 9`, rank(0)),
    mlp(`${tune.replace('iris.json', 'other.json')} --trials 9`, rank(1)),
  ]);
  const text = ({ stderr }: { stderr: string }) => stderr.replace(/\s+/g, ' ');
  expect([second.code, text(second)]).toEqual([65, expect.stringContaining(difference)]);
  expect([first.code, text(first)]).toEqual([
    74,
    expect.stringContaining('another process of this study has failed: '),
  ]);
  expect(read('runs/iris-tune/trials.jsonl')).toContain('mlp-study');
  await done(`${tune} --trials 9 --resume`);
});
