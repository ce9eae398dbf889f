import { exchangeDay, hasOffset, missingDate } from '../dates/index.js';
import type { Found, Place } from './column_facts.js';
import type { DateReader } from './date_reader.js';
import type { MissingTexts } from './missing_texts.js';
import { OddTexts } from './odd_texts.js';
import type { Series } from './series.js';
import type { DateColumn } from './table.js';
import type { TextCodes } from './text_codes.js';

/** Cells of a column of dates: seconds since 1970, NaN where they are missing or no dates. */
export class DateCells {
  private readonly odd = new OddTexts();
  private others: { count: number; readonly first: Found['first'] } | undefined;
  private values: Series<Float64Array>;
  /** Number of dates with an offset from UTC, where it can be left out. */
  private withOffset = 0;

  /** `create` makes an empty series in the memory of the column. */
  constructor(
    private readonly reader: DateReader,
    private readonly create: () => Series<Float64Array>,
  ) {
    this.values = create();
  }

  get length(): number {
    return this.values.length;
  }

  /** Number of cells that are no dates. */
  get noDates(): number {
    return this.others?.count ?? 0;
  }

  /** Adds a cell that is not missing. */
  add(text: string, place: Place): void {
    let seconds = this.reader.read(text);
    if (typeof seconds === 'string' && this.reader.turnsFor(text)) {
      const before = this.values;
      this.values = this.create();
      this.values.replace(before, (value) => (Number.isNaN(value) ? value : exchangeDay(value)));
      seconds = this.reader.read(text);
    }
    if (typeof seconds === 'string') this.addNoDate(this.values.length, text, place);
    else if (this.mayHaveOffset(text)) this.withOffset++;
    this.values.push(typeof seconds === 'string' ? Number.NaN : seconds);
  }

  addMissing(): void {
    this.values.push(Number.NaN);
  }

  /** Adds dates in seconds, NaN where missing; returns how many are missing. */
  append(seconds: Float64Array): number {
    this.values.append(seconds);
    return seconds.reduce((missing, value) => (Number.isNaN(value) ? missing + 1 : missing), 0);
  }

  /** Takes the cells of codes, which are in the memory of the column, in their place. */
  replace(codes: Series<Int32Array>, { texts, places }: TextCodes, missing: MissingTexts): void {
    const isMissing = texts.map((text) => missing.of('date').has(text));
    const seconds = texts.map((text, code) => (isMissing[code] ? Number.NaN : this.reader.read(text)));
    const haveOffset = texts.map((text) => this.mayHaveOffset(text));
    for (let row = 0; row < codes.length; row++) {
      const code = codes.at(row);
      if (code < 0) continue;
      if (typeof seconds[code] === 'string') this.addNoDate(row, texts[code], places[code]);
      else if (haveOffset[code]) this.withOffset++;
      if (texts[code] === missingDate && isMissing[code]) missing.count(missingDate);
    }
    const dates = Float64Array.from(seconds, (value) => (typeof value === 'string' ? Number.NaN : value));
    this.values.replace(codes, (code) => (code < 0 ? Number.NaN : dates[code]));
  }

  /** Ends the column: its values, its format, and its cells that are no dates. */
  finish(): Pick<DateColumn, 'format' | 'values' | 'odd' | 'others' | 'other' | 'withOffset'> {
    const { odd, others, reader, values, withOffset } = this;
    return {
      format: reader.text,
      values,
      odd: odd.byRow,
      withOffset,
      ...(others && { others }),
      ...(reader.otherText && { other: reader.otherText }),
    };
  }

  private mayHaveOffset(text: string): boolean {
    return this.reader.text === 'iso' && hasOffset(text);
  }

  private addNoDate(row: number, text: string, place: Place): void {
    if (this.others) this.others.count++;
    else this.others = { count: 1, first: { text, ...place } };
    this.odd.keep(row, text);
  }
}
