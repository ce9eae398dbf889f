/**
 * node src/workers/embed.mjs DIRECTORY…: bundles worker.ts of each, with all that it imports, into code.ts beside it, which holds it
 * as text: so the bundle, the tests and the library find it without a path.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

// one after the other: a worker may hold another's code
for (const directory of process.argv.slice(2)) {
  const { outputFiles } = await build({
    entryPoints: [join(directory, 'worker.ts')],
    ...{ bundle: true, write: false, minify: true },
    ...{ format: 'esm', platform: 'node', target: 'node20' },
  });
  const file = join(directory, 'code.ts');
  const text = `// Made from worker.ts by src/workers/embed.mjs.\nexport const code: string =\n  ${JSON.stringify(outputFiles[0].text)};\n`;
  // what has not changed keeps its date: nothing else has to be made anew
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
