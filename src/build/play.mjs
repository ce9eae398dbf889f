import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** A source with all that it imports, without what a page never comes to. */
const bundled = (source) =>
  bundleOne(`src/play/${source}`, {
    ...BROWSER,
    plugins: [withoutUnreachable],
    output: { minify: true, format: 'iife' },
  });

/**
 * Modules that a page never comes to, and what stands in for them: it has no threads, and Parquet is refused before it
 * is read (src/data/sources/file_access/browser.ts).
 */
const unreachable = [
  [/\/(?:jobs|kernels\/threads)\/code\.ts$/, "export const code = '';"],
  [/\/data\/parquet\/read\.ts$/, 'export async function* readParquet() {}'],
];

const withoutUnreachable = {
  name: 'without-unreachable',
  load: (id) => unreachable.find(([path]) => path.test(id))?.[1] ?? null,
};

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
