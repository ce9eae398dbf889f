import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { decodeSafetensors } from '../../src/files/index.js';
import { runFiles } from '../../src/files/run_directory.js';
import { mlp, type Outcome } from '../helpers/cli.js';
import { befalls, type Fault, type FaultKind, onFaultyDisk } from './disk.js';

/** A command into the run directory `run` of a world, and what that world is before it. */
export interface Scenario {
  /** Directory with config.json and all else that is copied for each try. */
  readonly template: string;
  readonly flags: readonly string[];
}

/** The files of a run, without what a clock says; undefined for one that is not there. */
type Contents = Readonly<Record<keyof typeof runFiles, string | undefined>>;

const names = Object.keys(runFiles) as (keyof typeof runFiles)[];

/** A run as it is, each file read whole; throws for a file that is torn. */
export function contents(world: string): Contents {
  const read = (name: keyof typeof runFiles): string | undefined => {
    const path = join(world, 'run', runFiles[name]);
    if (!existsSync(path)) return undefined;
    const bytes = readFileSync(path);
    if (path.endsWith('.safetensors'))
      decodeSafetensors(bytes, path, { dtypes: ['F64'], requireHash: true, allowNotFinite: true });
    if (name === 'checkpoint') return 'whole';
    const text = bytes.toString(name === 'model' ? 'base64' : 'utf8');
    if (name === 'metrics' || name === 'config') JSON.parse(text);
    return text.replace(/("seconds": ?)[^,}\n]+/g, '$10');
  };
  return Object.fromEntries(names.map((name) => [name, read(name)])) as unknown as Contents;
}

/** Trains in a world whose disk has, perhaps, a fault. */
async function train(world: string, flags: readonly string[], fault: Fault | null = null) {
  const args = ['train', 'config.json', '--out', 'run', '--quiet', '--backend', 'js', ...flags];
  let outcome: Outcome | undefined;
  const calls = await onFaultyDisk(world, fault, async () => {
    outcome = await mlp(args, { cwd: world });
  });
  return { ...outcome!, calls };
}

/** The process that was to have the lock is this one, which lives on. */
const deadProcess = spawnSync(process.execPath, ['--version']).pid;

function bury(world: string): void {
  const directory = join(world, 'run');
  for (const name of existsSync(directory) ? readdirSync(directory) : []) {
    const path = join(directory, name);
    if (!name.includes('.lock')) continue;
    writeFileSync(path, readFileSync(path, 'utf8').replace(`"pid":${process.pid},`, `"pid":${deadProcess},`));
  }
}

/** An undisturbed run: how many calls there are, and what comes of it. */
export async function undisturbed({ template, flags }: Scenario, world: string) {
  cpSync(template, world, { recursive: true });
  const { calls, ...outcome } = await train(world, flags);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  const before = contents(template);
  const after = contents(world);
  rmSync(world, { recursive: true });
  return { calls, before, after };
}

export type Undisturbed = Awaited<ReturnType<typeof undisturbed>>;

/**
 * Runs a scenario into one fault, and holds what is left to the promise: every file is the old one or the new one, an
 * error is said by the exit code, and training goes on with `--resume` to the same bits.
 */
export async function survives(
  { template, flags }: Scenario,
  fault: Fault,
  { before, after }: Undisturbed,
  world: string,
): Promise<void> {
  cpSync(template, world, { recursive: true });
  const { code } = await train(world, flags, fault);
  bury(world);

  expect(exitCodes[fault.kind]).toContain(code);
  const left = contents(world);
  for (const name of names) {
    if (name === 'checkpoint') continue; // it decoded, and what it is worth is seen below
    if (left[name] === before[name]) continue;
    // removed before another model is written; explanations draw its rows from the data again
    if (name === 'background' && left[name] === undefined) continue;
    if (name === 'history') expect(after.history!.startsWith(left.history!)).toBe(true);
    else expect(left[name]).toBe(after[name]);
  }
  if (code === 0) expect(left).toEqual(after);

  let again = await train(world, ['--resume']);
  // of a run that `--force` had not come to replace: it is all there
  if (again.code === 65 && flags.includes('--force')) {
    expect(again.stderr).toContain('belongs to another config');
    expect(left).toEqual(before);
    again = await train(world, ['--force']);
  }
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect(contents(world)).toEqual(after);
  expect(readdirSync(join(world, 'run')).sort()).toEqual(Object.values(runFiles).sort());
  rmSync(world, { recursive: true });
}

const exitCodes: Readonly<Record<FaultKind, readonly number[]>> = {
  // 0 where it is the lock that is not removed, or the like: all that was to be written is
  EIO: [0, 73, 74],
  ENOSPC: [0, 73, 74],
  short: [0],
  // no exit code: this process lives on, and reports what it never met
  kill: [0, 70],
  'power, names kept': [0, 70],
  'power, names lost': [0, 70],
};

/** Every fault of a kind that can befall a run of these calls, and a failure of the power when it has ended. */
export const faultsOf = (calls: readonly string[], kind: FaultKind): Fault[] => [
  ...calls.flatMap((call, at) => (befalls(kind, call) ? [{ kind, at }] : [])),
  ...(kind.startsWith('power') ? [{ kind, at: calls.length }] : []),
];
