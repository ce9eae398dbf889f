import module from 'node:module';
import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Command } from 'commander';
import { MlpError } from '../../errors.js';
import { formatCount } from '../../format_count.js';
import { loadLibrary } from '../../kernels/blas/library.js';
import { backends, findKernels, type Tile, tiles } from '../../kernels/index.js';
import { greatest } from '../../range.js';
import { loadMpi, type MpiLibrary } from '../../ranks/library.js';
import type { Maker } from '../../ranks/place.js';
import { version } from '../../version.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { write } from '../io.js';
import { tileIn } from '../kernels.js';
import { addOptions, type SharedOptions } from '../options.js';
import { wrap } from '../render/wrap.js';

/** Part of the program, what it finds on this machine, and what to do where it lacks something. */
interface Finding {
  readonly what: string;
  readonly found: string;
  readonly advice?: string;
}

export function define(command: Command, context: Context): void {
  command
    .description(
      'Show what mlp finds on this machine: backend, native kernels, threads, MPI; and how to get what is missing.',
    )
    .action(({ json }: Pick<SharedOptions, 'json'>) => {
      const findings = examine(context);
      return write(
        context.stdout,
        json ? `${JSON.stringify(asJson(findings), null, 2)}\n` : asText(findings, context),
      );
    });
  addOptions(command, 'json');
  addExamples(command, 'mlp doctor', 'mlp doctor --json');
}

function examine({ env }: Context): Finding[] {
  const native = findKernels(tileIn(env));
  const wasm = backends.wasm.name === 'wasm';
  const computes = native.tile === null ? (wasm ? 'wasm' : 'js') : 'native';
  const others = (Object.keys(tiles) as Tile[]).filter((tile) => findKernels(tile).tile !== null);
  return [
    { what: 'mlp', found: version },
    nodeFinding(),
    { what: 'processor', found: cpus()[0]?.model.trim() ?? 'unknown' },
    { what: 'threads', found: `${availableParallelism()} (--threads or MLP_THREADS sets fewer)` },
    { what: 'memory', found: `${formatCount(Math.round(totalmem() / 2 ** 20))} MiB` },
    { what: 'backend', found: `${computes}, where --backend names no other` },
    native.tile === null
      ? {
          what: 'native',
          found: `no: ${native.reason}`,
          advice:
            'to have native kernels, some four times as fast on large layers: install a C compiler (Debian, Ubuntu: ' +
            'apt install gcc; macOS: xcode-select --install), then npm run build in the directory of mlp',
        }
      : {
          what: 'native',
          found:
            `${native.tile}, ${tiles[native.tile]} numbers at once; ` +
            `MLP_NATIVE_TILE chooses among ${others.join(', ')}`,
        },
    {
      what: 'wasm',
      found: wasm ? 'yes' : 'no: this engine has no WebAssembly with SIMD and threads, or no memory for it',
    },
    blasFinding(env),
    mpiFinding(env),
  ];
}

function nodeFinding(): Finding {
  const found = `${process.version}, ${process.platform} ${process.arch}`;
  // what bin/mlp.js has it keep compiled code by
  if ('enableCompileCache' in module) return { what: 'node', found };
  const advice = 'to start a third sooner: Node 22 or later, which keeps compiled code for the next start';
  return { what: 'node', found, advice };
}

function mpiFinding({ MLP_MPI_LIBRARY: named }: Context['env']): Finding {
  const makers: readonly Maker[] = ['mpich', 'openmpi'];
  const results = makers.map((maker) => orRefusal(() => loadMpi(maker, named || undefined)));
  const found = results.filter((result): result is MpiLibrary => !(result instanceof MlpError));
  if (found.length === 0)
    return {
      what: 'mpi',
      found: 'no',
      advice: `to train in several processes, or on several machines: ${(results[0] as MlpError).message}`,
    };
  const libraries = found.map(({ version, name }) => `${version} (${name})`);
  return { what: 'mpi', found: `${libraries.join(', ')}: mpirun -n 4 mlp train CONFIG` };
}

function orRefusal<T>(load: () => T): T | MlpError {
  try {
    return load();
  } catch (error) {
    if (error instanceof MlpError) return error;
    throw error;
  }
}

function blasFinding(env: Context['env']): Finding {
  const library = orRefusal(() => loadLibrary(env.MLP_BLAS_LIBRARY || undefined));
  return library instanceof MlpError
    ? {
        what: 'blas',
        found: 'no',
        advice: library.message.replace(/^--backend blas: /, 'for --backend blas: '),
      }
    : { what: 'blas', found: `${library.name} (--backend blas)` };
}

/** Findings by name, and advice by name where there is any. */
const asJson = (findings: readonly Finding[]) => ({
  ...Object.fromEntries(findings.map(({ what, found }) => [what, found])),
  advice: Object.fromEntries(findings.flatMap(({ what, advice }) => (advice ? [[what, advice]] : []))),
});

function asText(findings: readonly Finding[], { stdout, style }: Context): string {
  const indent = greatest(findings.map(({ what }) => what.length)) + 2;
  const line = (what: string, text: string) => wrap(`${what.padEnd(indent)}${text}`, stdout.columns, indent);
  const lines = findings.flatMap(({ what, found, advice }) => [
    style.out.bold(what) + line(what, found).slice(what.length),
    ...(advice ? [line('', advice)] : []),
  ]);
  return `${lines.join('\n')}\n`;
}
