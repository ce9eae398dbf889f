/**
 * Sources of exports (src/export/code.ts): each function and formula as JavaScript and as C, from its one source
 * in TypeScript, with what it calls.
 */
import { join } from 'node:path';
import { loadModule } from '../formulas/modules.mjs';
import { writeGenerated } from '../stage.mjs';
import { dateFunctions, formulaLoops, predictionChoices, WANTED } from './formulas.mjs';
import { addExports, Functions } from './functions.mjs';
import { formulaGraphs, numberGraphs } from './graphs.mjs';

const output = 'src/export/code.ts';
const math = ['index', 'partial'].map((name) => join('src/math', `${name}.ts`));

export const portable = {
  inputs: ['src/nn', 'src/math', 'src/data', 'src/kernels/js', 'src/export'],
  outputs: [output],
  make() {
    const functions = new Functions();
    addExports(functions, join(process.cwd(), 'src/export/runtime/index.ts'));
    const loops = formulaLoops();
    const dates = dateFunctions();
    const modules = math.map((file) => loadModule(join(process.cwd(), file)));
    for (const [name, entry] of Object.entries({ ...loops, ...dates })) {
      for (const use of entry.uses) {
        const home = modules.find(({ exports }) => exports.has(use));
        if (home) functions.add(home, use);
        else functions.addPrimitiveOrBits(use);
      }
      functions.addText(name, { js: entry.js, c: entry.c, uses: entry.uses });
    }
    const json = (entries) => JSON.stringify(Object.fromEntries(entries), null, 1);
    const described = Object.fromEntries(
      Object.entries(loops).map(([name, { operands, isByRow, numbers }]) => [
        name,
        { operands, isByRow, numbers },
      ]),
    );
    writeGenerated(
      output,
      `// Made by src/build/portable.
import type { GraphNode, OptionChoice, Portable, PortableLoop } from './portable.js';

export const functions: Readonly<Record<string, Portable>> = ${json(functions.entries)};

export const loops: Readonly<Record<string, PortableLoop>> = ${JSON.stringify(described, null, 1)};

/** Formulas and functions of one number as graphs, for formats that compute with tensors. */
export const graphs: Readonly<Record<string, readonly GraphNode[]>> = ${json(
        Object.entries({ ...formulaGraphs(WANTED), ...numberGraphs() }),
      )};

/** Loops of formulas that make predictions of y: by options where there are several. */
export const predictionNames: Readonly<Record<string, OptionChoice>> = {
${predictionChoices().join('\n')}
};
`,
    );
  },
};
