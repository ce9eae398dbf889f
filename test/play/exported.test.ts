import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../src/files/index.js';
import { Desk } from '../../src/play/worker/desk.js';
import { control } from '../../src/play/worker/questions/control.js';
import { exportRun } from '../../src/play/worker/questions/export_run.js';
import { open } from '../../src/play/worker/questions/open.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, repository } from '../helpers/cli.js';
import { sample } from '../helpers/runs.js';

/** Hashes of the tensors of a model, by name. */
function hashes(model: Buffer): Record<string, string> {
  const { tensors } = decodeSafetensors(model, 'model', { dtypes: ['F64'], requireHash: true });
  return Object.fromEntries(
    [...tensors].map(([name, { data }]) => [
      name,
      createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex'),
    ]),
  );
}

/** Trains a shipped config as the page does, three epochs, and writes the run that it gives, with the data in it. */
async function exported(name: string): Promise<string> {
  const config = JSON.parse(readFileSync(join(repository, 'configs', `${name}.json`), 'utf8'));
  const files = new Map<string, Uint8Array>();
  if (typeof config.data.train === 'string') {
    const file = basename(config.data.train);
    files.set(file, readFileSync(join(repository, 'datasets', file)));
    config.data.train = file;
  }
  config.training = { ...config.training, epochs: 3 };
  let check: (state: string) => unknown = () => {};
  const until = (wanted: string) =>
    new Promise<void>((done) => {
      check = (state) => state === wanted && done();
    });
  const desk = new Desk(({ state }) => check(state));
  const ready = until('ready');
  await open(desk, { config: JSON.stringify(config), files });
  await ready;
  const ended = until('ended');
  control(desk, { action: 'run' });
  await ended;
  const run = { ...(await exportRun(desk)), ...Object.fromEntries(files) };
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'play'), { recursive: true });
  for (const [file, bytes] of Object.entries(run)) writeFileSync(join(directory, 'play', file), bytes);
  return directory;
}

const configs: readonly (readonly [name: string, answers: string])[] = [
  ['penguins', 'classes'],
  ['mtcars', 'numbers'],
  ['linnerud', 'numbers'],
  ['digits-autoencoder', 'none'],
  ['penguins-vae', 'rows'],
  ['penguins-gan', 'rows'],
  ['ring-gan', 'rows'],
];

describe.each(sample(configs, 2))('the run of configs/%s that the page gives', (name, answers) => {
  it('is measured by mlp eval as its metrics say, and trained again to its weights', async () => {
    const directory = await exported(name);
    const world = { cwd: directory };
    const { train } = JSON.parse(readFileSync(join(directory, 'play/metrics.json'), 'utf8'));
    const measured = await mlp(['eval', 'play', '--json'], world);
    expect(measured.code).toBe(0);
    expect(measured.stderr).toMatch(
      /^(?:note: training\.objective: the weights of the last epoch are kept.*\n)?$/,
    );
    expect(JSON.parse(measured.stdout).train).toMatchObject(train);
    const trained = await mlp(['train', 'play/config.json', '--out', 'again', '--quiet'], world);
    expect(trained).toMatchObject({ code: 0 });
    const [ours, theirs] = ['play', 'again'].map((run) =>
      hashes(readFileSync(join(directory, run, 'model.safetensors'))),
    );
    expect(ours).toEqual(theirs);
    if (answers === 'rows') {
      const [ours, theirs] = await Promise.all(
        ['play', 'again'].map((run) => mlp(['sample', run, '--rows', '3', '--seed', '1'], world)),
      );
      expect(ours).toMatchObject({ code: 0, stderr: '' });
      expect(ours.stdout.trim().split('\n')).toHaveLength(4);
      expect(ours.stdout).toBe(theirs.stdout);
    }
    if (answers === 'none' || answers === 'rows') return;
    expect(readFileSync(join(directory, 'play/background.json'))).toEqual(
      readFileSync(join(directory, 'again/background.json')),
    );
    const explained = await mlp(['explain', 'play', '--rows', '3', '--json'], world);
    expect(explained.code).toBe(0);
    expect(explained.stderr).not.toContain('has no background.json');
  });
});
