import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../helpers/cli.js';

/** A program that has printed an address. */
export interface Program {
  readonly address: string;
  readonly pid: number;
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** Sends a signal, and gives the exit code; null where the signal itself has ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built program, and waits for the address that it prints. */
export async function start(args: readonly string[], cwd: string): Promise<Program> {
  const child = spawn(process.execPath, [join(repository, 'bin/mlp.js'), ...args], { cwd });
  const exit = new Promise<number | null>((done) => child.on('exit', done));
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  const address = await new Promise<string>((done, fail) => {
    child.stdout.on('data', (text) => {
      stdout += text;
      if (stdout.endsWith('\n')) done(stdout.trim());
    });
    child.on('exit', () => fail(new Error(stderr)));
  });
  return {
    address,
    pid: child.pid!,
    output: () => ({ stdout, stderr }),
    end(signal) {
      child.kill(signal);
      return exit;
    },
  };
}
