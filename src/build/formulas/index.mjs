/**
 * Compiles the formulas of src/nn (activations, losses, optimizers, layers) to loops: plain ones
 * (src/kernels/js/loops.ts), those of WebAssembly (src/kernels/wasm/assembly/loops.ts), and the table of what each
 * reads and writes (src/kernels/loop_table.ts).
 */
import { writeGenerated } from '../stage.mjs';
import { assemblyscriptLoop } from './assemblyscript_loops.mjs';
import { readDefinitions } from './definitions.mjs';
import { assemblyscriptFunction, calledBy, exportedBy, PRIMITIVES, PUBLIC } from './functions.mjs';
import { ordered } from './ir.mjs';
import { describe, functionName } from './loops.mjs';
import { statements } from './render.mjs';
import { typescript } from './typescript.mjs';
import { typescriptLoop } from './typescript_loops.mjs';

const plain = 'src/kernels/js/loops.ts';
const vectors = 'src/kernels/wasm/assembly/loops.ts';
const table = 'src/kernels/loop_table.ts';
const math = 'src/kernels/wasm/assembly/math.ts';
const VECTOR_IMPORT = `import {
  abs, add, all, any, atLeast, atMost, div, equal, greater, less,
  max, min, mul, neg, put, putColumn, select, sign, sqrt, sub, take, takeColumn,
} from './vector';
`;
const HEADER = '// Made from the formulas of src/nn by src/build/formulas.\n';

export const formulas = {
  inputs: ['src/nn', 'src/math'],
  outputs: [plain, math, vectors, table],
  make,
};

/** The choice between variants, by the options that it depends on. */
export function chooser(name, variants, depth = 0, indices = variants.map((_, i) => i)) {
  if (indices.length === 1) return JSON.stringify(functionName(name, variants, indices[0]));
  const { condition } = variants[indices[0]].conditions[depth];
  const part = (wanted) => indices.filter((i) => variants[i].conditions[depth].holds === wanted);
  const given = new Map(
    ordered([condition])
      .filter(({ op }) => op === 'input')
      .map((node) => [node, node.name]),
  );
  const [test] = statements([condition], typescript, given).results;
  return (
    `${test} ? ${chooser(name, variants, depth + 1, part(true))} : ` +
    `${chooser(name, variants, depth + 1, part(false))}`
  );
}

const entry = ({ frame, operands, numbers, cost }) =>
  JSON.stringify({
    frame,
    operands: operands.map(({ name, by, isWritten }) => ({ name, by, access: isWritten ? 'write' : 'read' })),
    numbers,
    cost,
  });

const describedDefinitions = () =>
  readDefinitions().map(({ name, variants }) => ({
    name,
    variants,
    loops: variants.map(({ loop }, i) => ({ name: functionName(name, variants, i), loop: describe(loop) })),
  }));

/** The loops of all formulas, {name, loop}. */
export const compiledLoops = () => describedDefinitions().flatMap(({ loops }) => loops);

function make() {
  const definitions = describedDefinitions();
  const loops = definitions.flatMap(({ loops: variantLoops }) => variantLoops);

  const roots = loops.flatMap(({ loop }) => Object.values(loop.writes));
  const called = calledBy(roots);
  const calls = new Set(ordered(roots).flatMap(({ op, name }) => (op === 'call' ? [name] : [])));
  const direct = called.filter((name) => calls.has(name));
  const imports = PUBLIC.map((name) => [exportedBy(name, direct), name])
    .filter(([names]) => names.length > 0)
    .map(([names, name]) => `import { ${names.join(', ')} } from '../../math/${name}.js';\n`)
    .join('');
  writeGenerated(
    plain,
    `${HEADER}${imports}

/** The loop functions by name, over vectors, sizes and numbers as loop_table.ts lists them. */
export const loops: Readonly<Record<string, (...values: never[]) => void>> = {
${loops.map(({ name }) => `  ${name},`).join('\n')}
};

${loops.map(({ name, loop }) => typescriptLoop(name, loop)).join('\n')}`,
  );

  writeGenerated(
    math,
    `${HEADER}import { ${PRIMITIVES.join(', ')} } from './bits';
${VECTOR_IMPORT}
${called.map(assemblyscriptFunction).join('\n')}`,
  );
  writeGenerated(
    vectors,
    `${HEADER}import { ${called.join(', ')} } from './math';
${VECTOR_IMPORT}
${loops.map(({ name, loop }) => assemblyscriptLoop(name, loop)).join('\n')}`,
  );

  const choices = definitions.map(({ name, variants }) => {
    const parameters = variants.length > 1 ? 'options' : '';
    return `  '${name}': (${parameters}) => ${chooser(name, variants)},`;
  });
  writeGenerated(
    table,
    `${HEADER}import type { CompiledLoop } from './compiled_loop.js';

/** The compiled loops by the names of their functions. */
export const loopTable: Readonly<Record<string, CompiledLoop>> = {
${loops.map(({ name, loop }) => `  ${name}: ${entry(loop)},`).join('\n')}
};

interface Options {
  readonly [name: string]: never;
}

/** The function of a formula: by its options where there are several. */
export const loopNames: Readonly<Record<string, (options: Options) => string>> = {
${choices.join('\n')}
};
`,
  );
}
