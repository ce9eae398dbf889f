/**
 * npm run bench -- [TASK …] [--quick] [--json FILE] [--sections training,growth …] [--systems wasm,sklearn …]
 *
 * mlp beside scikit-learn, PyTorch, TensorFlow.js and ml-fnn, in one run; a report in Markdown on standard output.
 * Peers that this machine lacks are left out with a note. README.md says how peers are measured, NOTES.md why so.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeMachine, machine } from './machine.mjs';
import { sections } from './sections/index.mjs';
import { fastestOpenBlas, systems } from './systems.mjs';

const tasks = JSON.parse(readFileSync(new URL('tasks.json', import.meta.url), 'utf8'));

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    sections: { type: 'string', default: Object.keys(sections).join() },
    systems: { type: 'string', default: systems.map(({ id }) => id).join() },
  },
});

/** Picks those of `known` that are asked for by name, in its order; all where none is. */
function pick(what, wanted, known) {
  const unknown = wanted.find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined)
    throw new Error(`there is no ${what} ${unknown}, only ${Object.keys(known).join(', ')}`);
  return Object.fromEntries(
    Object.entries(known).filter(([name]) => wanted.length === 0 || wanted.includes(name)),
  );
}

const byId = Object.fromEntries(systems.map((system) => [system.id, system]));
const chosen = {
  tasks: pick('task', positionals, tasks),
  systems: Object.values(pick('system', options.systems.split(','), byId)),
};
const wanted = pick('section', options.sections.split(','), sections);

const usesOpenBlas = chosen.systems.some((system) => system.command && system.usesOpenBlas);
const where = { ...machine(), openBlas: usesOpenBlas ? (fastestOpenBlas().type ?? null) : null };
const results = {};
const reports = [];
for (const [name, { settings: either, measure, report }] of Object.entries(wanted)) {
  const settings = options.quick ? either.quick : either.thorough;
  results[name] = await measure({
    ...chosen,
    mine: chosen.systems.filter(({ ours, command }) => ours && command),
    settings,
  });
  reports.push(report(results[name], { ...chosen, settings }));
}

if (options.json)
  writeFileSync(
    options.json,
    `${JSON.stringify({ machine: where, tasks: chosen.tasks, ...results }, null, 2)}\n`,
  );
console.log(['# mlp beside others', describeMachine(where, results.training), ...reports].join('\n\n'));
