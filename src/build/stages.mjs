import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { core } from './core.mjs';
import { csv } from './csv.mjs';
import { formulas } from './formulas/index.mjs';
import { kernels } from './kernels/index.mjs';
import { native } from './native/index.mjs';
import { play } from './play.mjs';
import { portable } from './portable/index.mjs';
import { types } from './types.mjs';
import { workers } from './workers.mjs';

/** The stages by their names. */
export const stages = { formulas, kernels, csv, portable, workers, native, bundle, core, play, types };

/** The stages that are named, each after those that it needs: those whose outputs lie in its inputs. */
export function withNeeded(names, all = stages) {
  const found = new Set();
  const add = (name) => {
    for (const other of Object.keys(all)) if (other !== name && makesFor(all[other], all[name])) add(other);
    found.add(name);
  };
  names.forEach(add);
  return [...found];
}

const makesFor = ({ outputs }, { inputs }) =>
  outputs.some((output) => inputs.some((input) => join(output, '/').startsWith(join(input, '/'))));
