/**
 * npm run build: the stages below in their order, or those that are named: `node src/build/build.mjs kernels csv`. A
 * stage whose inputs and outputs are as its last run left them is not run again.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { core } from './core.mjs';
import { csv } from './csv.mjs';
import { formulas } from './formulas/index.mjs';
import { kernels } from './kernels/index.mjs';
import { native } from './native/index.mjs';
import { play } from './play.mjs';
import { portable } from './portable/index.mjs';
import { run } from './stage.mjs';
import { types } from './types.mjs';
import { workers } from './workers.mjs';

/** Stages in their order: those that make sources come before those that read them. */
const stages = { formulas, kernels, native, csv, portable, workers, bundle, core, play, types };

process.chdir(join(import.meta.dirname, '../..'));
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(stages);
const unknown = names.find((name) => !Object.hasOwn(stages, name));
if (unknown !== undefined)
  throw new Error(`there is no stage ${unknown}, only ${Object.keys(stages).join(', ')}`);
try {
  for (const name of names) await run(name, stages[name]);
} catch (error) {
  // the program of an earlier build would know nothing of the change
  rmSync('dist/cli/main.js', { force: true });
  console.error(process.env.MLP_DEBUG ? error : `build: failed, and left no program: ${error.message}`);
  process.exitCode = 1;
}
