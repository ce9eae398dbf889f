// npm run bench:accuracy: what `mlp init` proposes, beside scikit-learn and XGBoost, on the shipped tables. README.md
// says what is measured, and has the options.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { divide } from './divide.js';
import { ingredients } from './ingredients.js';
import { runMlp, type Variant, version } from './mlp.js';
import { peers, referencePeers, runPeers } from './peers.js';
import { ablation, differences, report } from './report.js';
import type { Results, TableResult } from './results.js';
import { type Table, tables } from './tables.js';

const { values: options } = parseArgs({
  options: {
    tables: { type: 'string' },
    seeds: { type: 'string', default: '10' },
    preset: { type: 'string' },
    set: { type: 'string', multiple: true },
    methods: { type: 'string' },
    reference: { type: 'boolean', default: false },
    peers: { type: 'string' },
    earlier: { type: 'string' },
    json: { type: 'string' },
    ablate: { type: 'boolean', default: false },
    ingredients: { type: 'string' },
  },
});

/** Picks what a list of names asks for, in its order; all that there is where it is left out. */
function pick(what: string, list: string | undefined, known: readonly string[]): readonly string[] {
  const wanted = list?.split(',') ?? known;
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`there is no ${what} ${unknown}, only ${known.join(', ')}`);
  return wanted;
}

const seeds = Number(options.seeds);
if (!Number.isInteger(seeds) || seeds < 1)
  throw new Error(`--seeds is a whole number from 1, not ${options.seeds}`);
const chosen = options.tables
  ? pick(
      'table',
      options.tables,
      tables.map(({ name }) => name),
    )
  : tables.filter(({ byName }) => !byName).map(({ name }) => name);
const methods = pick('method', options.methods, ['mlp', ...Object.keys(peers)]);

/** Trainings of mlp: of the whole proposal, one for each preset; and of the proposal without each ingredient. */
function variants(): Variant[] {
  const { preset, set } = options;
  if (!methods.includes('mlp')) return [];
  if (!options.ablate) {
    const presets = preset?.split(',') ?? [undefined];
    return presets.map((name, i) => ({ id: i === 0 ? 'mlp' : `mlp ${name}`, preset: name, set }));
  }
  const left = pick('ingredient', options.ingredients, Object.keys(ingredients));
  const whole = { id: 'mlp', preset, set };
  return [whole, ...left.map((name) => ({ ...whole, id: `no ${name}`, edit: ingredients[name] }))];
}

const read = (path: string): Results => JSON.parse(readFileSync(path, 'utf8')).tables;
const known = options.peers ? read(options.peers) : {};
const earlier = options.earlier ? read(options.earlier) : undefined;

/** Messages of what did not end well, and is not in the tables. */
const failures: string[] = [];

function attempt<T>(what: () => T): T | undefined {
  try {
    return what();
  } catch (error) {
    failures.push((error as Error).message);
    console.error((error as Error).message);
    return undefined;
  }
}

function measure(table: Table, directory: string): TableResult {
  const divisions = Array.from({ length: seeds }, (_, seed) => divide(table, seed, directory));
  const result: TableResult = { task: table.task, test_rows: 0, methods: {} };
  for (const variant of variants()) {
    const runs = divisions.map((division) => attempt(() => runMlp(table, division, variant, directory)));
    const done = runs.filter((run) => run !== undefined);
    if (done.length < seeds) continue;
    result.methods[variant.id] = done.map(({ run }) => run);
    result.test_rows = done[0].testRows;
    console.error(`${table.name}: ${variant.id}`);
  }
  const others = options.ablate ? [] : methods.filter((method) => method !== 'mlp');
  if (others.length > 0) {
    const { mlp: _, ...before } = known[table.name]?.methods ?? {};
    const runs =
      options.peers && known[table.name]
        ? Object.fromEntries(Object.entries(before).filter(([method]) => others.includes(method)))
        : ((options.reference ? referencePeers(table.name, others) : undefined) ??
          attempt(() => runPeers(table, divisions, others)));
    Object.assign(result.methods, runs);
    console.error(`${table.name}: ${others.join(', ')}`);
  }
  return result;
}

const results: Results = {};
for (const name of chosen) {
  const directory = mkdtempSync(join(tmpdir(), 'mlp-accuracy-'));
  try {
    results[name] = measure(tables.find((table) => table.name === name)!, directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  // after each table, so that an interruption costs no more than one
  if (options.json)
    writeFileSync(
      options.json,
      `${JSON.stringify({ mlp: version(), node: process.versions.node, seeds, tables: results }, null, 2)}\n`,
    );
}

console.log(options.ablate ? ablation(results) : report(results));
if (earlier) console.log(`\n${differences(results, earlier)}`);
if (failures.length > 0) {
  console.error(`\n${failures.length} did not end well:\n${failures.join('\n')}`);
  process.exitCode = 1;
}
