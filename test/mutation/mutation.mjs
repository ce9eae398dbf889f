// npm run test:mutation [-- GROUP…]: changes the code in small ways, one at a time, and runs the tests that should
// notice. Prints the score of each group as a table; which mutants survived is listed above it, and in
// coverage/mutation.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { groups } from './groups.mjs';

const here = import.meta.dirname;
const repository = resolve(here, '../..');
const output = join(repository, 'coverage/mutation');
const runner = join(here, 'node_modules/@stryker-mutator/vitest-runner/dist/src/index.js');

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in groups));
if (unknown) throw new Error(`no group ${unknown}; there are ${Object.keys(groups).join(', ')}`);

const rows = (wanted.length > 0 ? wanted : Object.keys(groups)).map((name) => [name, scoreOf(name)]);
console.log('| mutated | mutants | noticed | survived | never run | score |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
for (const [name, { noticed, survived, neverRun }] of rows) {
  const mutants = noticed + survived + neverRun;
  const score = `${((100 * noticed) / mutants).toFixed(1)} %`;
  console.log(`| ${[name, mutants, noticed, survived, neverRun, score].join(' | ')} |`);
}

/**
 * Runs one group and counts what became of its mutants; those that TypeScript or a time limit ended were noticed, too.
 */
function scoreOf(name) {
  mkdirSync(output, { recursive: true });
  const config = join(output, `${name}.config.json`);
  const report = join(output, `${name}.json`);
  writeFileSync(config, JSON.stringify(configOf(name, report)));
  const stryker = join(here, 'node_modules/.bin/stryker');
  const { status } = spawnSync(stryker, ['run', config], {
    cwd: repository,
    env: { ...process.env, MLP_MUTATION_GROUP: name },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`Stryker ended with ${status} over ${name}`);
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  const outcomes = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...statuses) => outcomes.filter((outcome) => statuses.includes(outcome)).length;
  return {
    noticed: count('Killed', 'Timeout', 'RuntimeError'),
    survived: count('Survived'),
    neverRun: count('NoCoverage'),
  };
}

function configOf(name, report) {
  return {
    mutate: groups[name].mutate,
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.config.mjs', related: false },
    plugins: [runner, join(here, 'ignore.mjs')],
    ignorers: ['descriptions'],
    coverageAnalysis: 'perTest',
    timeoutMS: 10_000, // beside what the tests take: a busy machine is no endless loop
    concurrency: availableParallelism(),
    // TypeScript 7 has no interface for programs, by which Stryker would rewrite the paths in a tsconfig; ours has none
    // to rewrite.
    tsconfigFile: 'none',
    disableTypeChecks: false,
    ignorePatterns: ['dist', 'datasets', 'runs', 'coverage'],
    tempDirName: join('coverage/mutation', `sandbox-${name}`),
    reporters: ['progress-append-only', 'clear-text', 'json'],
    clearTextReporter: { allowColor: false, reportTests: false, reportScoreTable: false },
    jsonReporter: { fileName: report },
  };
}
