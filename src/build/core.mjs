import { BROWSER } from './bundler.mjs';
import { removeOthers } from './stage.mjs';

const directory = 'dist/core';

/** The library without files, for a page in a browser: `#platform` is browser.ts there. */
export const core = {
  inputs: ['src'],
  outputs: [directory],
  async make() {
    const { build } = await import('rolldown');
    const { output } = await build({
      input: { index: 'src/core.ts' },
      ...BROWSER,
      logLevel: 'warn',
      output: { dir: directory, minify: true, sourcemap: true, sourcemapExcludeSources: true },
    });
    removeOthers(directory, output, directory);
  },
};
