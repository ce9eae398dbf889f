/**
 * Bundles worker.ts into code.ts, which holds it as text: so the bundle, the tests and the library find it without a
 * path. `npm run build:wasm`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
  ...{ bundle: true, write: false, minify: true },
  ...{ format: 'esm', platform: 'node', target: 'node20' },
});
writeFileSync(
  new URL('code.ts', import.meta.url),
  `// Made from worker.ts by build.mjs.\nexport const code: string =\n  ${JSON.stringify(outputFiles[0].text)};\n`,
);
