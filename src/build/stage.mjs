import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Hashes of what stages have read and written, gone with node_modules: versions of packages are part of a build. */
const NOTES = 'node_modules/.cache/build';

/** Files that every stage depends on. */
const COMMON = ['src/build', 'package.json', 'package-lock.json'];

/**
 * Runs `make` unless the files of `inputs` and `outputs` (files and directories, from the root of the repository) hold
 * what they held in its last run. Outputs may lie in directories of the inputs. Where `make` gives false, something
 * that is none of them was missing, and the next run tries again.
 */
export async function run(name, { inputs, outputs, make }) {
  const note = join(NOTES, `${name}.sha256`);
  // before `make`: what is edited meanwhile is not in what it makes
  const read = hash([...COMMON, ...inputs], outputs);
  if (existsSync(note) && readFileSync(note, 'utf8') === read + hash(outputs)) return;
  console.error(`build: ${name}`);
  if ((await make()) === false) return;
  mkdirSync(NOTES, { recursive: true });
  writeFileSync(note, read + hash(outputs));
}

/** Writes a text that the build has made; what has not changed keeps its date. */
export function writeGenerated(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/**
 * Removes the files of a directory that are none of a bundle's `output`, whose names start from `root`: earlier
 * builds have left them.
 */
export function removeOthers(directory, output, root) {
  const made = new Set(output.map(({ fileName }) => resolve(root, fileName)));
  for (const name of readdirSync(directory)) {
    const file = resolve(directory, name);
    if (!made.has(file)) rmSync(file);
  }
}

/** The sha256 over names and bytes of the files of `paths` that are none of `others`. */
function hash(paths, others = []) {
  const left = new Set(others.flatMap(files));
  const digest = createHash('sha256');
  for (const file of [...new Set(paths.flatMap(files))].sort())
    if (!left.has(file)) digest.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return digest.digest('hex');
}

/** The files of a directory, or the file itself; none where there is nothing. */
function files(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [join(path)];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
