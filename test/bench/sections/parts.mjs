import { execFileSync } from 'node:child_process';
import { short, table } from '../markdown.mjs';
import { progress } from '../measure.mjs';

export const settings = { thorough: { limit: 1 }, quick: { limit: 0.2 } };

const script = `${import.meta.dirname}/../peers/parts.mjs`;

/** Measures where the time of a step goes, for each task and backend. */
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
  const kinds = ['products', 'activation', 'loss', 'optimizer', 'batches', 'rest'];
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
    'Kernels called one by one by a backend that reads the clock at every entrance, less what the clock takes, ' +
      'in parts of an untimed step. Products:',
    'matrix products and other arithmetic of layers; batches: copying and weighing rows; rest: what is left of ' +
      'the untimed step, for all in TypeScript; below',
    '0 as far as a recorded step, in one call and on all threads, is faster than its kernels one by one.',
    '',
    table(['task', 'backend', 'µs a step', ...kinds], rows),
  ].join('\n');
}
