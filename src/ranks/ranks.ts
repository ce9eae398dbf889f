/** Processes that train one network together, each a rank of them: started by mpirun, on one machine or on several. */
export interface Ranks {
  /** Number of this process, from 0. */
  readonly rank: number;
  /** Number of all. */
  readonly size: number;
  /**
   * Gives each rank what all have: `all` becomes the numbers of rank 0, then those of rank 1 and so on, as many of each
   * as `mine` has. Every rank calls it, in the same order, and waits for the others, asleep where that takes long.
   */
  exchange(mine: Float64Array, all: Float64Array): void;
}

/** Gives each rank the texts of all, in the order of the ranks. */
export function exchangeTexts(ranks: Ranks, text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const lengths = new Float64Array(ranks.size);
  ranks.exchange(Float64Array.of(bytes.length), lengths);
  const most = Math.ceil(lengths.reduce((a, b) => Math.max(a, b)) / 8);
  const [mine, all] = [new Float64Array(most), new Float64Array(most * ranks.size)];
  new Uint8Array(mine.buffer).set(bytes);
  ranks.exchange(mine, all);
  return Array.from(lengths, (length, rank) =>
    new TextDecoder().decode(new Uint8Array(all.buffer, 8 * most * rank, length)),
  );
}

/** Numbers that go round at once where bytes do. */
const CHUNK = 2 ** 17;

/** Gives all ranks the bytes of the first; null where it has none. Others' are not looked at. */
export function fromFirst(ranks: Ranks, bytes: Uint8Array | null): Uint8Array | null {
  const lengths = new Float64Array(ranks.size);
  ranks.exchange(Float64Array.of(bytes?.length ?? -1), lengths);
  if (lengths[0] < 0) return null;
  const given = new Uint8Array(lengths[0]);
  if (ranks.rank === 0) given.set(bytes!);
  const [mine, all] = [new Float64Array(CHUNK), new Float64Array(CHUNK * ranks.size)];
  const [sent, received] = [new Uint8Array(mine.buffer), new Uint8Array(all.buffer, 0, mine.byteLength)];
  for (let at = 0; at < given.length; at += sent.length) {
    const length = Math.min(sent.length, given.length - at);
    sent.set(given.subarray(at, at + length));
    ranks.exchange(mine, all);
    given.set(received.subarray(0, length), at);
  }
  return given;
}
