import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, type Outcome, repository, type World } from '../helpers/cli.js';

/** A directory with files in it, a command line that starts there, and looks at what came of it. */
export interface Project {
  readonly directory: string;
  mlp(args: string, world?: World): Promise<Outcome>;
  /** Runs it, and throws unless it succeeds. */
  done(args: string, world?: World): Promise<Outcome>;
  write(name: string, content: string | object | Uint8Array): void;
  read(name: string): string;
  json(name: string): Json;
  /** metrics.jsonl without the seconds. */
  history(run: string): string[];
  sha256(name: string): string;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of many shapes
export type Json = any;

/** Makes a project, in a directory that is taken away after the test, or in one of the caller's. */
export function project(
  files: Readonly<Record<string, string | object>>,
  directory = temporaryDirectory(),
): Project {
  const path = (name: string) => join(directory, name);
  const self: Project = {
    directory,
    mlp: (args, world = {}) => mlp(words(args), { cwd: directory, ...world }),
    async done(args, world) {
      const outcome = await self.mlp(args, world);
      if (outcome.code !== 0) throw new Error(`mlp ${args}: exit code ${outcome.code}\n${outcome.stderr}`);
      return outcome;
    },
    write(name, content) {
      mkdirSync(dirname(path(name)), { recursive: true });
      const isText = typeof content === 'string' || content instanceof Uint8Array;
      writeFileSync(path(name), isText ? content : JSON.stringify(content));
    },
    read: (name) => readFileSync(path(name), 'utf8'),
    json: (name) => JSON.parse(self.read(name)),
    history: (run) =>
      self
        .read(`${run}/metrics.jsonl`)
        .split('\n')
        .slice(0, -1)
        .map((line) => line.replace(/"seconds":[^,}]+/, '"seconds":0')),
    sha256: (name) =>
      createHash('sha256')
        .update(readFileSync(path(name)))
        .digest('hex'),
  };
  for (const [name, content] of Object.entries(files)) self.write(name, content);
  return self;
}

/** Words between spaces; none of ours has one inside. */
const words = (args: string) => args.split(' ').filter((word) => word !== '');

export const dataset = (name: string): string => join(repository, 'datasets', name);

/** A small config for iris, with validation and test. */
export const iris = (more: object = {}) => ({
  name: 'iris',
  data: {
    train: dataset('iris.csv'),
    target: 'species',
    split: { type: 'random', validation: 0.2, test: 0.2, stratify: true },
  },
  layers: [{ type: 'dense', units: 6, activation: 'relu' }],
  optimizer: { type: 'adam', learning_rate: 0.02 },
  training: { epochs: 6 },
  ...more,
});

/** Rows of a CSV without quotes. */
export const rowsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
