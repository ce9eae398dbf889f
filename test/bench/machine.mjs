import { execFileSync } from 'node:child_process';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** Date and machine of the measurement. */
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

/** Commit of the repository; null where there is none. */
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

/** The first lines of a report: when, where, and what of each system, as the training section found it. */
export function describeMachine(
  { date, cpu, cores, memory, load, system, node, commit, openBlas },
  training = {},
) {
  const versions = new Set(
    Object.values(training)
      .flatMap(Object.values)
      .flatMap(({ name, version }) => (version ? [`${name} ${version}`] : [])),
  );
  const places = [`${date} UTC`, cpu, `${cores} cores`, `${(memory / 2 ** 30).toFixed(0)} GiB`, system];
  const programs = [`Node ${node}`, ...(commit ? [`commit ${commit}`] : []), ...versions];
  return [
    `${places.join('; ')}.`,
    `${programs.join(', ')}.`,
    ...(openBlas
      ? [
          `OpenBLAS does not know this processor: all systems have OPENBLAS_CORETYPE=${openBlas}, which is faster.`,
        ]
      : []),
    ...(load > BUSY
      ? [`**Other programs were at work (load ${load.toFixed(1)}): these figures are rough.**`]
      : []),
  ].join('\n');
}

/** Load at the start above which something else took time from what was measured. */
const BUSY = 0.5;
