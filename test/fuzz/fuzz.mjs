// npm run test:fuzz [-- --seconds N] [TARGET…]: gives each target inputs that reach code which none before reached, for
// N seconds (60), and prints how many. An input that breaks a promise ends the run, and is kept in coverage/fuzz.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleOne } from '../../src/build/bundler.mjs';
import { acceptOldLibraries } from './old_glibc.mjs';

const here = import.meta.dirname;
const repository = resolve(here, '../..');
const output = join(repository, 'coverage/fuzz');
const jazzer = join(here, 'node_modules/.bin/jazzer');
const prebuilt = join(here, 'node_modules/@jazzer.js/fuzzer/prebuilds/fuzzer-linux-x64.node');

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '60' } },
  allowPositionals: true,
});
const known = readdirSync(join(here, 'targets'))
  .map((file) => file.replace('.ts', ''))
  .filter((name) => name !== 'index');
const unknown = positionals.find((name) => !known.includes(name));
if (unknown) throw new Error(`no target ${unknown}; there are ${known.join(', ')}`);

/** Whether a target takes streams; the others are called faster. */
const isAsync = (name) => ['csv', 'model'].includes(name);

process.chdir(repository);
mkdirSync(output, { recursive: true });
loadJazzer();
await bundle('test/fuzz/seeds.ts', 'seeds.cjs');
execFileSync(process.execPath, [join(output, 'seeds.cjs'), output]);

const rows = [];
for (const name of positionals.length > 0 ? positionals : known) rows.push([name, ...(await fuzz(name))]);
console.log('| target | inputs | edges reached | inputs kept |');
console.log('| --- | ---: | ---: | ---: |');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);
const total = rows.reduce((sum, [, inputs]) => sum + inputs, 0);
console.log(`${total} inputs; each was read, or refused with an error that says why`);

/** Loads Jazzer.js, whose binary is made for libraries of 2023 and later. */
function loadJazzer() {
  const start = () => spawnSync(jazzer, ['--version'], { encoding: 'utf8' });
  const { stderr } = start();
  if (/GLIBC(XX)?_[\d.]+' not found/.test(stderr)) acceptOldLibraries(prebuilt);
  const { status, stderr: problem } = start();
  if (status !== 0) throw new Error(`Jazzer.js does not start here: ${problem}`);
}

/** One CommonJS file of ours, for only such can be instrumented; what it is compared with stays outside. */
async function bundle(source, file, footer) {
  await bundleOne(source, {
    file: join(output, file),
    external: ['csv-parse/sync', 'fast-check'],
    output: { format: 'cjs', footer },
  });
}

/** The number of inputs tried, of edges of the code reached, and of inputs that reached a new one. */
async function fuzz(name) {
  const file = `${name}.cjs`;
  await bundle(`test/fuzz/targets/${name}.ts`, file, `exports.fuzz = exports.${name}.check;`);
  const engine = [
    `-max_total_time=${values.seconds}`,
    `-dict=${join(output, `${name}.dict`)}`,
    `-artifact_prefix=${join(output, `${name}-`)}`,
    '-max_len=4096',
    '-rss_limit_mb=2048',
    '-seed=1',
    '-print_final_stats=1',
  ];
  const fuzzer = ['--includes', output, '--timeout', '10000', ...(isAsync(name) ? [] : ['--sync'])];
  const { status, stderr } = spawnSync(
    jazzer,
    [join(output, file), join(output, name), ...fuzzer, '--', ...engine],
    { encoding: 'utf8', maxBuffer: 2 ** 30, stdio: ['ignore', 'inherit', 'pipe'] },
  );
  const inputs = /stat::number_of_executed_units: +(\d+)/.exec(stderr)?.[1];
  if (status !== 0 || inputs === undefined) {
    process.stderr.write(stderr.split('\n').slice(-60).join('\n'));
    throw new Error(`${name}: a promise is broken (Jazzer.js ended with ${status})`);
  }
  const [, edges, kept] = [...stderr.matchAll(/ cov: (\d+) ft: \d+ corp: (\d+)\//g)].at(-1);
  return [Number(inputs), Number(edges), Number(kept)];
}
