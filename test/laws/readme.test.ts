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

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const names = (folder: string, extension: string) =>
  readdirSync(new URL(`../../${folder}`, import.meta.url))
    .filter((file) => file.endsWith(extension))
    .map((file) => parse(file).name);

describe('the README', () => {
  const kinds: Record<string, readonly string[]> = {
    command: Object.keys(commands).map((name) => `mlp ${name}`),
    config: names('configs', '.json'),
    'folder of src': readdirSync(new URL('../../src', import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `src/${name}`),
    activation: Object.keys(activations),
    generator: Object.keys(generators),
    imputer: Object.keys(imputers),
    initializer: Object.keys(initializers),
    'kind of layer': Object.keys(layerTypes),
    loss: Object.keys(losses),
    optimizer: Object.keys(optimizers),
    scaler: Object.keys(scalers),
    schedule: Object.keys(schedules),
    'exit code': Object.values(exitCodes).map(String),
  };
  for (const [kind, members] of Object.entries(kinds)) {
    it(`names every ${kind}`, () => {
      const absent = members.filter((name) => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(readme));
      expect(absent).toEqual([]);
    });
  }

  it('shows a config that is one', () => {
    const [, text] = /```json\n([^`]*)```/.exec(readme)!;
    expect(() => parseConfig(text, 'README.md')).not.toThrow();
  });
});
