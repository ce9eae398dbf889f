import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { type Project, project } from '../cli/project.js';
import { mlp, type Outcome, type World } from '../helpers/cli.js';

/** A logistic regression of y by x in two epochs, unless `more` says otherwise. */
export const config = (data: object = {}, more: object = {}) => ({
  data: { train: 'd.csv', target: 'y', ...data },
  layers: [],
  training: { epochs: 2 },
  ...more,
});

/** A directory with a config `c.json` and its data `d.csv`. */
export const withData = (csv: string | Uint8Array, data: object = {}, more: object = {}): Project =>
  project({ 'c.json': config(data, more), 'd.csv': csv });

/** Creates a project with a model of y by x in `model`. */
export async function withModel(data: object = {}, more: object = {}): Promise<Project> {
  const world = withData('x,y\n1,a\n2,b\n3,a\n4,b\n', data, more);
  await world.done('train c.json --out model --quiet');
  return world;
}

/** Every file below a directory with its sha256, so that what came or went shows. */
export function contents(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true }).map(String).sort();
  return Object.fromEntries(
    names.map((name) => {
      const path = join(directory, name);
      if (!statSync(path).isFile()) return [name, 'no file'];
      return [name, createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}

/** Part that a message has to have: a text, or a match of a pattern. */
export type Part = string | RegExp;

/**
 * One error that a user can read: no stack, nothing that drives a terminal, none of the words of a bug, and these
 * parts.
 */
export function expectError({ stderr }: Pick<Outcome, 'stderr'>, parts: readonly Part[]): void {
  expect(stderr).toMatch(/^((note|warning): .*\n)*error: /);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stderr).not.toMatch(/a bug of mlp|undefined|\[object/);
  expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(stderr.length).toBeLessThan(2000);
  for (const part of parts) expect(stderr).toMatch(typeof part === 'string' ? literally(part) : part);
}

const literally = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

/**
 * Runs a command that has to be refused with this exit code; no result is printed, and every file is as it was before.
 */
export async function refused(
  world: Project,
  args: string | readonly string[],
  code: number,
  parts: readonly Part[],
  options: World = {},
): Promise<Outcome> {
  const before = contents(world.directory);
  const words = typeof args === 'string' ? args.split(' ') : args;
  const found = await mlp(words, { cwd: world.directory, ...options });
  // This process does not stand in that directory, so that its paths lead there.
  const stderr = [relative('', world.directory), world.directory].reduce(
    (text, directory) => text.replaceAll(`${directory}/`, ''),
    found.stderr,
  );
  const outcome = { ...found, stderr };
  expect({ args, ...outcome }).toMatchObject({ args, code });
  // Rows before the one that is wrong may have had their answers: whole lines.
  if (words[0] === 'predict') expect(outcome.stdout).toMatch(/^([^\n]*\n)*$/);
  else expect(outcome.stdout).toBe('');
  expectError(outcome, parts);
  expect(contents(world.directory)).toEqual(before);
  return outcome;
}

/** A stream that gives bytes so many at a time. */
export const chunksOf = (bytes: Uint8Array, size: number): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    ),
  );
