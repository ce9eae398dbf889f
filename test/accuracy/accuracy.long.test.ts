import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';

it('measures mlp alone on a table, and an ingredient less', () => {
  const directory = temporaryDirectory();
  const program = join(directory, 'accuracy.mjs');
  execFileSync(process.execPath, ['src/build/bundle_file.mjs', 'test/accuracy/accuracy.ts', program]);
  const run = (...options: string[]) => {
    const json = join(directory, 'figures.json');
    const args = [
      program,
      '--tables',
      'iris',
      '--seeds',
      '2',
      '--methods',
      'mlp',
      '--json',
      json,
      ...options,
    ];
    const text = execFileSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return { text, tables: JSON.parse(readFileSync(json, 'utf8')).tables, json };
  };
  const { text, tables, json } = run('--set', 'training.epochs=20');
  expect(text).toMatch(/^\| iris +\| [01]\.\d{3} \|$/m);
  expect(tables.iris).toMatchObject({ task: 'classification', methods: { mlp: [{ seed: 0 }, { seed: 1 }] } });
  const again = run('--set', 'training.epochs=20', '--earlier', json);
  const figures = ({ methods }: typeof tables.iris) =>
    methods.mlp.map(({ seconds: _, ...others }: { seconds: number }) => others);
  expect(figures(again.tables.iris)).toEqual(figures(tables.iris));
  expect(again.text).toContain('by more than ±');
  expect(run('--ablate', '--ingredients', 'dropout').text).toContain('ratio to mlp');
});
