import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, repository } from '../helpers/cli.js';
import { sample } from '../helpers/runs.js';

/**
 * The configs of "The lecture, runnable" in configs/README.md, which the tests beside this file hold to what it says.
 */
export const lectureConfigs: readonly string[] = readdirSync(join(repository, 'configs'))
  .map((file) => parse(file).name)
  .filter((name) => /^(xor|universal|sawtooth|outliers|ordered)-|^local-minima$/.test(name));

/** The seed changes data, weights, splits and the order of rows. */
export const seeds = sample([0, 1, 2], 1);

// biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of many shapes
type Json = any;

export interface Trained {
  /** The run directory. */
  readonly run: string;
  readonly metrics: Json;
}

/** Trains a config of the repository. */
export async function trained(name: string, seed: number, ...set: string[]): Promise<Trained> {
  const run = join(temporaryDirectory(), name);
  const metrics = await json(
    ...['train', `configs/${name}.json`, '--seed', String(seed), '--out', run, '--quiet'],
    ...set.flatMap((assignment) => ['--set', assignment]),
  );
  return { run, metrics };
}

/** Returns what a command prints with --json. */
export async function json(...args: string[]): Promise<Json> {
  const { code, stdout, stderr } = await mlp([...args, '--json']);
  if (code !== 0) throw new Error(`mlp ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout);
}
