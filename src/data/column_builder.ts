import { MlpError } from '../errors.js';
import { excerpt, printable } from '../files/excerpt.js';
import { ByteDictionary } from './csv/byte_dictionary.js';
import type { Cells } from './csv/cells.js';
import { readNumbers } from './csv/wasm/index.js';
import { decimal } from './decimal.js';
import { Growable } from './growable.js';
import { type Column, type ColumnType, cell } from './table.js';

/** More distinct texts than this are no category, and more distinct numbers are surely numbers. */
export const maxCategories = 1000;

/** `infer`: numbers where every value is a decimal number, else categories. */
export type WantedType = ColumnType | 'infer';

/** What the dictionary by bytes says of a cell that it does not know. */
const unknown = -2;

/**
 * Collects one column, cell by cell. Cells are trimmed. While the type is open, numbers that are written as JavaScript prints
 * them are kept as such, since they tell their texts. With the first cell of another kind these become codes of a dictionary,
 * as all cells of categories are; it turns into numbers for good once there are too many for categories.
 */
export class ColumnBuilder {
  private kept: 'numbers' | 'codes';
  private readonly numbers: Growable<Float64Array>;
  private readonly codes: Growable<Int32Array>;
  /** From the cell as it stands to its code, −1 where it is missing. */
  private readonly dictionary = new Map<string, number>();
  /** The same for cells in bytes; while numbers are kept only what is missing is looked up. */
  private readonly byteDictionary = new ByteDictionary();
  private readonly categories: string[] = [];
  private readonly codeOf = new Map<string, number>();
  private readonly valueOf: number[] = [];
  private firstText: { text: string; line: number } | undefined;
  private readonly limit: number;
  /** Numbers that stand for a missing value. */
  private readonly missingNumbers: readonly number[];

  /** `position` counts from 1; `limit` is the number of distinct texts that a category column may have, `rows` about how many come. */
  constructor(
    private readonly source: string,
    readonly name: string,
    private readonly position: number,
    private type: WantedType,
    private readonly missing: ReadonlySet<string>,
    { limit, rows }: { readonly limit: number; readonly rows: number },
  ) {
    this.limit = limit;
    this.numbers = new Growable(Float64Array, rows);
    this.codes = new Growable(Int32Array, rows);
    this.kept = type === 'category' ? 'codes' : 'numbers';
    this.missingNumbers = [...missing].map(decimal).filter((value) => !Number.isNaN(value));
  }

  add(raw: string, line: number): void {
    if (this.kept === 'numbers' && this.addNumber(raw.trim(), line)) return;
    const code = this.dictionary.get(raw) ?? this.newText(raw, line);
    if (code === undefined) this.add(raw, line);
    else this.codes.push(code);
  }

  /** Adds this column's field of each record: the same as adding their texts, but few become strings. */
  addCells(cells: Cells, lines: Uint32Array): void {
    let row = 0;
    while (row < lines.length)
      row = this.kept === 'numbers' ? this.addNumbers(cells, lines, row) : this.addCodes(cells, lines, row);
  }

  finish(): Column {
    const { name, categories } = this;
    if (this.kept === 'codes' && this.type === 'infer' && !this.firstText) this.becomeNumbers();
    if (this.kept === 'numbers') return { type: 'number', name, values: this.numbers.finish() };
    const codes = this.codes.finish();
    if (this.type === 'infer' && this.areMostlyNumbers(codes))
      throw this.notNumber(this.firstText!.text, this.firstText!.line);
    return { type: 'category', name, codes, categories };
  }

  /** False, with codes in place of numbers, where the text is no number to keep. */
  private addNumber(text: string, line: number): boolean {
    if (this.missing.has(text)) this.numbers.push(Number.NaN);
    else if (this.type === 'number') this.numbers.push(this.number(text, line));
    else {
      const value = decimal(text);
      if (!Number.isFinite(value) || !isCanonical(text, value)) {
        this.becomeCodes();
        return this.kept === 'numbers' && this.addNumber(text, line);
      }
      this.numbers.push(value);
    }
    return true;
  }

  /** Adds cells from `row` on while they are numbers to keep, and the first that is none; returns the row behind them. */
  private addNumbers(cells: Cells, lines: Uint32Array, row: number): number {
    const field = this.position - 1;
    const values = readNumbers(cells, field, row, lines.length - row, this.type === 'infer');
    const missing =
      this.missingNumbers.length === 0 ? -1 : values.findIndex((v) => this.missingNumbers.includes(v));
    const read = missing < 0 ? values.length : missing;
    this.numbers.append(values.subarray(0, read));
    const next = row + read;
    if (next === lines.length) return next;
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
    let k = cells.index(row, this.position - 1);
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
    const code = isMissing ? -1 : this.kept === 'codes' ? this.dictionary.get(raw)! : unknown;
    if (code !== unknown) this.byteDictionary.add(cells.bytes, cells.starts[k], cells.end(k), code);
  }

  /** The code of a text not met before in this spelling; undefined where the column thereby becomes one of numbers. */
  private newText(raw: string, line: number): number | undefined {
    // A copy: the text may be a view into a whole block of the file, which would stay in memory with it.
    const copy = Buffer.from(raw).toString();
    const text = copy.trim();
    let code = this.missing.has(text) ? -1 : this.codeOf.get(text);
    if (code === undefined) {
      const value = decimal(text);
      if (!Number.isFinite(value)) this.firstText ??= { text, line };
      if (this.categories.length === this.limit) {
        if (this.type === 'infer' && !this.firstText) {
          this.becomeNumbers();
          return undefined;
        }
        throw this.type === 'infer' && this.areMostlyNumbers(this.codes.finish())
          ? this.notNumber(this.firstText!.text, this.firstText!.line)
          : this.tooMany(line);
      }
      code = this.categories.length;
      this.categories.push(text);
      this.codeOf.set(text, code);
      this.valueOf.push(value);
    }
    this.dictionary.set(copy, code);
    return code;
  }

  private becomeNumbers(): void {
    this.kept = 'numbers';
    this.type = 'number';
    for (const code of this.codes.finish()) this.numbers.push(code < 0 ? Number.NaN : this.valueOf[code]);
    this.dictionary.clear();
  }

  /** Codes for the numbers so far, as if their texts had been added; if they are too many, they stay numbers. */
  private becomeCodes(): void {
    this.kept = 'codes';
    const codes = new Map<number, number>();
    for (const value of this.numbers.finish()) {
      if (this.type === 'number') this.numbers.push(value);
      else if (Number.isNaN(value)) this.codes.push(-1);
      else {
        const code = codes.get(value) ?? this.newText(String(value), 0);
        if (code === undefined) this.numbers.push(value);
        else {
          codes.set(value, code);
          this.codes.push(code);
        }
      }
    }
  }

  /** Whether more of the cells are numbers than are texts. */
  private areMostlyNumbers(codes: Int32Array): boolean {
    let balance = 0;
    for (const code of codes) if (code >= 0) balance += Number.isFinite(this.valueOf[code]) ? 1 : -1;
    return balance > 0;
  }

  private number(text: string, line: number): number {
    const value = decimal(text);
    if (!Number.isFinite(value)) throw this.notNumber(text, line);
    return value;
  }

  private notNumber(text: string, line: number): MlpError {
    const shown = excerpt(text);
    const where = cell(`${this.source}:${line}`, this.position, this.name);
    const isOverflow = !Number.isNaN(decimal(text));
    if (isOverflow || /^[+-]?(nan|inf|infinity)$/i.test(text))
      return new MlpError(
        'data',
        `${where} holds numbers, but this is ${shown}, which is not a finite number${isOverflow ? ' (too large for a double)' : ''}; ` +
          `if it stands for a missing value, add ${shown} to data.missing_values`,
      );
    return new MlpError(
      'data',
      `${where} holds numbers, but this is ${shown}; if it stands for a missing value, add it to data.missing_values, ` +
        `and if the column holds categories, set data.columns.${printable(this.name)}.type to "category"`,
    );
  }

  private tooMany(line: number): MlpError {
    return new MlpError(
      'data',
      `${cell(`${this.source}:${line}`, this.position, this.name)} has more than ${this.limit} different texts, too many for ` +
        `a category; leave it out with data.ignore: [${excerpt(this.name)}]`,
    );
  }
}

/** Whether a number is written as JavaScript prints it, without an exponent. */
const isCanonical = (text: string, value: number): boolean =>
  text.length <= longestCanonical && text === String(value) && !text.includes('e');

/** A sign, 15 digits and a point: a longer text can be many numbers' only by chance. */
const longestCanonical = 17;
