import { isAscii } from 'node:buffer';
import type { Workspace } from './wasm/workspace.js';

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/**
 * Whole records of equally many fields and without quotes, as they stand in the bytes: no field has to become a string. They
 * lie in the memory of a workspace, and are valid until the next block is split there.
 */
export class Cells {
  /** The whole block as a string where that has a character for each byte, null where it has not; made when first used. */
  private ascii: string | null | undefined;

  /**
   * Field k of the block begins at `starts[k]` and ends before the delimiter, or the line ends, ahead of `starts[k + 1]`;
   * `starts` has one entry more than there are fields. `first` is the first of the records that are meant.
   */
  constructor(
    readonly bytes: Buffer<ArrayBuffer>,
    readonly starts: Int32Array,
    readonly width: number,
    readonly workspace: Workspace,
    readonly first = 0,
  ) {}

  /** Records in the block, those before the first included. */
  get records(): number {
    return (this.starts.length - 1) / this.width;
  }

  /** The k of a field. */
  index(row: number, field: number): number {
    return (this.first + row) * this.width + field;
  }

  /** Where field k ends. */
  end(k: number): number {
    const { bytes, starts } = this;
    let end = starts[k + 1] - 1;
    while (end > starts[k] && (bytes[end - 1] === lineFeed || bytes[end - 1] === carriageReturn)) end--;
    return end;
  }

  /** The text of field k; it may be a view of the whole block's text, which stays in memory with it. */
  text(k: number): string {
    const { bytes, starts } = this;
    if (this.ascii === undefined) this.ascii = isAscii(bytes) ? bytes.toString('latin1') : null;
    const end = this.end(k);
    return this.ascii === null ? bytes.toString('utf8', starts[k], end) : this.ascii.slice(starts[k], end);
  }

  /** The same without the first records. */
  behind(rows: number): Cells {
    return new Cells(this.bytes, this.starts, this.width, this.workspace, this.first + rows);
  }
}
