import { execFileSync } from 'node:child_process';
import { short, table } from '../markdown.mjs';
import { progress, summary } from '../measure.mjs';

export const settings = { thorough: { limit: 1 }, quick: { limit: 0.2 } };

const script = `${import.meta.dirname}/../peers/ensemble.mjs`;
const members = 8;

/** Microseconds a step of each task's network, and of an ensemble of eight in one network, for each backend. */
export function measure({ tasks, mine, settings: { limit } }) {
  const one = (name, task, id) => {
    progress(`ensemble: ${name}, ${id}`);
    // epochs enough for as long as is measured
    const args = [script, id, JSON.stringify({ ...task, epochs: 1_000_000 }), String(members), String(limit)];
    const { plain, shared } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    return { plain: summary(plain).median, shared: summary(shared).median };
  };
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      Object.fromEntries(mine.map(({ id }) => [id, one(name, task, id)])),
    ]),
  );
}

export function report(results) {
  const rows = Object.entries(results).flatMap(([task, byId]) =>
    Object.entries(byId).map(([id, { plain, shared }]) => [
      task,
      id,
      short(plain),
      short(shared),
      `${short(shared / plain)}x`,
    ]),
  );
  return [
    `## Ensembles of ${members}`,
    '',
    `Microseconds a step of the network and of an ensemble of ${members} in one network, which has ${members} ` +
      'times the arithmetic: the medians of five runs in turn.',
    '',
    table(['task', 'backend', 'one network', `ensemble of ${members}`, 'ratio'], rows),
  ].join('\n');
}
