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
