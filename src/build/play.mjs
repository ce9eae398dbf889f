import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { BROWSER, bundleOne } from './bundler.mjs';

/** The file that everything is in: dist/play/page.html, into which `mlp play` puts what the page is given. */
const page = 'dist/play/page.html';

/** The page of `mlp play`: style, program and the worker's program in one file, which needs nothing else. */
export const play = {
  inputs: ['src'],
  outputs: [page],
  async make() {
    const [script, worker] = [await bundled('main.tsx'), await bundled('worker/worker.ts')].map(inScript);
    const style = readFileSync('src/play/style.css', 'utf8');
    mkdirSync('dist/play', { recursive: true });
    writeFileSync(page, html({ style, script, worker }));
  },
};

/**
 * A source with all that it imports, without what a page never comes to. csv-parse is that for Node, with the little of
 * Buffer that it calls: its own bundle for browsers has all of Buffer in it.
 */
const bundled = (source) =>
  bundleOne(`src/play/${source}`, {
    ...BROWSER,
    resolve: {},
    transform: { ...BROWSER.transform, inject: { Buffer: [resolve('src/play/worker/buffer.ts'), 'Buffer'] } },
    plugins: [forPage],
    output: { minify: true, format: 'iife' },
  });

/** Modules whose functions a page never calls: it has no threads, no BLAS, no Parquet, and prints no JSON Schema. */
const uncalled = [
  /\/src\/kernels\/(?:blas\/index|threads\/session)\.ts$/,
  // Parquet is refused before it is read (src/data/sources/file_access/browser.ts)
  /\/src\/data\/parquet\/read\.ts$/,
  /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/,
];

/** Texts of the programs of threads. */
const programs = /\/src\/(?:jobs|kernels\/threads)\/code\.ts$/;

const forPage = {
  name: 'for-page',
  load(id) {
    if (programs.test(id)) return "export const code = '';";
    return uncalled.some((path) => path.test(id)) ? withoutBodies(readFileSync(id, 'utf8')) : null;
  },
  transform: (text, id) => (/\/wasm\/binary\.ts$/.test(id) ? deflated(text) : null),
};

/** The names that a module exports, each a function that says that it should not have been called. */
function withoutBodies(text) {
  const names = [...text.matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm)].map(
    ([, name]) => name,
  );
  return `const uncalled = () => { throw new Error('not in a page'); };
export { ${names.map((name) => `uncalled as ${name}`).join(', ')} };`;
}

/** A module with a WebAssembly module in Base64, deflated before: a page in gzip is a thirtieth smaller by it. */
function deflated(text) {
  const [literal, base64] = /'([\w+/=]{1000,})'/.exec(text);
  const small = deflateRawSync(Buffer.from(base64, 'base64'), { level: 9 }).toString('base64');
  const bytes = `inflateSync(Uint8Array.from(atob('${small}'), (character) => character.charCodeAt(0)))`;
  const inflated = `btoa(Array.from(${bytes}, (byte) => String.fromCharCode(byte)).join(''))`;
  return `import { inflateSync } from 'fflate';\n${text.replace(literal, () => inflated)}`;
}

/** A text that does not end the element that it stands in. */
const inScript = (text) => text.replaceAll(/<(?=\/script|!--)/gi, '\\x3c').trim();

const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded and nothing sent; the program is this one alone, and the worker's is made of its text. */
const policyOf = ({ style, script }) =>
  [
    "default-src 'none'",
    `script-src ${sha256(script)} 'wasm-unsafe-eval'`,
    `style-src ${sha256(style)}`,
    'worker-src blob:',
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

const html = (parts) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(parts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>mlp play</title>
<link rel="icon" href="data:,">
<style>${parts.style}</style>
<div id="page"><noscript>This page trains networks by JavaScript, which is switched off here.</noscript></div>
<script type="application/json" id="given">{}</script>
<script type="text/plain" id="worker">${parts.worker}</script>
<script>${parts.script}</script>
</html>
`;
