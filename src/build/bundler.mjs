/** The oldest Node that the output is for: see `engines` in package.json. */
export const TARGET = 'node20';

/** Options of bundles for a page: of csv-parse it takes the form that needs nothing of Node. */
export const BROWSER = {
  platform: 'browser',
  transform: { target: 'es2022' },
  resolve: { alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' } },
};

/** Bundles a source with all that it imports into one file, or, without `file`, gives its text. */
export async function bundleOne(input, { file, output, ...options } = {}) {
  const { build } = await import('rolldown');
  const {
    output: [chunk],
  } = await build({
    input,
    platform: 'node',
    transform: { target: TARGET },
    logLevel: 'warn',
    ...options,
    write: file !== undefined,
    output: { codeSplitting: false, ...output, ...(file !== undefined && { file }) },
  });
  return chunk.code;
}
