import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.js';
import { parseConfig } from '../../src/config/index.js';
import { generators } from '../../src/data/generators/index.js';
import { imputers } from '../../src/data/preprocessing/imputers/index.js';
import { scalers } from '../../src/data/preprocessing/scalers/index.js';
import { exitCodes } from '../../src/errors.js';
import { activations } from '../../src/nn/activations/index.js';
import { initializers } from '../../src/nn/initializers/index.js';
import { layerTypes } from '../../src/nn/layers/index.js';
import { losses } from '../../src/nn/losses/index.js';
import { optimizers } from '../../src/nn/optimizers/index.js';
import { schedules } from '../../src/nn/schedules/index.js';
import { prepare } from '../../src/training/prepare.js';
import { repository } from '../helpers/cli.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
/** Changes since the last release: a new variant is named there, and in the README from the release on. */
const [, unreleased] = /^## Unreleased\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(read('CHANGELOG.md'))!;
const names = (folder: string, extension: string) =>
  readdirSync(new URL(`../../${folder}`, import.meta.url))
    .filter((file) => file.endsWith(extension))
    .map((file) => parse(file).name);

/** Names that are no word of a text. */
const absentFrom = (text: string, members: readonly string[]) =>
  members.filter((name) => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text));

describe('the README', () => {
  const kinds: Record<string, readonly string[]> = {
    command: Object.keys(commands).map((name) => `mlp ${name}`),
    'folder of src': readdirSync(new URL('../../src', import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `src/${name}`),
    'exit code': Object.values(exitCodes).map(String),
  };
  for (const [kind, members] of Object.entries(kinds))
    it(`names every ${kind}`, () => expect(absentFrom(readme, members)).toEqual([]));

  const variants: Record<string, object> = {
    activation: activations,
    generator: generators,
    imputer: imputers,
    initializer: initializers,
    'kind of layer': layerTypes,
    loss: losses,
    optimizer: optimizers,
    scaler: scalers,
    schedule: schedules,
  };
  for (const [kind, registry] of Object.entries(variants))
    it(`or the changelog names every ${kind}`, () =>
      expect(absentFrom(readme + unreleased, Object.keys(registry))).toEqual([]));

  it('of the configs names every config', () => {
    expect(absentFrom(read('configs/README.md'), names('configs', '.json'))).toEqual([]);
  });

  it('of the source names every folder', () => {
    const folders = kinds['folder of src'].map((path) => parse(path).name);
    expect(absentFrom(read('src/README.md'), folders)).toEqual([]);
  });

  it('says which Node it takes', () => {
    const { engines } = JSON.parse(read('package.json'));
    const versions = (engines.node as string).split('||').map((range) => /\d+(\.\d+)?/.exec(range)![0]);
    expect(readme).toContain(`Node ${versions.join(', ')} or later`);
  });

  it('shows a config that goes with its data', async () => {
    const [, text] = /```json\n([^`]*)```/.exec(readme)!;
    const config = { ...parseConfig(text, 'README.md'), name: 'readme' };
    const { task, train } = (await prepare(config, { directory: repository })).dataset;
    expect({ task, isThere: train.rows > 0 }).toEqual({ task: 'classification', isThere: true });
  });
});
