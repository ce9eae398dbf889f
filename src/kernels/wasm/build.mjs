/**
 * Compiles assembly/ to binary.ts, which holds the WebAssembly module as text: so the bundle, the tests and the library
 * find it without a path. `npm run build:wasm`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = fileURLToPath(new URL('.', import.meta.url));
let binary = new Uint8Array();
const { error, stderr } = await asc.main(
  [
    'assembly/index.ts',
    ...['--baseDir', here, '--outFile', 'kernels.wasm'],
    ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert'],
    ...['--enable', 'simd', '--enable', 'threads'],
    // raw pointers into one shared memory that the caller brings; no heap, no garbage collection
    ...['--runtime', 'stub', '--use', 'abort='],
    ...['--importMemory', '--noExportMemory', '--sharedMemory'],
    ...['--initialMemory', '1', '--maximumMemory', '65536'],
  ],
  {
    writeFile: (_name, contents) => {
      binary = contents;
    },
  },
);
if (error) {
  console.error(stderr.toString());
  process.exitCode = 1;
} else {
  const text = Buffer.from(binary).toString('base64');
  writeFileSync(
    new URL('binary.ts', import.meta.url),
    `// Made from assembly/ by build.mjs.\nexport const binary =\n  '${text}';\n`,
  );
}
