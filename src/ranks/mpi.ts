import { hostname } from 'node:os';
import { platform } from '#platform';
import { loadMpi, type MpiLibrary } from './library.js';
import type { Maker } from './place.js';
import { exchangeTexts, type Ranks } from './ranks.js';

/** Looks whether an exchange is over before the first nap: a millisecond of them. */
const LOOKS = 2000;
/** Milliseconds of the first naps, and of the longest: they grow with the time that has been waited. */
const NAP = 0.05;
const LONGEST_NAP = 1;
/** Naps after which they are half as long again. */
const NAPS_ALIKE = 16;
/** Bytes that a status of MPI takes at most; nobody looks at it. */
const STATUS_BYTES = 64;

/** Ranks that MPI connects. */
export interface MpiRanks extends Ranks {
  /** Ranks on this machine. */
  readonly onMachine: number;
  /** Name of the library, and its version. */
  readonly library: Pick<MpiLibrary, 'name' | 'version'>;
  /** Waits for all ranks, and leaves MPI. A process that ends without it ends the job. */
  close(): void;
}

/**
 * Joins the ranks that mpirun has started, by the MPI that it is of. Calls go through koffi, from this thread alone.
 *
 * @throws MlpError `usage` where the library cannot be loaded.
 */
export function joinRanks(maker: Maker, libraryName?: string): MpiRanks {
  const library = loadMpi(maker, libraryName);
  const { type, world, double, request } = library.handles;
  const initialize = library.func('int MPI_Init(void *, void *)');
  const rankIn = library.func(`int MPI_Comm_rank(${type}, void *)`);
  const sizeOf = library.func(`int MPI_Comm_size(${type}, void *)`);
  const allgather = library.func(
    `int MPI_Iallgather(void *, int, ${type}, void *, int, ${type}, ${type}, void *)`,
  );
  const test = library.func('int MPI_Test(void *, void *, void *)');
  const finalize = library.func('int MPI_Finalize()');

  initialize(null, null);
  const [number, status, nap] = [new Int32Array(1), new Uint8Array(STATUS_BYTES), napper()];
  const get = (call: MpiLibrary['func'] extends (signature: string) => infer Call ? Call : never) => {
    call(world, number);
    return number[0];
  };
  const [rank, size] = [get(rankIn), get(sizeOf)];
  const pending = request();
  /** Whether ranks share a core: each look then gives it away, as it may be another that has to answer. */
  let isCrowded = true;

  // held until the exchange is over, as MPI writes there
  let inFlight: readonly Float64Array[] = [];
  const exchange = (mine: Float64Array, all: Float64Array): void => {
    inFlight = [mine, all];
    allgather(mine, mine.length, double, all, mine.length, double, world, pending);
    for (let look = 0; ; look++) {
      test(pending, number, status);
      if (number[0] !== 0) break;
      if (look >= LOOKS) nap(look - LOOKS);
      else if (isCrowded) library.giveWay();
    }
    if (inFlight.length > 0) inFlight = [];
  };
  const ranks = { rank, size, exchange };
  const machines = exchangeTexts(ranks, hostname());
  const onMachine = machines.filter((machine) => machine === machines[rank]).length;
  isCrowded = onMachine > platform.cores();
  return {
    ...ranks,
    onMachine,
    library,
    close() {
      // MPI_Finalize waits without sleeping: not before all are there
      exchange(new Float64Array(1), new Float64Array(size));
      finalize();
    },
  };
}

/** Sleeps, longer and longer, so that a rank that waits leaves its core to others; `naps` begins at 0 for each wait. */
function napper(): (naps: number) => void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  let milliseconds = NAP;
  return (naps) => {
    if (naps === 0) milliseconds = NAP;
    else if (naps % NAPS_ALIKE === 0) milliseconds = Math.min(1.5 * milliseconds, LONGEST_NAP);
    Atomics.wait(never, 0, 0, milliseconds);
  };
}
