/**
 * Methods of ES2024's ArrayBuffer that are used here; Node 20 has them, TypeScript declares them together with what
 * Node 20 lacks.
 */
interface Resizable extends ArrayBuffer {
  resize(length: number): void;
}
const ResizableBuffer = ArrayBuffer as unknown as new (
  length: number,
  options?: { maxByteLength: number },
) => Resizable;

export const cellBytes = 8;
const groupBytes = 1 << 22;
const mostRows = 1 << 16;
const fewestRows = 16;

/** Bytes of the first groups, which are kept to the end. */
const mostKept = 20 << 20;

/**
 * The cells of a table's columns, 8 bytes each, in groups of rows; within a group, column after column. The first
 * groups, all of a small table's, are plain memory; any other can be given back to the system before the others, and
 * at once: what is built from the table, group by group, takes its memory.
 */
export class RowGroups {
  /** Rows of a group, a power of two. */
  readonly size: number;
  private readonly groups: ArrayBuffer[] = [];
  private readonly groupBytes: number;
  private readonly kept: number;
  private shared: ArrayBuffer | undefined;

  /** `rows` is how many are expected, if that is known; at least one group, and others up to `keptBytes`, are kept. */
  constructor(columns: number, rows = mostRows, keptBytes = mostKept) {
    const fitting = groupBytes / cellBytes / Math.max(columns, 1);
    let size = fewestRows;
    while (2 * size <= fitting && size < rows && size < mostRows) size *= 2;
    this.size = size;
    this.groupBytes = cellBytes * columns * size;
    this.kept = Math.max(1, Math.floor(keptBytes / Math.max(this.groupBytes, 1)));
  }

  /** Bytes of all groups together. */
  get bytes(): number {
    return this.groups.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Memory for one group in which those that are not kept are read and written: resizable buffers are slow. */
  get window(): ArrayBuffer {
    this.shared ??= new ArrayBuffer(this.groupBytes);
    return this.shared;
  }

  /** Whether a group is plain memory, and kept. */
  isKept(group: number): boolean {
    return group < this.kept;
  }

  /** The memory of a group, made when it is first asked for. */
  at(group: number): ArrayBuffer {
    this.groups[group] ??= this.isKept(group)
      ? new ArrayBuffer(this.groupBytes)
      : new ResizableBuffer(this.groupBytes, { maxByteLength: this.groupBytes });
    return this.groups[group];
  }

  /** Gives a group's memory back, if it had any and is not kept; what was in it is lost. */
  release(group: number): void {
    if (!this.isKept(group)) (this.groups[group] as Resizable | undefined)?.resize(0);
  }
}
