/**
 * Bundles worker.ts, and with it all that trains, into code.ts, which holds it as text: so the bundle, the tests and the
 * library find it without a path. `npm run bundle`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
  ...{ bundle: true, write: false, minify: true },
  ...{ format: 'esm', platform: 'node', target: 'node20' },
});
const file = new URL('code.ts', import.meta.url);
const text = `// Made from worker.ts by build.mjs.\nexport const code: string =\n  ${JSON.stringify(outputFiles[0].text)};\n`;
// what has not changed keeps its date: nothing else has to be made anew
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
