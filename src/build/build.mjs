/**
 * npm run build: all stages, or those that are named with those that they need: `node src/build/build.mjs bundle`. A
 * stage whose inputs and outputs are as its last run left them is not run again.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './stage.mjs';
import { stages, withNeeded } from './stages.mjs';

process.chdir(join(import.meta.dirname, '../..'));
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(stages);
const unknown = names.find((name) => !Object.hasOwn(stages, name));
if (unknown !== undefined)
  throw new Error(`there is no stage ${unknown}, only ${Object.keys(stages).join(', ')}`);
try {
  for (const name of withNeeded(names)) await run(name, stages[name]);
} catch (error) {
  // the program of an earlier build would know nothing of the change
  rmSync('dist/cli/main.js', { force: true });
  console.error(process.env.MLP_DEBUG ? error : `build: failed, and left no program: ${error.message}`);
  process.exitCode = 1;
}
