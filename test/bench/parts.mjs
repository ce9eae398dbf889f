import { execFileSync } from 'node:child_process';
import { progress } from './measure.mjs';

const script = `${import.meta.dirname}/peers/parts.mjs`;

/** Where the time of a step goes, for each task and backend. */
export function measureParts(tasks, systems, { limit }) {
  const measure = (name, task, id) => {
    progress(`parts: ${name}, ${id}`);
    return JSON.parse(execFileSync(process.execPath, [script, id, JSON.stringify(task), String(limit)]));
  };
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      Object.fromEntries(systems.map(({ id }) => [id, measure(name, task, id)])),
    ]),
  );
}
