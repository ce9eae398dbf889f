import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Project, project } from '../cli/project.js';

/** A project with the files of a case: the folder beside this file that has its name. */
export function publicCase(name: string): Project {
  const folder = join(import.meta.dirname, name);
  const self = project({});
  for (const file of readdirSync(folder)) self.write(file, readFileSync(join(folder, file)));
  return self;
}
