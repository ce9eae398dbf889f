import { execFileSync } from 'node:child_process';
import { table } from '../markdown.mjs';
import { progress } from '../measure.mjs';

/** Enough that what a step leaves behind would show. */
const STEPS = 10_000;
export const settings = { thorough: { steps: STEPS }, quick: { steps: STEPS } };

const script = `${import.meta.dirname}/../peers/heap.mjs`;
/** Room for all the garbage, so that none is collected unasked; and no thread that compiles meanwhile. */
const flags = ['--expose-gc', '--single-threaded', '--min-semi-space-size=64', '--max-semi-space-size=64'];

/** Measures what `steps` steps leave on the heap, for each backend. */
export function measure({ mine, settings: { steps } }) {
  const one = (id) => {
    progress(`heap: ${id}`);
    return JSON.parse(
      execFileSync(process.execPath, [...flags, script, id, String(steps)], { encoding: 'utf8' }),
    );
  };
  return Object.fromEntries(mine.map(({ id }) => [id, one(id)]));
}

export function report(results) {
  const rows = Object.entries(results).map(([id, { garbage, retained }]) => [
    id,
    retained.toFixed(1),
    garbage.toFixed(0),
  ]);
  const [{ steps }] = Object.values(results);
  return [
    '## Heap',
    '',
    `Bytes a step over ${steps.toLocaleString('en')} steps of spiral: what a collection leaves, and what is ` +
      'garbage (numbers that the engine boxes).',
    '',
    table(['backend', 'left behind', 'garbage'], rows),
  ].join('\n');
}
