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

  below(header: readonly string[], start: number, end: number, error?: MlpError): ParsedRecords {
    return new ParsedRecords(this.lines.subarray(start, end), this.fields.slice(start, end), header, error);
  }

  addTo(builders: readonly ColumnBuilder[]): void {
    const { fields, lines } = this;
    for (const builder of builders)
      for (let row = 0; row < fields.length; row++) builder.add(fields[row][builder.field], lines[row]);
  }
}

/** Splits whole records, in UTF-8, into their fields. */
export const parseRecords = (bytes: Buffer, delimiter: string): string[][] =>
  parse(bytes, { ...options, delimiter });

const options = {
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
  // The scanner refuses what this would relax beside a quote within an unquoted field; readCsv counts fields.
  relax_quotes: true,
  relax_column_count: true,
};
