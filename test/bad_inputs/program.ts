import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository, shell } from '../helpers/cli.js';

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>;
  /** Resolves once stderr holds such a line. */
  said(what: RegExp): Promise<void>;
}

/** Starts the real program, without a shell between, so that it gets signals itself. */
export function start(directory: string, ...args: string[]): Running {
  const child = spawn(process.execPath, [join(repository, 'bin/mlp.js'), ...args], { cwd: directory });
  let stdout = '';
  let stderr = '';
  let listener = () => {};
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => {
    stderr += text;
    listener();
  });
  return {
    process: child,
    ended: new Promise((settle) =>
      child.on('close', (code, signal) => settle({ code, signal, stdout, stderr })),
    ),
    said: (what) =>
      new Promise((settle) => {
        listener = () => what.test(stderr) && settle();
        listener();
      }),
  };
}

/** A module by which the program says on stderr, as it ends, how much memory it had at most. */
const peakModule = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => console.error("peak", process.resourceUsage().maxRSS))',
)}`;

/** Runs a line of shell in which the program `mlp` is called once, and returns its peak resident set in MB as well. */
export async function measured(line: string, cwd: string) {
  const env = { NODE_OPTIONS: `--import ${peakModule}` };
  const outcome = await shell(line, { cwd, env });
  return { ...outcome, peak: Number(/^peak (\d+)$/m.exec(outcome.stderr)?.[1]) / 1000 };
}
