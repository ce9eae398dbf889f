import { join } from 'node:path';
import { bundleOne } from './bundler.mjs';
import { writeGenerated } from './stage.mjs';

/** Directories with a worker.ts, in the order of building: a worker may hold another's code. */
const directories = ['src/kernels/threads', 'src/jobs'];

const code = (directory) => join(directory, 'code.ts');

/**
 * The program of each thread, bundled into code.ts beside it, which holds it as text: so the bundle, the tests and
 * the library find it without a path.
 */
export const workers = {
  inputs: ['src'],
  outputs: directories.map(code),
  async make() {
    for (const directory of directories) {
      const text = await bundleOne(join(directory, 'worker.ts'), { output: { minify: true } });
      writeGenerated(
        code(directory),
        `// Made from worker.ts by src/build.\nexport const code: string =\n  ${JSON.stringify(text)};\n`,
      );
    }
  },
};
