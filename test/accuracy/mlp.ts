import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Division } from './divide.js';
import type { Config } from './ingredients.js';
import type { Run } from './results.js';
import type { Table } from './tables.js';

/** A way to have a table trained: as init proposes, by a preset, with flags, or with a part of the config left out. */
export interface Variant {
  id: string;
  preset?: string;
  /** Flags `--set` of train. */
  set?: readonly string[];
  /** Changes what init proposed; undefined where there is nothing to change, and so nothing to measure. */
  edit?: (config: Config) => Config | undefined;
}

const program = resolve('bin/mlp.js');

function mlp(directory: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args, '--quiet'], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`mlp ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout;
}

/** Version of mlp that is measured. */
export const version = () => mlp('.', ['--version']).trim();

/**
 * Runs `mlp init` on the training rows, `mlp train`, and `mlp eval` on the test rows.
 *
 * @returns its run, whose seconds are those of `mlp train` from start to end; and the rows of the test
 */
export function runMlp(table: Table, division: Division, variant: Variant, parent: string) {
  const directory = join(parent, variant.id);
  mkdirSync(directory, { recursive: true });
  const preset = variant.preset === undefined ? [] : ['--preset', variant.preset];
  const targets = table.target.flatMap((name) => ['--target', name]);
  const proposed = mlp(directory, ['init', relative(directory, division.train), ...targets, ...preset]);
  const config = (variant.edit ?? ((whole) => whole))(JSON.parse(proposed));
  if (config === undefined) return undefined;
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config, null, 2));
  const set = (variant.set ?? []).flatMap((change) => ['--set', change]);
  const begin = performance.now();
  mlp(directory, ['train', 'config.json', '--out', 'run', '--force', '--seed', `${division.seed}`, ...set]);
  const seconds = (performance.now() - begin) / 1000;
  const { data } = JSON.parse(mlp(directory, ['eval', 'run', division.test, '--json']));
  const { accuracy, log_loss, r2, rmse } = data;
  const run: Run = { seed: division.seed, seconds, accuracy, log_loss, r2, rmse };
  return { run, testRows: data.rows as number };
}
