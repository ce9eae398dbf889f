import { platform } from '#platform';
import { DateDetector, type DetectedDates, dateFormat } from '../dates/index.js';
import { isBare } from '../numbers/affix.js';
import { isOutside } from '../numbers/choose_format.js';
import { infinite } from '../numbers/decimal.js';
import { numberReader, readsPlain, unitsOf } from '../numbers/format.js';
import { ByteDictionary } from './byte_dictionary.js';
import { type CollectedFacts, cellFacts, factsOfCategories, factsOfCodes, sumCounts } from './cell_facts.js';
import type { CellFormat } from './cells.js';
import { type ColumnLocation, locationOf, tooManyTexts } from './column_errors.js';
import { type CellFacts, type CellKind, FactsCollector, kindOf, type Place } from './column_facts.js';
import { decideType, isDates, numberShare, present, type Verdict } from './column_type.js';
import { DateCells } from './date_cells.js';
import { DateReader } from './date_reader.js';
import { type MissingKind, MissingTexts } from './missing_texts.js';
import { NumberTexts } from './number_texts.js';
import { OddTexts } from './odd_texts.js';
import { noNumbers, plainThousandths, plainValues } from './plain_numbers.js';
import type { RowGroups } from './row_groups.js';
import { Series } from './series.js';
import type { Column, ColumnType, TableFile, WantedType } from './table.js';
import { TextCodes } from './text_codes.js';

/** The most distinct texts of a column of categories; more distinct numbers than this are surely numbers. */
export const maxCategories = 1000;

/** The code of a cell that the dictionary by bytes does not know. */
const unknown = 0x7fffffff;

/** Options of a builder. */
export interface BuilderOptions {
  /** Meaning of the cells. */
  readonly cells: CellFormat;
  /** The number of distinct texts that a category column may have. */
  readonly limit: number;
  /** Separator of the file's fields: a hint on how numbers are written there. */
  readonly delimiter?: string;
}

/** Cells as indices of a list of texts; −1 where missing. */
export interface CodedCells {
  readonly values: Int32Array;
  readonly texts: ArrayLike<string | null>;
}

/**
 * Collects one column, cell by cell. Cells are trimmed. While its type is open, all texts can be told: numbers that are
 * written in one way (`NumberTexts`) are kept as such, and with the first cell of another kind these become codes of
 * texts, as all cells of categories are. Once there are too many different texts for categories the type is no longer
 * open: numbers are kept, with NaN for what is none, and facts on the others are collected. At the end the type is
 * decided by the facts on all cells.
 */
export class ColumnBuilder {
  private type: ColumnType | 'infer';
  private kept: 'numbers' | 'codes';
  /** The cells of a column of dates; null of other columns, and as long as their format is not known. */
  private dates: DateCells | null;
  /** True where the type, or the format of dates, is inferred, and every text can still be told. */
  private isOpen: boolean;
  private readonly numbers: Series<Float64Array>;
  private readonly codes: Series<Int32Array>;
  private readonly numberTexts = new NumberTexts();
  private texts = new TextCodes();
  /** The codes of cells in bytes; while numbers are kept only what is missing is looked up. */
  private byteDictionary = new ByteDictionary();
  /** Codes of cells that are texts already, as those of cells in bytes. */
  private learntTexts = new Map<string, number>();
  /** A list of texts that a source has cells of by index, and the codes of those that were met. */
  private learntList: { readonly texts: CodedCells['texts']; readonly codes: Int32Array } | undefined;
  private readonly read: (text: string) => number;
  /** Whether numbers as JavaScript writes them mean the same here. */
  private readonly readsPlain: boolean;
  /** Counts of cells with a unit, where the format has one. */
  private readonly withUnit: { count: number; outside: number } | undefined;
  private readonly missing: MissingTexts;
  private facts = new FactsCollector();
  /** Whether the source has types, and this column is one of texts there. */
  private areTexts = false;
  /** The place of the first text that was one too many. */
  private overflow: Place | undefined;
  /** The file of the cells, where the source has several. */
  private file: Place['file'];
  /** The texts of cells that are no finite numbers. */
  private readonly odd = new OddTexts();

  /** The cells go to a column of the groups. */
  constructor(
    private location: ColumnLocation,
    wanted: Exclude<WantedType, 'key'>,
    private readonly options: BuilderOptions,
    private readonly groups: RowGroups,
    private readonly column: number,
  ) {
    const { cells } = options;
    this.numbers = new Series(groups, column, Float64Array);
    this.codes = new Series(groups, column, Int32Array);
    this.type = typeof wanted === 'string' ? wanted : 'date';
    const format = typeof wanted === 'string' ? undefined : wanted.format;
    this.dates = format === undefined ? null : this.dateCells(new DateReader(dateFormat(format)));
    const isOpenDate = this.type === 'date' && format === undefined;
    this.kept = wanted === 'category' || isOpenDate ? 'codes' : 'numbers';
    this.isOpen = wanted === 'infer' || isOpenDate;
    this.read = numberReader(cells);
    this.readsPlain = readsPlain(cells);
    this.withUnit = unitsOf(cells).length > 0 ? { count: 0, outside: 0 } : undefined;
    this.missing = new MissingTexts(cells.missing_values);
  }

  /** Index of the column among the fields of a row. */
  get field(): number {
    return this.location.field;
  }

  get name(): string {
    return this.location.name;
  }

  /** Goes on with the column of another file. */
  continueIn(file: TableFile): void {
    const { name, source } = this.location;
    if (file.name !== source) this.file = file;
    const { countsRows, header } = file;
    this.location = { ...this.location, source: file.name, field: header.indexOf(name), countsRows };
  }

  /** Adds a cell by its text. */
  add(raw: string, line: number): void {
    this.put(raw, line);
  }

  /** True while no numbers are taken, but texts alone. */
  get takesTexts(): boolean {
    return this.kept === 'codes' || this.dates !== null || !this.readsPlain;
  }

  /**
   * Cells that may be added as numbers: any; all but whole numbers that are not as JavaScript prints them; those alone
   * that JavaScript prints as the cell has them, or so with this many decimals; or none but texts.
   */
  get reads(): 'numbers' | 'amounts' | 'canonical' | 'texts' | number {
    if (this.takesTexts) return 'texts';
    if (this.isOpen) return this.numberTexts.decimals || 'canonical';
    return this.type === 'infer' ? 'amounts' : 'numbers';
  }

  /**
   * Adds `count` numbers from index `from` on, of the kind that `reads` names, or NaN where the source has no value, up
   * to one that stands for a missing value; returns how many it added.
   */
  addNumbers(values: Float64Array, from: number, count: number): number {
    let end = from + count;
    const missing = this.missing.numbers;
    if (missing.length > 0) for (let i = from; i < end; i++) if (missing.includes(values[i])) end = i;
    let empty = 0;
    for (let i = from; i < end; i++) if (Number.isNaN(values[i])) empty++;
    if (empty > 0) this.missing.count('', empty);
    this.numbers.append(values, from, end);
    return end - from;
  }

  /** Adds a cell that the source says is missing. */
  addMissing(): void {
    this.putMissing(this.missing.codeOf(''));
  }

  /**
   * Whether cells of a source that has dates are taken as such: where dates are wanted, or nothing is said. The format
   * of the column is then that which a model reads texts by.
   */
  takesDates(): boolean {
    if (this.dates) return true;
    if (!this.isOpen || this.length > 0) return false;
    this.dates = this.dateCells(new DateReader(dateFormat('iso')));
    this.isOpen = false;
    this.kept = 'numbers';
    return true;
  }

  /** Adds dates in seconds, NaN where missing, where they are taken. */
  addDates(seconds: Float64Array): void {
    const missing = this.dates!.append(seconds);
    if (missing > 0) this.missing.count('', missing);
  }

  /** Says that the source has texts: those of a column whose type is inferred are no numbers, even if they look so. */
  private beginTexts(): void {
    if (this.areTexts) return;
    this.areTexts = true;
    if (this.type === 'infer' && this.isOpen && this.length === 0) this.kept = 'codes';
  }

  /** Adds values of a source that has types, NaN where missing, to a column that is not to hold categories. */
  addValues(values: Float64Array): void {
    this.type = 'number';
    this.isOpen = false;
    this.numbers.append(values);
  }

  /**
   * Adds a cell that stands in UTF-8 as bytes[start, end): the same as adding its text, which is made where it is new.
   */
  addBytes(bytes: Uint8Array, start: number, end: number, line: number): void {
    const code = this.byteDictionary.find(bytes, start, end, unknown);
    if (code === unknown) {
      const learnt = this.put(platform.decodeText(bytes, start, end), line);
      if (learnt !== undefined) this.byteDictionary.add(bytes, start, end, learnt);
    } else this.putCode(code);
  }

  /** Adds the cells texts[start, end) of a source that has texts, null where missing; `line` is that of the first. */
  addTexts(texts: ArrayLike<string | null>, start: number, end: number, line: number): void {
    this.beginTexts();
    for (let i = start; i < end; i++) {
      const text = texts[i];
      if (text === null) {
        this.addMissing();
        continue;
      }
      const code = this.learntTexts.get(text);
      if (code === undefined) {
        const learnt = this.put(text, line + i - start);
        if (learnt !== undefined) this.learntTexts.set(text, learnt);
      } else this.putCode(code);
    }
  }

  /** Adds the cells [start, end) of a source that has texts by their indices in a list, as `addTexts` does. */
  addCodes({ texts, values }: CodedCells, start: number, end: number, line: number): void {
    this.beginTexts();
    let known = this.codesOf(texts);
    for (let i = start; i < end; i++) {
      const text = values[i] < 0 ? null : texts[values[i]];
      if (text === null) {
        this.addMissing();
        continue;
      }
      const code = known[values[i]];
      if (code === unknown) {
        const learnt = this.put(text, line + i - start);
        known = this.codesOf(texts);
        if (learnt !== undefined) known[values[i]] = learnt;
      } else this.putCode(code);
    }
  }

  /** The codes of a list's texts as far as they were met. */
  private codesOf(texts: CodedCells['texts']): Int32Array {
    if (this.learntList?.texts !== texts)
      this.learntList = { texts, codes: new Int32Array(texts.length).fill(unknown) };
    return this.learntList.codes;
  }

  finish(): Column {
    const { name } = this.location;
    const isInferred = this.type === 'infer';
    const isUndecided = this.isOpen && this.kept === 'codes';
    const collected = isUndecided ? this.factsOfCodes() : this.factsOfNumbers();
    const missing = sumCounts(this.missing.counts, collected.missing);
    const asNumbers = this.sumUp(collected, missing);
    const verdict = this.type === 'infer' ? this.decide(asNumbers) : this.type;
    if (isUndecided && verdict === 'number') this.becomeNumbers();
    if (isUndecided && verdict === 'date') this.becomeDates(this.detectedDates(asNumbers));
    const shared = { name, isInferred, verdict };
    if (this.dates) {
      const all = sumCounts(this.missing.counts, collected.missing);
      return { type: 'date', ...shared, facts: this.sumUp(collected, all), ...this.dates.finish() };
    }
    if (this.kept === 'numbers')
      return { type: 'number', ...shared, facts: asNumbers, values: this.numbers, odd: this.odd.byRow };
    const { codes, texts, options } = this;
    const facts = {
      ...this.sumUp(collected, this.missing.counts),
      ...factsOfCategories(codes, texts.texts, options.cells.missing_values !== undefined),
    };
    return { type: 'category', ...shared, facts, codes, categories: texts.texts };
  }

  /** Decides the type; that of dates, whose format was found in the first texts, stands if the others are dates, too. */
  private decide(facts: CellFacts): Verdict {
    if (!this.dates) return decideType(facts);
    const cells = present(facts);
    return cells - this.dates.noDates >= numberShare * cells ? 'date' : 'texts';
  }

  /** Adds a cell by its text; gives the code that its bytes have from now on, if they have one. */
  private put(raw: string, line: number): number | undefined {
    const text = raw.trim();
    if (this.missing.of(this.missingKind).has(text)) {
      const code = this.missing.codeOf(text);
      this.putMissing(code);
      return code;
    }
    if (this.dates) {
      this.dates.add(text, this.at(line));
      return undefined;
    }
    if (this.kept === 'numbers') {
      const value = this.read(text);
      if (!this.isOpen) this.putNumber(text, value, line);
      else if (this.numberTexts.takes(text, value, this.numbers)) this.numbers.push(value);
      else {
        this.becomeCodes(line);
        return this.put(raw, line);
      }
      return undefined;
    }
    const code = this.texts.of(text) ?? this.addText(text, line);
    if (code === undefined) return this.put(raw, line);
    this.codes.push(code);
    return code;
  }

  private get missingKind(): MissingKind {
    if (this.isOpen) return 'either';
    if (this.dates) return 'date';
    return this.kept === 'codes' ? 'category' : 'number';
  }

  /** Adds a cell by a code that was learnt: that of a category, or of a text that is missing. */
  private putCode(code: number): void {
    if (code < 0) this.putMissing(code);
    else this.codes.push(code);
  }

  /** Adds a missing cell, by the code of its text. */
  private putMissing(code: number): void {
    this.missing.countCode(code);
    if (this.dates) this.dates.addMissing();
    else if (this.kept === 'codes') this.codes.push(-1);
    else this.numbers.push(Number.NaN);
  }

  /** Adds a cell to a column that holds numbers for good. */
  private putNumber(text: string, value: number, line: number): void {
    if (this.type === 'infer' || !Number.isFinite(value)) {
      const kind = this.facts.add(text, value, this.at(line));
      if (isOdd(kind)) this.odd.keep(this.numbers.length, text);
    }
    if (this.withUnit && Number.isFinite(value) && !isBare(text)) {
      this.withUnit.count++;
      if (isOutside(value)) this.withUnit.outside++;
    }
    this.numbers.push(numberOf(text, value));
  }

  private at(line: number): Place {
    const { countsRows } = this.location;
    return countsRows ? { line, file: this.file, countsRows } : { line, file: this.file };
  }

  /** Adds a text not met before, and gives its code; undefined where the type is no longer open thereby. */
  private addText(text: string, line: number): number | undefined {
    const { limit } = this.options;
    if (this.texts.texts.length < limit) return this.texts.add(text, this.read(text), this.at(line));
    if (this.type === 'category') {
      const { location } = this;
      throw tooManyTexts(locationOf(location, line), location.name, limit);
    }
    if (this.kept === 'codes') {
      const { collected, missing } = this.factsOfCodes();
      this.facts = collected;
      for (const [missed, count] of missing) this.missing.count(missed, count);
      const soFar = { rows: this.codes.length, missing: this.missing.counts, dates: collected.dates.found };
      if (this.type === 'date' || isDates(soFar)) this.becomeDates(this.detectedDates(soFar));
      else this.becomeNumbers();
    }
    this.overflow = this.at(line);
    this.isOpen = false;
    this.texts = new TextCodes();
    this.byteDictionary = new ByteDictionary();
    this.learntTexts = new Map();
    this.learntList = undefined;
    return undefined;
  }

  /** The format of most texts: of those that are no numbers where the type is inferred, else of any. */
  private detectedDates({ dates }: Pick<CellFacts, 'dates'>): Pick<DetectedDates, 'format' | 'other'> {
    if (this.type === 'infer') return dates!;
    const detector = new DateDetector();
    for (const text of this.texts.texts) detector.add(text);
    return detector.found ?? { format: 'iso' };
  }

  /** Keeps dates instead of codes. */
  private becomeDates(found: Pick<DetectedDates, 'format' | 'other'>): void {
    this.dates = this.dateCells(DateReader.of(found, this.texts.texts));
    this.dates.replace(this.codes, this.texts, this.missing);
    this.kept = 'numbers';
  }

  private dateCells(reader: DateReader): DateCells {
    return new DateCells(reader, () => new Series(this.groups, this.column, Float64Array));
  }

  /** Keeps numbers instead of codes. */
  private becomeNumbers(): void {
    const { texts, values } = this.texts;
    const isMissing = texts.map((text) => this.missing.of('number').has(text));
    const areOdd = texts.map((text, code) => !isMissing[code] && isOdd(kindOf(text, values[code])));
    if (areOdd.includes(true))
      for (const { values: codes, start, length } of this.codes.inGroups())
        for (let i = 0; i < length; i++)
          if (codes[i] >= 0 && areOdd[codes[i]]) this.odd.keep(start + i, texts[codes[i]]);
    const numbers = texts.map((text, code) => (isMissing[code] ? Number.NaN : numberOf(text, values[code])));
    this.numbers.replace(this.codes, (code) => (code < 0 ? Number.NaN : numbers[code]));
    this.kept = 'numbers';
  }

  /**
   * Keeps codes instead of numbers, as if their texts had been added; if they are too many, they stay numbers for good.
   */
  private becomeCodes(line: number): void {
    const { numbers, numberTexts } = this;
    const codes = new Map<number | string, number>([[Number.NaN, -1]]);
    for (let row = 0; row < numbers.length; row++) {
      const value = numbers.at(row);
      const key = numberTexts.key(value);
      if (codes.has(key)) continue;
      const code = this.addText(numberTexts.of(value), line);
      if (code === undefined) return;
      codes.set(key, code);
    }
    this.codes.replace(numbers, (value) => codes.get(numberTexts.key(value))!);
    this.kept = 'codes';
  }

  private factsOfCodes(): CollectedFacts {
    return factsOfCodes(this.codes, this.texts, this.missing.of('number'));
  }

  /** The facts on cells that need no more collecting. */
  private factsOfNumbers(): CollectedFacts {
    const { facts, type } = this;
    const hasFormats = !facts.detector.isEmpty;
    // of numbers that all have decimals none is whole
    const decimals = this.isOpen ? this.numberTexts.decimals : 0;
    const isCounted = this.kept === 'numbers' && !this.dates && (type === 'infer' || hasFormats);
    let plain = noNumbers;
    if (isCounted && decimals === 3) plain = plainThousandths(this.numbers);
    if (isCounted && decimals === 0) plain = plainValues(this.numbers, hasFormats);
    return { collected: facts, missing: new Map(), plain };
  }

  private sumUp(collected: CollectedFacts, missing: ReadonlyMap<string, number>): CellFacts {
    const distinct = this.kept === 'codes' ? this.texts.texts.length : this.isOpen ? undefined : Infinity;
    const { areTexts, length: rows, options, overflow, withUnit } = this;
    return cellFacts(collected, { rows, missing, distinct, overflow, areTexts, withUnit }, options.delimiter);
  }

  /** Number of cells. */
  private get length(): number {
    return (this.dates ?? (this.kept === 'codes' ? this.codes : this.numbers)).length;
  }
}

/** Whether a text of this kind is no finite number. */
const isOdd = (kind: CellKind): boolean => kind === 'odd' || kind === 'infinite';

/** The value that a column of numbers has for a text: NaN where it is none. */
const numberOf = (text: string, value: number): number =>
  Number.isFinite(value) ? value : infinite(text, value);
