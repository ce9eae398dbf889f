import { execFileSync } from 'node:child_process';
import { progress } from './measure.mjs';

const script = `${import.meta.dirname}/peers/heap.mjs`;
/** Room for all the garbage, so that none is collected unasked; and no thread that compiles meanwhile. */
const flags = ['--expose-gc', '--single-threaded', '--min-semi-space-size=64', '--max-semi-space-size=64'];

/** What `steps` steps leave on the heap, for each backend. */
export function measureHeap(systems, { steps }) {
  const measure = (id) => {
    progress(`heap: ${id}`);
    return JSON.parse(execFileSync(process.execPath, [...flags, script, id, String(steps)]));
  };
  return Object.fromEntries(systems.map(({ id }) => [id, measure(id)]));
}
