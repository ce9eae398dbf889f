import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { repository } from '../helpers/cli.js';
import { isLong } from '../helpers/runs.js';

const page = `
import { buildNetwork, type Dataset, datasetFromArrays, parseConfig, prepareDataset, train } from 'mlp/core';

const target = { kind: 'classes', classes: ['a', 'b'] } as const;
const arrays = { x: new Float64Array(2), t: new Float64Array(2) };
const dataset: Dataset = datasetFromArrays({ train: arrays, inputs: 1, target });
const { config, inputs, outputs } = prepareDataset({ name: 'page', ...parseConfig({}) }, dataset);
const network = buildNetwork(config, inputs, outputs).allocate(2);
const { restarts } = await train(network, config, dataset);
document.title = restarts[0].stop_reason;
// @ts-expect-error: a number
const text: string = inputs;
`;

/** Messages of the compiler on a page's project, which has the types of browsers and none of Node. */
function compile(source: string): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(repository, join(directory, 'node_modules/mlp'), 'junction');
  writeFileSync(join(directory, 'page.ts'), source);
  const compilerOptions = {
    ...{ target: 'es2022', lib: ['es2023', 'dom'], module: 'esnext', moduleResolution: 'bundler' },
    ...{ types: [], strict: true, skipLibCheck: false, noEmit: true },
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['page.ts'] }));
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  try {
    return execFileSync(process.execPath, [compiler, '-p', directory], { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

// `npm test` has compiled the sources before it, with the types of Node
it.runIf(isLong)(
  'a page compiles with the declarations of mlp/core, which need no types of Node, as those of mlp do',
  () => {
    execFileSync(process.execPath, ['src/build/build.mjs', 'types'], { cwd: repository, stdio: 'ignore' });
    expect(compile(page)).toBe('');
    // that the page would notice types of Node
    expect(compile("import { train } from 'mlp';\nconsole.log(train);\n")).toMatch(/node:|NodeJS|Buffer/);
  },
);
