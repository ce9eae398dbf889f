/** Compiles assembly/ to binary.ts, which holds the WebAssembly module as text. `npm run build:wasm`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = fileURLToPath(new URL('.', import.meta.url));
let binary;
const { error, stderr } = await asc.main(
  [
    'assembly/index.ts',
    ...['--baseDir', here, '--outFile', 'module.wasm'],
    ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert', '--enable', 'simd'],
    // raw pointers into the module's memory, above its constants; no heap, no garbage collection
    ...['--runtime', 'stub', '--use', 'abort=', '--memoryBase', '64', '--initialMemory', '1'],
  ],
  {
    writeFile: (_name, contents) => {
      binary = Buffer.from(contents);
    },
  },
);
if (error) throw new Error(stderr.toString());
writeFileSync(
  new URL('binary.ts', import.meta.url),
  `// Made from assembly/ by build.mjs.\nexport const binary: string =\n  '${binary.toString('base64')}';\n`,
);
