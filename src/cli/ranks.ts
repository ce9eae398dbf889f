import { availableParallelism } from 'node:os';
import { Writable } from 'node:stream';
import type { NamedConfig } from '../config/index.js';
import { MlpError } from '../errors.js';
import { formatCount } from '../format_count.js';
import { shardsOf } from '../nn/graph/shards.js';
import { Agreement } from '../ranks/agreement.js';
import { joinRanks, type MpiRanks } from '../ranks/mpi.js';
import { type Place, rankOf } from '../ranks/place.js';
import { batchSizes } from '../training/batches.js';
import { mostTrainRows } from '../training/folds.js';
import type { Prepared } from '../training/prepare.js';
import type { Context } from './context.js';

/** Ranks that train together, and the threads that each has of its machine. */
export interface Together {
  readonly ranks: MpiRanks;
  readonly agreement: Agreement;
  readonly threads: number;
}

/**
 * Runs the body of a command: in one process as it is; under mpirun in each of its processes, of which only the first
 * writes and prints. An error before they have agreed to start is that of all, and said once.
 */
export async function inRanks(
  context: Context,
  body: (context: Context, together?: Together) => Promise<void>,
): Promise<void> {
  const place = rankOf(context.env);
  if (place.size === 1) return body(context);
  const mine: Context = place.rank === 0 ? context : { ...context, stdout: silence(), stderr: silence() };
  const ranks = join(place, context);
  if (ranks === null) return;
  const agreement = new Agreement(ranks);
  const threads = Math.max(1, Math.floor(availableParallelism() / ranks.onMachine));
  try {
    await body(mine, { ranks, agreement, threads });
    context.exitCode = mine.exitCode;
  } catch (error) {
    // a process that ends without leaving MPI ends all others
    if (agreement.isReached) throw named(error, place);
    const known = agreement.refuse(asKnown(error));
    ranks.close();
    if (place.rank === 0) throw known;
    context.exitCode = known.exitCode;
    return;
  }
  ranks.close();
}

/** Joins the others; null where that cannot be, and the first process says so. */
function join({ maker, rank, size }: Place, context: Context): MpiRanks | null {
  try {
    const ranks = joinRanks(maker!, context.env.MLP_MPI_LIBRARY || undefined);
    if (ranks.size === size) return ranks;
    throw new MlpError(
      'usage',
      `${ranks.library.name} knows of ${ranks.size} processes: it is not of the mpirun that started them; name its ` +
        'library in MLP_MPI_LIBRARY',
    );
  } catch (error) {
    if (!(error instanceof MlpError)) throw error;
    if (rank === 0)
      throw new MlpError(error.failure, `mpirun has started ${size} processes, but ${error.message}`);
    context.exitCode = error.exitCode;
    return null;
  }
}

/** Refuses what ranks cannot share. */
export function requireSharable({ data }: NamedConfig, backend: string | undefined): void {
  if (backend === 'blas')
    throw new MlpError(
      'usage',
      '--backend blas: its last bits may differ between ranks, which have to decide alike; leave it out under mpirun',
    );
  const { train, validation, test } = data as Readonly<Record<string, unknown>>;
  if ([train, validation, test].flat().includes('-'))
    throw new MlpError('usage', 'data from stdin ("-") reach the first rank alone; name a file under mpirun');
}

/** A sentence on how ranks share the batches of a training. */
export function sharingNote({ config, dataset }: Prepared, { size }: Pick<MpiRanks, 'size'>): string {
  const { objective } = config.training;
  if (objective && objective.type !== 'vae')
    return `${size} ranks: the objective ${objective.type} is not shared, so that each rank computes all of it`;
  const { size: rows } = batchSizes(config.training, mostTrainRows(dataset));
  const shards = shardsOf(rows);
  const batch = `a batch of ${formatCount(rows)} rows`;
  if (shards === 1)
    return (
      `${size} ranks: ${batch} is not divided, so that each rank computes all of it; from 256 rows on ` +
      '(training.batch_size) ranks share it'
    );
  const idle = shards < size ? `; ${size - shards} of them have none: fewer ranks are as fast` : '';
  return `${size} ranks share ${batch}: ${shards} shards${idle}`;
}

const asKnown = (error: unknown): MlpError =>
  error instanceof MlpError ? error : new MlpError('bug', String(error), { cause: error });

/** Names the rank in an error that only it may have. */
function named(error: unknown, { rank }: Place): unknown {
  return error instanceof MlpError && rank > 0
    ? new MlpError(error.failure, `rank ${rank}: ${error.message}`, { cause: error })
    : error;
}

const silence = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
