import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { Io, Output } from '../../src/cli/io.js';
import { run } from '../../src/cli/run.js';

export const repository = resolve(import.meta.dirname, '../..');

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  /** Content of stdin; empty where left out. */
  readonly stdin?: string | Readable;
  readonly env?: Readonly<Record<string, string>>;
  /** The repository unless said. */
  readonly cwd?: string;
  /** Output streams that are terminals. */
  readonly terminals?: readonly ('stdout' | 'stderr')[];
  readonly columns?: number;
  readonly onSignal?: Io['onSignal'];
}

/** Runs the program in this process, with streams of its own. */
export async function mlp(args: readonly string[], world: World = {}): Promise<Outcome> {
  const {
    stdin = '',
    env = {},
    cwd = repository,
    terminals = [],
    columns,
    onSignal = () => () => {},
  } = world;
  const stdout = new Collector(terminals.includes('stdout'), columns);
  const stderr = new Collector(terminals.includes('stderr'), columns);
  const input = typeof stdin === 'string' ? Readable.from([Buffer.from(stdin)]) : stdin;
  const code = await run(args, { stdin: input, stdout, stderr, env, cwd, onSignal });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** A stream that keeps what it is given. */
class Collector extends Writable implements Output {
  private readonly chunks: Buffer[] = [];

  constructor(
    readonly isTTY: boolean,
    readonly columns?: number,
  ) {
    super();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}

/**
 * Runs a line of shell in which `mlp` is the built program; its exit code is that of the line's first failing command.
 */
export function shell(
  line: string,
  { stdin = '', env = {}, cwd = repository }: Pick<World, 'env' | 'cwd'> & { stdin?: string } = {},
): Promise<Outcome> {
  const program = `set -o pipefail; mlp() { node "${repository}/bin/mlp.js" "$@"; }; ${line}`;
  return new Promise((settle, reject) => {
    const child = spawn('bash', ['--norc', '-c', program], { cwd, env: { PATH: process.env.PATH, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => (stdout += text));
    child.stderr.on('data', (text) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => settle({ code: code ?? -1, stdout, stderr }));
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
  });
}
