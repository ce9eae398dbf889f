import { MlpError } from '../errors.js';
import { excerpt, printable } from '../files/excerpt.js';
import { decimal } from './decimal.js';
import { Growable } from './growable.js';
import { type Column, type ColumnType, cell } from './table.js';

/** More distinct texts than this are no category, and more distinct numbers are surely numbers. */
export const maxCategories = 1000;

/** `infer`: numbers where every value is a decimal number, else categories. */
export type WantedType = ColumnType | 'infer';

/**
 * Collects one column, cell by cell. Cells are trimmed. While the type is open both the numbers and the codes of a dictionary
 * are kept; each distinct text is looked at once.
 */
export class ColumnBuilder {
  private readonly numbers = new Growable(Float64Array);
  private readonly codes = new Growable(Int32Array);
  /** From the cell as it stands to its code. */
  private dictionary = new Map<string, number>();
  private readonly categories: string[] = [];
  private readonly codeOf = new Map<string, number>();
  private readonly valueOf: number[] = [];
  private numberCells = 0;
  private textCells = 0;
  private firstText: { text: string; line: number } | undefined;

  /** `position` counts from 1; `limit` is the number of distinct texts that a category column may have. */
  constructor(
    private readonly source: string,
    readonly name: string,
    private readonly position: number,
    private type: WantedType,
    private readonly missing: ReadonlySet<string>,
    private readonly limit: number,
  ) {}

  add(raw: string, line: number): void {
    if (this.type === 'number') {
      const text = raw.trim();
      this.numbers.push(this.missing.has(text) ? Number.NaN : this.number(text, line));
      return;
    }
    const code = this.dictionary.get(raw) ?? this.newText(raw, line);
    if (code === undefined) {
      this.add(raw, line);
      return;
    }
    this.codes.push(code);
    if (this.type !== 'infer') return;
    const value = code < 0 ? Number.NaN : this.valueOf[code];
    this.numbers.push(value);
    if (Number.isFinite(value)) this.numberCells++;
    else if (code >= 0) this.textCells++;
  }

  finish(): Column {
    const { name } = this;
    if (this.type === 'infer') {
      if (this.textCells === 0) this.type = 'number';
      else if (this.numberCells > this.textCells)
        throw this.notNumber(this.firstText!.text, this.firstText!.line);
    }
    if (this.type === 'number') return { type: 'number', name, values: this.numbers.finish() };
    return { type: 'category', name, codes: this.codes.finish(), categories: this.categories };
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
          this.type = 'number';
          this.dictionary.clear();
          return undefined;
        }
        throw this.numberCells > this.textCells
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
