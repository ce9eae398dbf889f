/** Place of this process among those that mpirun has started. */
export interface Rank {
  readonly rank: number;
  readonly size: number;
}

/** Variables by which MPICH (and what comes of it) and Open MPI tell a process its place. */
const variables = [
  ['PMI_RANK', 'PMI_SIZE'],
  ['OMPI_COMM_WORLD_RANK', 'OMPI_COMM_WORLD_SIZE'],
] as const;

/** Place of this process as the environment tells it; the only one where it was not started by mpirun. */
export function rankOf(env: Readonly<Record<string, string | undefined>>): Rank {
  for (const [rankName, sizeName] of variables) {
    const [rank, size] = [Number(env[rankName] || Number.NaN), Number(env[sizeName] || Number.NaN)];
    if (Number.isInteger(rank) && Number.isInteger(size) && rank >= 0 && rank < size) return { rank, size };
  }
  return { rank: 0, size: 1 };
}
