import { execFileSync } from 'node:child_process';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** When and where this was measured. */
export function machine() {
  const [{ model }] = cpus();
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    cpu: model.trim(),
    cores: cpus().length,
    memory: totalmem(),
    load: loadavg()[0],
    system: `${platform()} ${release()}`,
    node: process.version,
    commit: commit(),
  };
}

/** null where this is no repository. */
function commit() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return null;
  }
}

/** The head of the report: when, where, and what of each system, as the training section found it. */
export function describeMachine({ date, cpu, cores, memory, load, system, node, commit }, training = {}) {
  const versions = new Set(
    Object.values(training)
      .flatMap(Object.values)
      .flatMap(({ name, version }) => (version ? [`${name} ${version}`] : [])),
  );
  const places = [`${date} UTC`, cpu, `${cores} cores`, `${(memory / 2 ** 30).toFixed(0)} GiB`, system];
  const programs = [`Node ${node}`, ...(commit ? [`commit ${commit}`] : []), ...versions];
  return [
    '# mlp beside others',
    '',
    `${places.join('; ')}.`,
    `${programs.join(', ')}.`,
    ...(load > BUSY
      ? [`**Other programs were at work (load ${load.toFixed(1)}): these figures are rough.**`]
      : []),
  ].join('\n');
}

/** Above this load at the start, something else took time from what was measured. */
const BUSY = 0.5;
