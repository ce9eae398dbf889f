import { platform } from '#platform';
import type { MlpError } from '../../errors.js';
import type { ColumnBuilder } from '../table/column_builder.js';
import type { Records } from './records.js';
import { carriageReturn, lineFeed } from './scanner.js';
import { kindOf, type Numbers, readColumn, readColumns, type SplitBlock } from './wasm/index.js';

/** The greatest byte of a blank, and the least of a character of several bytes. */
const [blank, severalBytes] = [0x20, 0x80];

/**
 * Records without a quote, all with as many fields, split in WebAssembly: few cells ever become strings. They lie in
 * the memory of a workspace, and are valid until the next block is split there.
 */
export class PlainRecords implements Records {
  /**
   * The whole block as a string where that has a character for each byte, null where it has not; made when first used.
   */
  private ascii: string | null | undefined;

  /** `first` is the record of the block that is row 0. */
  constructor(
    private readonly block: SplitBlock,
    private readonly first = 0,
    readonly lines = block.lines,
    readonly header: readonly string[] = [],
    readonly file?: string,
    readonly error?: MlpError,
  ) {}

  get rows(): number {
    return this.lines.length;
  }

  text(row: number, field: number): string {
    const { bytes, starts } = this.block;
    const k = this.index(row, field);
    const end = this.end(k);
    if (this.ascii === undefined) this.ascii = platform.isAscii(bytes) ? platform.decodeLatin1(bytes) : null;
    return this.ascii === null
      ? platform.decodeText(bytes, starts[k], end)
      : this.ascii.slice(starts[k], end);
  }

  record(row: number): readonly string[] {
    return Array.from({ length: this.block.width }, (_, field) => this.text(row, field));
  }

  wellFormed(fields: number, start: number): number {
    return this.block.width === fields ? this.rows : start;
  }

  find(names: readonly string[], start: number, end: number): number {
    const { bytes, starts } = this.block;
    const [first] = platform.encodeText(`${names[0]},`);
    for (let row = start; row < end; row++) {
      // most rows differ in their first byte already, where it is none that trimming may take away
      const byte = bytes[starts[this.index(row, 0)]];
      if (names[0] !== '' && byte !== first && byte > blank && byte < severalBytes) continue;
      if (names.every((name, i) => this.text(row, i).trim() === name)) return row;
    }
    return end;
  }

  below(
    header: readonly string[],
    start: number,
    end: number,
    file?: string,
    error?: MlpError,
  ): PlainRecords {
    const lines = this.lines.subarray(start, end);
    return new PlainRecords(this.block, this.first + start, lines, header, file, error);
  }

  part(start: number, end: number): PlainRecords {
    return this.below(this.header, start, end, this.file);
  }

  // Column by column: each has its own memory and dictionary, which stay in the cache.
  addTo(builders: readonly ColumnBuilder[]): void {
    const { block, first, rows } = this;
    if (rows === 0) return;
    const wanted = new Uint8Array(block.width);
    for (const { field, reads } of builders) wanted[field] = kindOf(reads);
    const numbers = readColumns(block, first, rows, wanted);
    for (const builder of builders) this.addColumn(builder, numbers);
  }

  /** Adds a column's cells, of which the first may have been read as numbers already. */
  private addColumn(builder: ColumnBuilder, { values, counts }: Numbers): void {
    const { block, first, lines, rows } = this;
    const { bytes, starts, width } = block;
    const { field } = builder;
    let row = builder.reads === 'texts' ? 0 : builder.addNumbers(values, field * rows, counts[field]);
    while (row < rows) {
      let k = this.index(row, field);
      do {
        builder.addBytes(bytes, starts[k], this.end(k), lines[row]);
        row++;
        k += width;
      } while (row < rows && builder.takesTexts);
      if (row === rows) return;
      const more = readColumn(block, field, first + row, rows - row, kindOf(builder.reads));
      row += builder.addNumbers(more, 0, more.length);
    }
  }

  /** The index of a cell among the fields of the block. */
  private index(row: number, field: number): number {
    return (this.first + row) * this.block.width + field;
  }

  /** Offset of the end of field k of the block. */
  private end(k: number): number {
    const { bytes, starts } = this.block;
    let end = starts[k + 1] - 1;
    while (end > starts[k] && (bytes[end - 1] === lineFeed || bytes[end - 1] === carriageReturn)) end--;
    return end;
  }
}
