import { execFileSync } from 'node:child_process';
import { short, table } from '../markdown.mjs';
import { progress } from '../measure.mjs';

export const settings = { thorough: { limit: 1 }, quick: { limit: 0.2 } };

const script = `${import.meta.dirname}/../peers/parts.mjs`;

/** Where the time of a step goes, for each task and backend. */
export function measure({ tasks, mine, settings: { limit } }) {
  const one = (name, task, id) => {
    progress(`parts: ${name}, ${id}`);
    return JSON.parse(
      execFileSync(process.execPath, [script, id, JSON.stringify(task), String(limit)], { encoding: 'utf8' }),
    );
  };
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      Object.fromEntries(mine.map(({ id }) => [id, one(name, task, id)])),
    ]),
  );
}

export function report(results) {
  const kinds = ['products', 'activation', 'loss', 'optimizer', 'gathering', 'rest'];
  const rows = Object.entries(results).flatMap(([task, byId]) =>
    Object.entries(byId).map(([id, { step, parts: spent }]) => [
      task,
      id,
      short(step),
      ...kinds.map((kind) => `${Math.round((100 * (spent[kind] ?? 0)) / step)} %`),
    ]),
  );
  return [
    '## Where the time of a step goes',
    '',
    'By a backend that reads the clock at every entrance, less what the clock takes. Products: matrix products and sums of columns; gathering:',
    "copying the rows of a batch, and shuffling; rest: what is left of an untimed step, so it may come out below 0 by the clock's noise.",
    '',
    table(['task', 'backend', 'µs a step', ...kinds], rows),
  ].join('\n');
}
