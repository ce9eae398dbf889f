import { readdirSync, readFileSync } from 'node:fs';
import { type Project, project } from '../cli/project.js';

/** The files of a public case, in a directory of their own. */
export function publicCase(name: string): Project {
  const folder = new URL(`${name}/`, import.meta.url);
  const files = readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]);
  return project(Object.fromEntries(files));
}
