import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Options of every module: as fast as can be, no checks, no heap and no garbage collection, only raw pointers. */
const COMMON = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert', '--enable', 'simd'].concat(
  ...['--runtime', 'stub', '--use', 'abort='],
);

/**
 * Compiles `assembly/index.ts` of a directory to a module in binary form; `change` is applied to each source as it is
 * read.
 */
export const compileBinary = (directory, flags, change) =>
  compile(directory, ['--outFile', 'module.wasm', ...flags], change);

/** Compiles it to a module as text, one instruction a line. */
export const compileText = (directory, flags, change) =>
  compile(directory, ['--textFile', 'module.wat', ...flags], change);

async function compile(directory, flags, change = (source) => source) {
  // loaded where there is something to compile, as all that a stage needs: an unchanged build takes 0.1 s
  const { default: asc } = await import('assemblyscript/asc');
  let result;
  const { error, stderr } = await asc.main(
    ['assembly/index.ts', '--baseDir', directory, ...COMMON, ...flags],
    {
      readFile: (name, base) => readFile(resolve(base, name), 'utf8').then(change, () => null),
      writeFile: (_name, contents) => {
        result = contents;
      },
    },
  );
  if (error) throw new Error(stderr.toString());
  return result;
}

/**
 * A TypeScript module that holds a WebAssembly module as text: so the bundle, the tests and the library find it
 * without a path.
 */
export const binaryModule = (bytes) => `// Made from assembly/ by src/build.
export const binary: string =
  '${Buffer.from(bytes).toString('base64')}';
`;
