import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.js';
import { run } from '../../src/cli/run.js';
import { sharedDirectory } from '../files/temporary_directory.js';
import { shell } from '../helpers/cli.js';
import { dataset, iris, type Project, project } from './project.js';

/** A call of each command that writes to stdout. */
const calls: Readonly<Record<string, string>> = {
  train: 'train iris.json --force --out trained',
  cv: 'cv iris.json --folds 3 --predictions held.csv --force --out cv',
  tune: 'tune iris.json --space space.json --trials 2 --threads 1 --force --out tune',
  'lr-find': 'lr-find iris.json --steps 20 --force --out rates',
  'learn-curve': 'learn-curve iris.json --sizes 0.5,1 --repeats 2 --force --out curve',
  compare: 'compare iris',
  eval: 'eval iris',
  predict: `predict iris ${dataset('iris.csv')}`,
  serve: 'serve iris --port 0',
  explain: 'explain iris --repeats 1',
  threshold: 'threshold xor --for f1',
  gradcheck: 'gradcheck iris.json',
  trace: 'trace iris',
  diff: 'diff x^2 --at x=2',
  jacobian: `jacobian iris ${dataset('iris.csv')}`,
  embeddings: 'embeddings islands',
  init: `init ${dataset('iris.csv')} --target species`,
  check: 'check iris.json',
  schema: 'schema',
  inspect: 'inspect iris',
  report: 'report iris',
  play: 'play --port 0',
  sample: 'sample vae --rows 3',
  doctor: 'doctor',
  export: 'export iris --format c --force',
  completion: 'completion bash',
  generate: 'generate xor',
};

const directory = sharedDirectory();
let world: Project;
beforeAll(async () => {
  const training = { epochs: 3 };
  const data = { train: dataset('penguins.csv'), missing: 'mean' };
  const columns = { island: { encode: { type: 'embedding', width: 2 } } };
  const files = {
    'iris.json': iris({ training }),
    'xor.json': {
      data: { train: { generator: 'xor' }, split: { type: 'random', validation: 0.2 } },
      training,
    },
    'islands.json': { data: { ...data, target: 'species', columns }, training },
    'vae.json': {
      ...{ task: 'generation', data },
      training: { ...training, objective: { type: 'vae', latent: 2 } },
    },
    'space.json': { 'optimizer.learning_rate': { uniform: [0.01, 0.1] } },
  };
  world = project(files, directory);
  for (const name of ['iris', 'xor', 'islands', 'vae'])
    await world.done(`train ${name}.json --out ${name} --quiet`);
});

/** Runs the program with a stdout that takes nothing. */
async function failing(code: 'EPIPE' | 'ENOSPC', call: string) {
  let text = '';
  const stdout = new Writable({
    write: (_, __, done) =>
      done(Object.assign(new Error(`write ${code}`), { code, errno: -constants.errno[code] })),
  });
  const stderr = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const others = { stdin: Readable.from([]), env: {}, cwd: directory, onSignal: () => () => {} };
  const ended = await run(call.split(' '), { ...others, stdout, stderr });
  return { code: ended, errors: text.match(/^error: .*$/gm) ?? [] };
}

test('every command has a call here', () => {
  expect(Object.keys(calls).sort()).toEqual(Object.keys(commands).sort());
});

// a promise that fails while nobody waits for it ends the process, and is an error of vitest
test.each(Object.values(calls))(
  'mlp %s: a closed pipe ends it quietly, a full disk is an error',
  async (call) => {
    expect(await failing('EPIPE', call)).toEqual({ code: 0, errors: [] });
    const error = 'error: stdout: cannot be written: no space left on device';
    expect(await failing('ENOSPC', call)).toEqual({ code: 74, errors: [error] });
  },
);

test('what is written beside stdout is whole', async () => {
  await failing('EPIPE', 'cv iris.json --folds 3 --predictions held2.csv --out cv2');
  await failing('EPIPE', 'learn-curve iris.json --sizes 0.5,1 --repeats 2 --out curve2');
  expect(world.json('cv2/cv.json')).toMatchObject({ complete: true });
  for (const file of ['held2.csv', 'curve2/report.html', 'curve2/learn-curve.json'])
    expect(existsSync(join(directory, file)), file).toBe(true);
});

test('by the program: cv goes on after `head` has ended', async () => {
  const { code, stderr } = await shell('mlp cv iris.json --quiet --out piped | head -n 1', {
    cwd: directory,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(world.json('piped/cv.json')).toMatchObject({ complete: true });
  const full = await shell('mlp cv iris.json --quiet --out full > /dev/full', { cwd: directory });
  expect(full.code).toBe(74);
  expect(full.stderr).toBe('error: stdout: cannot be written: no space left on device\n');
  expect(world.json('full/cv.json')).toMatchObject({ complete: true });
});
