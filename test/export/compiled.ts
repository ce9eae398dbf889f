import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { project } from '../cli/project.js';

/** Flags of a compiler that tell all that is odd about a file of C. */
export const warnings = ['-std=c99', '-Wall', '-Wextra', '-pedantic', '-Werror'];

/** A program made of a model, to be run on files of the project. */
export async function compiled(
  files: Readonly<Record<string, string | object>>,
  config: string,
  directory?: string,
) {
  const made = project(files, directory);
  await made.done(`train ${config} --out run --quiet`);
  await made.done('export run --format c --out m.c');
  const program = join(made.directory, 'program');
  const guard = `${made.json(config).name.toUpperCase()}_MAIN`;
  execFileSync('cc', [...warnings, `-D${guard}`, join(made.directory, 'm.c'), '-lm', '-o', program]);
  /** Runs it on a text, or on a file of the project. */
  const run = (input: string | Uint8Array, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { input, cwd: made.directory });
    return { code: status, stdout: stdout.toString(), stderr: stderr.toString().trimEnd() };
  };
  return { ...made, run };
}

/** Numbers as JavaScript prints them, whatever digits they have. */
export const normal = (text: string) =>
  text.replace(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi, (digits) => String(Number(digits)));
