import { parse } from 'csv-parse/sync';
import type { MlpError } from '../../errors.js';
import type { ColumnBuilder } from '../table/column_builder.js';
import type { Records } from './records.js';

/** Records of any kind, split by csv-parse. */
export class ParsedRecords implements Records {
  constructor(
    readonly lines: Uint32Array,
    private readonly fields: readonly (readonly string[])[],
    readonly header: readonly string[] = [],
    readonly file?: string,
    readonly error?: MlpError,
  ) {}

  get rows(): number {
    return this.fields.length;
  }

  text(row: number, field: number): string {
    return this.fields[row][field];
  }

  record(row: number): readonly string[] {
    return this.fields[row];
  }

  wellFormed(fields: number, start: number): number {
    let end = start;
    while (end < this.fields.length && this.fields[end].length === fields) end++;
    return end;
  }

  below(
    header: readonly string[],
    start: number,
    end: number,
    file?: string,
    error?: MlpError,
  ): ParsedRecords {
    const { fields, lines } = this;
    return new ParsedRecords(lines.subarray(start, end), fields.slice(start, end), header, file, error);
  }

  part(start: number, end: number): ParsedRecords {
    return this.below(this.header, start, end, this.file);
  }

  find(names: readonly string[], start: number, end: number): number {
    for (let row = start; row < end; row++)
      if (this.fields[row].every((field, i) => field.trim() === names[i])) return row;
    return end;
  }

  addTo(builders: readonly ColumnBuilder[]): void {
    const { fields, lines } = this;
    for (const builder of builders)
      for (let row = 0; row < fields.length; row++) builder.add(fields[row][builder.field], lines[row]);
  }
}

/** Format of whole records. */
export interface RecordFormat {
  readonly delimiter: string;
  readonly comment: string | undefined;
  /** Whether an empty line is a record with one empty field. */
  readonly blankIsRecord: boolean;
}

/** Splits whole records, in UTF-8, into their fields. */
export const parseRecords = (bytes: Uint8Array, format: RecordFormat): string[][] =>
  parse(bytes, {
    record_delimiter: ['\r\n', '\n', '\r'],
    delimiter: format.delimiter,
    skip_empty_lines: !format.blankIsRecord,
    // The scanner refuses what this would relax beside a quote within an unquoted field; readCsv counts fields.
    relax_quotes: true,
    relax_column_count: true,
    ...(format.comment !== undefined && { comment: format.comment, comment_no_infix: true }),
  });
