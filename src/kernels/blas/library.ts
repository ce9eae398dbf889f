import type * as Koffi from 'koffi';
import { platform } from '#platform';
import { MlpError } from '../../errors.js';
import { librariesOf } from './libraries.js';

/** The standard's values of CBLAS_ORDER and CBLAS_TRANSPOSE (netlib.org/blas, cblas.h). */
export const ROW_MAJOR = 101;
export const AS_IT_IS = 111;
export const TRANSPOSED = 112;

/**
 * c[m, n] = alpha · a b + beta · c, where a[m, k] and b[k, n] may be given transposed; with beta = 0 what c holds is
 * not looked at. A stride is the length of a row as it lies in memory.
 */
export type Dgemm = (
  order: number,
  aForm: number,
  bForm: number,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Float64Array,
  aStride: number,
  b: Float64Array,
  bStride: number,
  beta: number,
  c: Float64Array,
  cStride: number,
) => void;

/** Parameters of cblas_dgemm; koffi passes the address of a Float64Array's first number, of shared memory too. */
const dgemmTypes =
  'int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int';

/** Functions that set the number of threads, of OpenBLAS and of MKL. */
const threadSetters = ['openblas_set_num_threads', 'MKL_Set_Num_Threads'];

/** BLAS library that has been opened. */
export interface Library {
  readonly name: string;
  readonly dgemm: Dgemm;
  /** Sets the number of threads; null where the library has no function for it. */
  readonly setThreads: ((threads: number) => void) | null;
}

/**
 * Opens the BLAS library of that name, or the first that this platform has.
 *
 * @throws MlpError where there is none, or no koffi to call it with.
 */
export function loadLibrary(name?: string): Library {
  const koffi = loadKoffi();
  const { libraries, install } = librariesOf(platform.name);
  if (name !== undefined) {
    const library = open(koffi, name);
    if (!(library instanceof Error)) return library;
    throw new MlpError(
      'usage',
      `--backend blas: MLP_BLAS_LIBRARY names ${name}, which cannot be used: ${library.message}; ` +
        'name a library that has cblas_dgemm, or unset it to have the usual ones looked for',
      { cause: library },
    );
  }
  for (const candidate of libraries) {
    const library = open(koffi, candidate);
    if (!(library instanceof Error)) return library;
  }
  throw new MlpError(
    'usage',
    `--backend blas: found no BLAS library; looked for ${libraries.join(', ')}; install one: ${install}; or name its ` +
      'file in MLP_BLAS_LIBRARY; or leave out --backend: the default one needs no library',
  );
}

/** Loads koffi, an optional dependency: it may be missing, or have no build for this platform. */
function loadKoffi(): typeof Koffi {
  try {
    return platform.loadPackage('koffi') as typeof Koffi;
  } catch (error) {
    throw new MlpError(
      'usage',
      '--backend blas: the package koffi, which calls the library, cannot be loaded: ' +
        `${String(error).split('\n')[0]}; ` +
        'install mlp with its optional dependencies (npm install --include=optional), or leave out --backend',
      { cause: error },
    );
  }
}

/** Opens a library; returns koffi's error where there is none, or no product in it. */
function open(koffi: typeof Koffi, name: string): Library | Error {
  try {
    const library = koffi.load(name);
    const dgemm = library.func(`void cblas_dgemm(${dgemmTypes})`) as Dgemm;
    return { name, dgemm, setThreads: threadSetterOf(library) };
  } catch (error) {
    return error as Error;
  }
}

function threadSetterOf(library: Koffi.LibraryHandle): Library['setThreads'] {
  for (const name of threadSetters) {
    try {
      return library.func(`void ${name}(int)`);
    } catch {
      // a library of another maker
    }
  }
  return null;
}
