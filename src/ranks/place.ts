/** Place of this process among those that mpirun has started. */
export interface Rank {
  readonly rank: number;
  readonly size: number;
}

/** Place with the maker of its MPI. */
export interface Place extends Rank {
  /** MPI by which they were started; null where this process is alone. */
  readonly maker: Maker | null;
}

/** Implementation of MPI: MPICH, with those that have its handles and constants (Intel MPI and others), or Open MPI. */
export type Maker = keyof typeof variables;

/** Variables by which each tells a process its place. */
const variables = {
  mpich: ['PMI_RANK', 'PMI_SIZE'],
  openmpi: ['OMPI_COMM_WORLD_RANK', 'OMPI_COMM_WORLD_SIZE'],
} as const;

/** Place of this process as the environment tells it; the only one where it was not started by mpirun. */
export function rankOf(env: Readonly<Record<string, string | undefined>>): Place {
  for (const [maker, [rankName, sizeName]] of Object.entries(variables)) {
    const [rank, size] = [Number(env[rankName] || Number.NaN), Number(env[sizeName] || Number.NaN)];
    if (Number.isInteger(rank) && Number.isInteger(size) && rank >= 0 && rank < size)
      return { rank, size, maker: maker as Maker };
  }
  return { rank: 0, size: 1, maker: null };
}
