import type * as Koffi from 'koffi';
import { platform } from '#platform';
import { MlpError } from '../errors.js';
import type { Maker } from './place.js';

/** Names of MPI libraries on each platform, by maker: those that versions of the last ten years have. */
const libraries: Readonly<Record<Maker, Readonly<Record<string, readonly string[]>>>> = {
  mpich: {
    linux: ['libmpich.so.12', 'libmpi.so.12', 'libmpich.so'],
    darwin: ['/opt/homebrew/lib/libmpi.12.dylib', '/usr/local/lib/libmpi.12.dylib'],
  },
  openmpi: {
    linux: ['libmpi.so.40', 'libmpi.so'],
    darwin: ['/opt/homebrew/lib/libmpi.40.dylib', '/usr/local/lib/libmpi.40.dylib'],
  },
};

const names: Readonly<Record<Maker, string>> = { mpich: 'MPICH', openmpi: 'Open MPI' };
const install: Readonly<Record<Maker, string>> = {
  mpich: 'apt install mpich (Debian, Ubuntu), dnf install mpich (Fedora), brew install mpich',
  openmpi: 'apt install openmpi-bin (Debian, Ubuntu), dnf install openmpi (Fedora), brew install open-mpi',
};

/**
 * Settings of UCX and of Open MPI, by which MPI moves bytes: they replace functions of malloc and handlers of signals
 * while they are loaded, which V8 has in use: one process in fifty ended by a segmentation fault. They are read when
 * the library is loaded.
 */
const settings: Readonly<Record<string, string>> = {
  UCX_MEM_EVENTS: 'n',
  UCX_HANDLE_ERRORS: 'none',
  UCX_ERROR_SIGNALS: '',
  OMPI_MCA_memory: '^patcher',
};

/** Handles of MPI are ints of MPICH, with the values of its mpi.h, and addresses of Open MPI. */
export interface Handles {
  readonly type: 'int' | 'void *';
  readonly world: unknown;
  readonly double: unknown;
  /** Memory for the handle of a request. */
  readonly request: () => Int32Array | BigInt64Array;
}

/** MPI library that has been opened. */
export interface MpiLibrary {
  readonly name: string;
  /** Version of the implementation: `MPICH 4.0.2`. */
  readonly version: string;
  readonly handles: Handles;
  func(signature: string): (...values: unknown[]) => number;
  /** Lets other processes have this core, where they wait for one. */
  giveWay(): void;
}

/**
 * Opens the MPI library of a maker: the one that is named, or the first of those that this platform has.
 *
 * @throws MlpError `usage` where there is none, or no koffi to call it with.
 */
export function loadMpi(maker: Maker, name?: string): MpiLibrary {
  const koffi = loadKoffi();
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
  const candidates = name === undefined ? (libraries[maker][platform.name] ?? []) : [name];
  const reasons: string[] = [];
  for (const candidate of candidates) {
    try {
      return open(koffi, candidate, maker);
    } catch (error) {
      reasons.push((error instanceof Error ? error.message : String(error)).split('\n')[0]);
    }
  }
  throw new MlpError(
    'usage',
    name === undefined
      ? `found no library of ${names[maker]}; looked for ${candidates.join(', ') || `none on ${platform.name}`}; ` +
          `install it: ${install[maker]}; or name its file in MLP_MPI_LIBRARY`
      : `MLP_MPI_LIBRARY names ${name}, which cannot be used: ${reasons[0]}; name a library of ${names[maker]}, by ` +
          'whose mpirun the processes were started, or unset it to have the usual ones looked for',
  );
}

function loadKoffi(): typeof Koffi {
  try {
    return platform.loadPackage('koffi') as typeof Koffi;
  } catch (error) {
    throw new MlpError(
      'usage',
      `the package koffi, which calls MPI, cannot be loaded: ${String(error).split('\n')[0]}; ` +
        'install mlp with its optional dependencies (npm install --include=optional)',
      { cause: error },
    );
  }
}

function open(koffi: typeof Koffi, name: string, maker: Maker): MpiLibrary {
  // components of Open MPI look for its symbols among those of the process
  const library = koffi.load(name, { global: true } as never);
  const func = (signature: string) => library.func(signature) as (...values: unknown[]) => number;
  const version = versionOf(func);
  if (version.startsWith(names.openmpi) !== (maker === 'openmpi'))
    throw new Error(`it is ${version}, and its handles are others`);
  refuseOld(func, version);
  return { name, version, handles: handlesOf(koffi, library, maker), func, giveWay: yieldOf(func) };
}

/** Refuses a library without what MPI 3 (2012) brought. */
function refuseOld(func: MpiLibrary['func'], version: string): void {
  try {
    func('int MPI_Iallgather()');
  } catch {
    throw new Error(`${version} has no MPI_Iallgather: it is older than MPI 3`);
  }
}

function handlesOf(koffi: typeof Koffi, library: Koffi.LibraryHandle, maker: Maker): Handles {
  if (maker === 'mpich')
    // MPI_COMM_WORLD and MPI_DOUBLE of mpi.h: the same since the ABI of MPICH 3.1
    return { type: 'int', world: 0x44000000, double: 0x4c00080b, request: () => new Int32Array(1) };
  const address = (symbol: string) =>
    (koffi as unknown as { address(pointer: unknown): bigint }).address(
      (library as unknown as { symbol(name: string, type: string): unknown }).symbol(symbol, 'void *'),
    );
  return {
    type: 'void *',
    world: address('ompi_mpi_comm_world'),
    double: address('ompi_mpi_double'),
    request: () => new BigInt64Array(1),
  };
}

/** The system's sched_yield, which a library that is linked with libc finds. */
const yieldOf = (func: MpiLibrary['func']): (() => void) => {
  try {
    return func('int sched_yield()');
  } catch {
    return () => {};
  }
};

/** Bytes of the text of a version, at most: MPI_MAX_LIBRARY_VERSION_STRING of MPICH, the longer one. */
const TEXT_BYTES = 8192;

function versionOf(func: MpiLibrary['func']): string {
  const [text, length] = [new Uint8Array(TEXT_BYTES), new Int32Array(1)];
  func('int MPI_Get_library_version(void *, void *)')(text, length);
  const words = platform.decodeText(text, 0, length[0]).replaceAll('\0', ' ').split(/\s+/);
  const at = words.findIndex((word) => /^v?\d+\.\d+/.test(word));
  return words[0] === 'Open' ? `Open MPI ${words[at].replace(/^v|,$/g, '')}` : `MPICH ${words[at]}`;
}
