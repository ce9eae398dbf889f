/**
 * npm run bench:export [CONFIG …] [-- --quick]: the models of configs/ in every format of mlp export: the largest
 * difference from mlp predict, the size of the file, and the time for a row.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { temporaryDirectory } from '../../../src/files/temporary_directory.ts';
import { describeMachine, machine } from '../machine.mjs';
import { modelFigures } from './model_figures.ts';
import { report } from './report.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' } },
});
const known = readdirSync('configs').flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : []));
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) throw new Error(`no config ${unknown.join(', ')}, only ${known.join(', ')}`);
const settings = values.quick
  ? { train: ['--set', 'training.epochs=1'], milliseconds: 5 }
  : { train: [], milliseconds: 200 };
const directory = temporaryDirectory('mlp-bench-export-');
const description = describeMachine(machine());
const figures = [];
for (const name of positionals.length > 0 ? positionals : known) {
  process.stderr.write(`${name}\n`);
  figures.push(await modelFigures(join('configs', `${name}.json`), join(directory.path, name), settings));
}
directory.remove();
console.log(`${description}\n\n${report(figures)}`);
