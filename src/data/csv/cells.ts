import type { Room } from './wasm/room.js';

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/**
 * Whole records of equally many fields and without quotes, as they stand in the bytes: no field has to become a string. They
 * lie in a room, and are valid until the next block is read there.
 */
export class Cells {
  /**
   * Field k of the block begins at `starts[k]` and ends before the delimiter, or the line ends, ahead of `starts[k + 1]`;
   * `starts` has one entry more than there are fields. `first` is the first of the records that are meant.
   */
  constructor(
    readonly bytes: Buffer<ArrayBuffer>,
    readonly starts: Int32Array,
    readonly width: number,
    readonly room: Room,
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

  /** The text of field k. */
  text(k: number): string {
    return this.bytes.toString('utf8', this.starts[k], this.end(k));
  }

  /** The fields of a record. */
  record(row: number): string[] {
    return Array.from({ length: this.width }, (_, field) => this.text(this.index(row, field)));
  }

  /** The same without the first records. */
  behind(rows: number): Cells {
    return new Cells(this.bytes, this.starts, this.width, this.room, this.first + rows);
  }
}
