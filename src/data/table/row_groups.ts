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

/** Bytes below which a buffer from the heap is cheaper than pages for it alone. */
const pagesFrom = 1 << 16;

/**
 * The cells of a table's columns, 8 bytes each, in groups of rows; within a group, column after column. A group can be
 * given back to the system before the others, and at once: what is built from the table, group by group, takes its
 * memory.
 */
export class RowGroups {
  /** Rows of a group, a power of two. */
  readonly size: number;
  /**
   * Memory for one group, in which columns are written and read: resizable buffers are fast only where they are copied.
   */
  readonly window: ArrayBuffer;
  private readonly groups: Resizable[] = [];
  private readonly groupBytes: number;

  /** `rows` is how many are expected, if that is known. */
  constructor(columns: number, rows = mostRows) {
    const fitting = groupBytes / cellBytes / Math.max(columns, 1);
    let size = fewestRows;
    while (2 * size <= fitting && size < rows && size < mostRows) size *= 2;
    this.size = size;
    this.groupBytes = cellBytes * columns * size;
    this.window = new ArrayBuffer(this.groupBytes);
  }

  /** Bytes of all groups together. */
  get bytes(): number {
    return this.groups.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** The memory of a group, made when it is first asked for. */
  at(group: number): ArrayBuffer {
    this.groups[group] ??=
      this.groupBytes < pagesFrom
        ? new ResizableBuffer(this.groupBytes)
        : new ResizableBuffer(this.groupBytes, { maxByteLength: this.groupBytes });
    return this.groups[group];
  }

  /** Gives a group's memory back, if it had any; what was in it is lost. */
  release(group: number): void {
    if (this.groupBytes >= pagesFrom) this.groups[group]?.resize(0);
  }
}
