import { platform } from '#platform';
import type { Stop } from '../../training/hooks.js';
import type { Prepared } from '../../training/prepare_dataset.js';
import { type TrainDivisionsOptions, type TrainedDivision, trainDivisions } from './train.js';

/** Share of the memory that prepared divisions may take together. */
const memoryShare = 1 / 4;

/** Options of training divisions that are prepared when it is their turn. */
export interface TrainInTurnsOptions extends Omit<TrainDivisionsOptions, 'onTrained' | 'onEpoch'> {
  /** Index of the first division to train: those before it are known. */
  readonly from?: number;
  /** Called with what a division was prepared to, before any of those prepared with it is trained. */
  onPrepared?(index: number, prepared: Prepared): void;
  onEpoch?(index: number): void;
  /** Called when a division has ended, in their order. */
  onTrained(index: number, trained: TrainedDivision): void;
  stop?(): Stop | null;
}

/**
 * Prepares and trains so many divisions, as many side by side as there are threads and as memory has room for. Returns
 * how many have ended, those before `from` included.
 *
 * @throws MlpError where the training rows of one cannot be prepared.
 */
export async function trainInTurns(
  count: number,
  prepare: (index: number) => Promise<Prepared>,
  { from = 0, onPrepared, onEpoch, onTrained, ...options }: TrainInTurnsOptions,
): Promise<number> {
  const budget = platform.memoryBytes() * memoryShare;
  let done = from;
  while (done < count && !options.stop?.()) {
    const together: Prepared[] = [];
    let bytes = 0;
    let largest = 0;
    while (done + together.length < count && bytes + largest <= budget) {
      const index = done + together.length;
      const prepared = await prepare(index);
      onPrepared?.(index, prepared);
      together.push(prepared);
      largest = Math.max(largest, bytesOf(prepared));
      bytes += bytesOf(prepared);
    }
    const first = done;
    const ended = await trainDivisions(together, {
      ...options,
      onEpoch: (division) => onEpoch?.(first + division),
      onTrained: (division, trained) => onTrained(first + division, trained),
    });
    done += ended;
    if (ended < together.length) break;
  }
  return done;
}

/** Bytes of the matrices of a division. */
function bytesOf({ dataset: { train, validation, test } }: Prepared): number {
  let bytes = 0;
  for (const split of [train, validation, test]) if (split) bytes += split.x.byteLength + split.t.byteLength;
  return bytes;
}
