import { type DateFormat, dateFormat } from '../dates/index.js';
import { ByteDictionary } from './byte_dictionary.js';
import { type ColumnLocation, notDate, notNumber, tooManyTexts } from './column_errors.js';
import { decimal, isCanonical } from './decimal.js';
import type { RowGroups } from './row_groups.js';
import { Series } from './series.js';
import type { Column, ColumnType } from './table.js';
import { TextCodes } from './text_codes.js';

/** The most distinct texts of a column of categories; more distinct numbers than this are surely numbers. */
export const maxCategories = 1000;

/** Type of a column of dates that are written in a format. */
export interface DateType {
  readonly type: 'date';
  readonly format: string;
}

/** Type that a column is read as; `infer`: numbers where every value is a decimal number, else categories. */
export type WantedType = Exclude<ColumnType, 'date'> | DateType | 'infer';

/** The code of a cell that the dictionary by bytes does not know. */
const unknown = -2;

/**
 * Collects one column, cell by cell. Cells are trimmed. While the type is open, numbers that are written as JavaScript
 * prints them are kept as such, since they tell their texts. With the first cell of another kind these become codes of
 * texts, as all cells of categories are; they turn into numbers for good once there are too many for categories.
 */
export class ColumnBuilder {
  private type: ColumnType | 'infer';
  private kept: 'numbers' | 'codes';
  /** Format of dates, which are kept as numbers; null of other columns. */
  private readonly dates: DateFormat | null;
  private readonly numbers: Series<Float64Array>;
  private readonly codes: Series<Int32Array>;
  private texts: TextCodes;
  /** The codes of cells in bytes; while numbers are kept only what is missing is looked up. */
  private byteDictionary = new ByteDictionary();
  private firstText: { text: string; line: number } | undefined;
  private readonly missing: ReadonlySet<string>;
  private readonly limit: number;
  /** Numbers that stand for a missing value. */
  private readonly missingNumbers: readonly number[];

  /**
   * `limit` is the number of distinct texts that a category column may have. The cells go to a column of the groups.
   */
  constructor(
    private location: ColumnLocation,
    wanted: WantedType,
    { missing, limit }: { readonly missing: ReadonlySet<string>; readonly limit: number },
    groups: RowGroups,
    column: number,
  ) {
    this.missing = missing;
    this.limit = limit;
    this.numbers = new Series(groups, column, Float64Array);
    this.codes = new Series(groups, column, Int32Array);
    this.texts = new TextCodes(missing);
    this.type = typeof wanted === 'string' ? wanted : 'date';
    this.dates = typeof wanted === 'string' ? null : dateFormat(wanted.format);
    this.kept = wanted === 'category' ? 'codes' : 'numbers';
    this.missingNumbers = [...missing].map(decimal).filter((value) => !Number.isNaN(value));
  }

  /** Index of the column among the fields of a row. */
  get field(): number {
    return this.location.field;
  }

  get name(): string {
    return this.location.name;
  }

  /** Goes on with the column of another file, at this index among its fields. */
  continueIn(source: string, field: number): void {
    this.location = { source, name: this.name, field };
  }

  /** Adds a cell by its text. */
  add(raw: string, line: number): void {
    if (this.kept === 'numbers' && this.addNumber(raw.trim(), line)) return;
    const code = this.texts.of(raw) ?? this.addText(raw, line);
    if (code === undefined) this.add(raw, line);
    else this.codes.push(code);
  }

  /** True while no numbers are taken, but texts alone. */
  get takesTexts(): boolean {
    return this.kept === 'codes' || this.dates !== null;
  }

  /**
   * Cells that may be added as numbers: any, those alone that JavaScript prints as the cell has them, or none but
   * texts.
   */
  get reads(): 'numbers' | 'canonical' | 'texts' {
    if (this.takesTexts) return 'texts';
    return this.type === 'infer' ? 'canonical' : 'numbers';
  }

  /**
   * Adds `count` numbers from index `from` on, of the kind that `reads` names, up to one that stands for a missing
   * value; returns how many it added.
   */
  addNumbers(values: Float64Array, from: number, count: number): number {
    let end = from + count;
    if (this.missingNumbers.length > 0)
      for (let i = from; i < end; i++) if (this.missingNumbers.includes(values[i])) end = i;
    this.numbers.append(values, from, end);
    return end - from;
  }

  /** Adds values of a source that has types, NaN where missing, to a column that is not to hold categories. */
  addValues(values: Float64Array): void {
    this.type = 'number';
    this.numbers.append(values);
  }

  /**
   * Adds a cell that stands in UTF-8 as bytes[start, end): the same as adding its text, which is made where it is new.
   */
  addBytes(bytes: Buffer, start: number, end: number, line: number): void {
    const code = this.byteDictionary.find(bytes, start, end, unknown);
    if (code === unknown) this.learn(bytes, start, end, line);
    else if (this.kept === 'codes') this.codes.push(code);
    else this.numbers.push(Number.NaN);
  }

  finish(): Column {
    const { name } = this.location;
    if (this.kept === 'codes' && this.type === 'infer' && !this.firstText) this.becomeNumbers();
    if (this.dates) return { type: 'date', name, format: this.dates.text, values: this.numbers };
    if (this.kept === 'numbers') return { type: 'number', name, values: this.numbers };
    if (this.type === 'infer' && this.texts.areMostlyNumbers(this.codes))
      throw notNumber(this.location, this.firstText!.text, this.firstText!.line);
    return { type: 'category', name, codes: this.codes, categories: this.texts.texts };
  }

  /** Adds a number; false, with codes instead of numbers, where the text is no number to keep. */
  private addNumber(text: string, line: number): boolean {
    if (this.missing.has(text)) this.numbers.push(Number.NaN);
    else if (this.dates) {
      const seconds = this.dates.read(text);
      if (typeof seconds === 'string') throw notDate(this.location, text, seconds, line);
      this.numbers.push(seconds);
    } else {
      const value = decimal(text);
      const isNumber = Number.isFinite(value);
      if (this.type === 'number' && !isNumber) throw notNumber(this.location, text, line);
      if (this.type === 'infer' && !(isNumber && isCanonical(text, value))) {
        this.becomeCodes();
        return this.kept === 'numbers' && this.addNumber(text, line);
      }
      this.numbers.push(value);
    }
    return true;
  }

  /** Adds a cell by its text, and has its bytes known from now on if they are missing or have a code. */
  private learn(bytes: Buffer, start: number, end: number, line: number): void {
    const raw = bytes.toString('utf8', start, end);
    this.add(raw, line);
    const isMissing = this.missing.has(raw.trim());
    const code = isMissing ? -1 : this.kept === 'codes' ? this.texts.of(raw)! : unknown;
    if (code !== unknown) this.byteDictionary.add(bytes, start, end, code);
  }

  /**
   * Adds a text not met before in this spelling, and gives its code; undefined where the column thereby becomes one of
   * numbers.
   */
  private addText(raw: string, line: number): number | undefined {
    const code = this.texts.add(raw, (text, value) => {
      if (!Number.isFinite(value)) this.firstText ??= { text, line };
      if (this.texts.texts.length < this.limit) return true;
      if (this.type === 'infer' && !this.firstText) return false;
      throw this.type === 'infer' && this.texts.areMostlyNumbers(this.codes)
        ? notNumber(this.location, this.firstText!.text, this.firstText!.line)
        : tooManyTexts(this.location, this.limit, line);
    });
    if (code === undefined) this.becomeNumbers();
    return code;
  }

  /** Keeps numbers for good, instead of codes if there are any. */
  private becomeNumbers(): void {
    const { values } = this.texts;
    if (this.kept === 'codes')
      this.numbers.replace(this.codes, (code) => (code < 0 ? Number.NaN : values[code]));
    this.kept = 'numbers';
    this.type = 'number';
    this.texts = new TextCodes(this.missing);
    this.byteDictionary = new ByteDictionary();
  }

  /**
   * Keeps codes instead of numbers, as if their texts had been added; if they are too many, they stay numbers for good.
   */
  private becomeCodes(): void {
    const { numbers } = this;
    const codes = new Map([[Number.NaN, -1]]);
    for (let row = 0; row < numbers.length; row++) {
      const value = numbers.at(row);
      if (codes.has(value)) continue;
      const code = this.addText(String(value), 0);
      if (code === undefined) return;
      codes.set(value, code);
    }
    this.codes.replace(numbers, (value) => codes.get(value)!);
    this.kept = 'codes';
  }
}
