import type { Cells } from '../csv/cells.js';
import { type Kind, kinds, type Numbers, readColumn } from '../csv/wasm/index.js';
import { ByteDictionary } from './byte_dictionary.js';
import { notNumber, type Place, tooManyTexts } from './column_errors.js';
import { decimal } from './decimal.js';
import type { RowGroups } from './row_groups.js';
import { Series } from './series.js';
import type { Column, ColumnType } from './table.js';
import { TextCodes } from './text_codes.js';

/** More distinct texts than this are no category, and more distinct numbers are surely numbers. */
export const maxCategories = 1000;

/** `infer`: numbers where every value is a decimal number, else categories. */
export type WantedType = ColumnType | 'infer';

/** What the dictionary by bytes says of a cell that it does not know. */
const unknown = -2;

/**
 * Collects one column, cell by cell. Cells are trimmed. While the type is open, numbers that are written as JavaScript prints
 * them are kept as such, since they tell their texts. With the first cell of another kind these become codes of texts, as all
 * cells of categories are; they turn into numbers for good once there are too many for categories.
 */
export class ColumnBuilder {
  private kept: 'numbers' | 'codes';
  private readonly numbers: Series<Float64Array>;
  private readonly codes: Series<Int32Array>;
  private texts: TextCodes;
  /** The codes of cells in bytes; while numbers are kept only what is missing is looked up. */
  private byteDictionary = new ByteDictionary();
  private firstText: { text: string; line: number } | undefined;
  private readonly missing: ReadonlySet<string>;
  /** Numbers that stand for a missing value. */
  private readonly missingNumbers: readonly number[];
  private readonly limit: number;

  /** `limit` is the number of distinct texts that a category column may have. The cells go to a column of the groups. */
  constructor(
    private readonly place: Place,
    private type: WantedType,
    { missing, limit }: { readonly missing: ReadonlySet<string>; readonly limit: number },
    groups: RowGroups,
    column: number,
  ) {
    this.missing = missing;
    this.limit = limit;
    this.numbers = new Series(groups, column, Float64Array);
    this.codes = new Series(groups, column, Int32Array);
    this.texts = new TextCodes(missing);
    this.kept = type === 'category' ? 'codes' : 'numbers';
    this.missingNumbers = [...missing].map(decimal).filter((value) => !Number.isNaN(value));
  }

  get field(): number {
    return this.place.field;
  }

  add(raw: string, line: number): void {
    if (this.kept === 'numbers' && this.addNumber(raw.trim(), line)) return;
    const code = this.texts.of(raw) ?? this.addText(raw, line);
    if (code === undefined) this.add(raw, line);
    else this.codes.push(code);
  }

  /** What is to be read of the cells: the numbers that may be kept. */
  get kind(): Kind {
    if (this.kept === 'codes') return kinds.none;
    return this.type === 'infer' ? kinds.canonical : kinds.numbers;
  }

  /**
   * Adds this column's field of each record: the same as adding their texts, but few become strings. `numbers` is what has
   * been read of them already.
   */
  addCells(cells: Cells, lines: Uint32Array, { values, counts }: Numbers): void {
    const { field } = this;
    let row = 0;
    if (this.kept === 'numbers')
      row = this.addNumbers(cells, lines, 0, values, field * lines.length, counts[field]);
    while (row < lines.length)
      if (this.kept === 'numbers') {
        const others = readColumn(cells, field, row, lines.length - row, this.kind);
        row = this.addNumbers(cells, lines, row, others, 0, others.length);
      } else row = this.addCodes(cells, lines, row);
  }

  finish(): Column {
    const { name } = this.place;
    if (this.kept === 'codes' && this.type === 'infer' && !this.firstText) this.becomeNumbers();
    if (this.kept === 'numbers') return { type: 'number', name, values: this.numbers };
    if (this.type === 'infer' && this.areMostlyNumbers())
      throw notNumber(this.place, this.firstText!.text, this.firstText!.line);
    return { type: 'category', name, codes: this.codes, categories: this.texts.texts };
  }

  /** False, with codes in place of numbers, where the text is no number to keep. */
  private addNumber(text: string, line: number): boolean {
    if (this.missing.has(text)) this.numbers.push(Number.NaN);
    else {
      const value = decimal(text);
      const isNumber = Number.isFinite(value);
      if (this.type === 'number' && !isNumber) throw notNumber(this.place, text, line);
      if (this.type === 'infer' && !(isNumber && isCanonical(text, value))) {
        this.becomeCodes();
        return this.kept === 'numbers' && this.addNumber(text, line);
      }
      this.numbers.push(value);
    }
    return true;
  }

  /**
   * Adds `count` cells from `row` on, which are the values from `from` on, up to one that stands for a missing value, and the
   * cell behind them; returns the row behind that.
   */
  private addNumbers(
    cells: Cells,
    lines: Uint32Array,
    row: number,
    values: Float64Array,
    from: number,
    count: number,
  ): number {
    let end = from + count;
    if (this.missingNumbers.length > 0)
      for (let i = from; i < end; i++) if (this.missingNumbers.includes(values[i])) end = i;
    this.numbers.append(values, from, end);
    const next = row + end - from;
    if (next === lines.length) return next;
    const { field } = this;
    const k = cells.index(next, field);
    const code = this.byteDictionary.find(cells.bytes, cells.starts[k], cells.end(k), unknown);
    if (code === -1) this.numbers.push(Number.NaN);
    else this.learn(cells, k, lines[next]);
    return next + 1;
  }

  /** The same while codes are kept. */
  private addCodes(cells: Cells, lines: Uint32Array, row: number): number {
    const { bytes, starts, width } = cells;
    const { byteDictionary, codes } = this;
    let k = cells.index(row, this.place.field);
    for (let i = row; i < lines.length; i++, k += width) {
      const code = byteDictionary.find(bytes, starts[k], cells.end(k), unknown);
      if (code === unknown) {
        this.learn(cells, k, lines[i]);
        return i + 1;
      }
      codes.push(code);
    }
    return lines.length;
  }

  /** Adds cell k by its text, and has its bytes known from now on if they are missing or have a code. */
  private learn(cells: Cells, k: number, line: number): void {
    const raw = cells.text(k);
    this.add(raw, line);
    const isMissing = this.missing.has(raw.trim());
    const code = isMissing ? -1 : this.kept === 'codes' ? this.texts.of(raw)! : unknown;
    if (code !== unknown) this.byteDictionary.add(cells.bytes, cells.starts[k], cells.end(k), code);
  }

  /** The code of a text not met before in this spelling; undefined where the column thereby becomes one of numbers. */
  private addText(raw: string, line: number): number | undefined {
    const code = this.texts.add(raw, (text, value) => {
      if (!Number.isFinite(value)) this.firstText ??= { text, line };
      if (this.texts.texts.length < this.limit) return true;
      if (this.type === 'infer' && !this.firstText) return false;
      throw this.type === 'infer' && this.areMostlyNumbers()
        ? notNumber(this.place, this.firstText!.text, this.firstText!.line)
        : tooManyTexts(this.place, this.limit, line);
    });
    if (code === undefined) this.becomeNumbers();
    return code;
  }

  /** Numbers for good, in place of codes if there are any. */
  private becomeNumbers(): void {
    const { values } = this.texts;
    if (this.kept === 'codes')
      this.numbers.replace(this.codes, (code) => (code < 0 ? Number.NaN : values[code]));
    this.kept = 'numbers';
    this.type = 'number';
    this.texts = new TextCodes(this.missing);
    this.byteDictionary = new ByteDictionary();
  }

  /** Codes for the numbers so far, as if their texts had been added; if they are too many, they stay numbers for good. */
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

  /** Whether more of the cells are numbers than are texts. */
  private areMostlyNumbers(): boolean {
    const { codes } = this;
    const { values } = this.texts;
    let balance = 0;
    for (let row = 0; row < codes.length; row++) {
      const code = codes.at(row);
      if (code >= 0) balance += Number.isFinite(values[code]) ? 1 : -1;
    }
    return balance > 0;
  }
}

/** Whether a number is written as JavaScript prints it, without an exponent. */
const isCanonical = (text: string, value: number): boolean =>
  text.length <= longestCanonical && text === String(value) && !text.includes('e');

/** A sign, 15 digits and a point: a longer text can be many numbers' only by chance. */
const longestCanonical = 17;
