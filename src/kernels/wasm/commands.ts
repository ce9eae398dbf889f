import { operations } from './binary.js';
import type { Operation } from './recorder.js';

/** Bytes of a number of a command: see assembly/program.ts. */
const SLOT = 8;
/** Number of the command that goes on elsewhere where a number is not finite; its arguments are two addresses. */
const SKIP = 0;
const SKIP_SLOTS = 3;

/** Index of each function in the interpreter's table. */
const numbers = new Map(Object.keys(operations).map((name, i) => [name, i + 1]));

const slots = ({ name }: Operation): number => 1 + operations[name].length;

/** Bytes that `write` needs at most. */
export const bytesOf = (list: readonly Operation[]): number =>
  list.reduce((sum, operation) => sum + SLOT * (slots(operation) + SKIP_SLOTS), 0);

/** Writes operations as commands from an address on. Returns the address after the last. */
export function write(list: readonly Operation[], buffer: SharedArrayBuffer, address: number): number {
  const words = new Uint32Array(buffer);
  const floats = new Float64Array(buffer);
  let at = address / SLOT;
  list.forEach((operation, i) => {
    const { name, values, guard } = operation;
    if (guard !== 0 && guard !== list[i - 1]?.guard) {
      const end = list.findIndex((later, j) => j > i && later.guard !== guard);
      const skipped = list.slice(i, end < 0 ? undefined : end).reduce((sum, each) => sum + slots(each), 0);
      words[2 * at] = SKIP;
      words[2 * (at + 1)] = guard;
      words[2 * (at + 2)] = SLOT * (at + SKIP_SLOTS + skipped);
      at += SKIP_SLOTS;
    }
    words[2 * at++] = numbers.get(name)!;
    for (const [j, type] of [...operations[name]].entries()) {
      if (type === 'f') floats[at++] = values[j];
      else words[2 * at++] = values[j];
    }
  });
  return SLOT * at;
}
