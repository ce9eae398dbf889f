import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveModelPath } from '../../src/files/index.js';
import { temporaryDirectory } from './temporary_directory.js';

function runWith(...names: string[]): string {
  const directory = join(temporaryDirectory(), 'iris');
  mkdirSync(directory);
  for (const name of names) writeFileSync(join(directory, name), '');
  return directory;
}

it('is the file itself, or the model of the run directory', () => {
  const directory = runWith('model.safetensors', 'config.json');
  const model = join(directory, 'model.safetensors');
  expect(resolveModelPath(directory)).toBe(model);
  expect(resolveModelPath(`${directory}/`)).toBe(model);
  expect(resolveModelPath(model)).toBe(model);
});

it.each([
  ['an empty directory', [], '', 'no_input', /iris: no model here; looked for model\.safetensors$/],
  ['a checkpoint', ['checkpoint.safetensors'], '', 'no_input', /has a checkpoint: go on .*--resume/],
  ['another model', ['best.safetensors'], '', 'no_input', /found best\.safetensors: name the file itself/],
  [
    'a config',
    ['config.json'],
    '/config.json',
    'data',
    /is a JSON file, not a model; give the run directory/,
  ],
  [
    'a misspelt file',
    ['model.safetensors'],
    '/mode.safetensors',
    'no_input',
    /mean "\S*iris\/model\.safetensors"\?/,
  ],
  ['a misspelt run', [], '/../irs', 'no_input', /(\S*)irs: model not found; did you mean "\1iris"\?/],
])('%s is refused with help', (_name, files, rest, failure, message) => {
  expect(() => resolveModelPath(runWith(...files) + rest)).toThrow(
    expect.objectContaining({ failure, message: expect.stringMatching(message) }),
  );
});
