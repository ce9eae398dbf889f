import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { binaryModule, compileText } from '../assemblyscript.mjs';
import { writeGenerated } from '../stage.mjs';
import { poolConstants } from './constants.mjs';
import { addInterpreter } from './interpreter.mjs';

const directory = 'src/kernels/wasm';
const binary = join(directory, 'binary.ts');

/** The kernels, over one shared memory that the caller brings. */
export const kernels = {
  inputs: [join(directory, 'assembly')],
  outputs: [binary],
  async make() {
    const flags = ['--enable', 'threads', '--importMemory', '--noExportMemory', '--sharedMemory'];
    const pages = ['--initialMemory', '1', '--maximumMemory', '65536'];
    const compiled = await compileText(directory, [...flags, ...pages], repeatSteps);
    const { text, operations } = addInterpreter(compiled);
    const hash = createHash('sha256').update(text).digest('hex');
    const parameters = `
/** A number that another text of the kernels would not have: native ones are of the same. */
export const fingerprint = ${Number.parseInt(hash.slice(0, 12), 16)};

/** Parameters of the functions that a program may call: i for an address or a size, f for a number. */
export const operations: Readonly<Record<string, string>> = ${JSON.stringify(operations)};
`;
    writeGenerated(binary, binaryModule(await assemble(poolConstants(text))) + parameters);
  },
};

/** Writes what stands between `// for STEP = 0 … n` and `// end` n + 1 times, each with its number for STEP. */
const repeatSteps = (source) =>
  source.replace(/^ *\/\/ for STEP = 0 … (\d+).*\n([\s\S]*?)^ *\/\/ end\n/gm, (_, last, lines) =>
    Array.from({ length: Number(last) + 1 }, (_, step) => lines.replaceAll('STEP', step)).join(''),
  );

async function assemble(text) {
  const { default: binaryen } = await import('assemblyscript/binaryen');
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.All);
  if (!module.validate()) throw new Error('not a valid module');
  return module.emitBinary();
}
