import { DateDetector, type DetectedDates, dateFormat, exchangeDay, missingDate } from '../dates/index.js';
import { decimal, infinite, isCanonical } from '../numbers/decimal.js';
import { numberReader, readsPlain } from '../numbers/format.js';
import { ByteDictionary } from './byte_dictionary.js';
import { type CellFormat, missingCategories, missingNumbers } from './cells.js';
import { type ColumnLocation, locationOf, tooManyTexts } from './column_errors.js';
import {
  type CellFacts,
  type CellKind,
  FactsCollector,
  type Found,
  kindOf,
  type Place,
} from './column_facts.js';
import { decideType, isDates, numberShare, present, type Verdict } from './column_type.js';
import { DateReader } from './date_reader.js';
import { noNumbers, type PlainNumbers, plainTexts, plainValues } from './plain_numbers.js';
import type { RowGroups } from './row_groups.js';
import { Series } from './series.js';
import type { Column, ColumnType, TableFile, WantedType } from './table.js';
import { TextCodes } from './text_codes.js';

/** The most distinct texts of a column of categories; more distinct numbers than this are surely numbers. */
export const maxCategories = 1000;

/** The code of a cell that the dictionary by bytes does not know. */
const unknown = 0x7fffffff;

/** The most cells that are no numbers of which a column of numbers keeps the text. */
const mostOdd = 1000;

/** Options of a builder. */
export interface BuilderOptions {
  /** Meaning of the cells. */
  readonly cells: CellFormat;
  /** The number of distinct texts that a category column may have. */
  readonly limit: number;
  /** Separator of the file's fields: a hint on how numbers are written there. */
  readonly delimiter?: string;
}

/**
 * Collects one column, cell by cell. Cells are trimmed. While its type is open, all texts can be told: numbers that are
 * written as JavaScript prints them are kept as such, and with the first cell of another kind these become codes of
 * texts, as all cells of categories are. Once there are too many different texts for categories the type is no longer
 * open: numbers are kept, with NaN for what is none, and facts on the others are collected. At the end the type is
 * decided by the facts on all cells.
 */
export class ColumnBuilder {
  private type: ColumnType | 'infer';
  private kept: 'numbers' | 'codes';
  /** Reader of dates, which are kept as numbers; null of other columns, and as long as their format is not known. */
  private dates: DateReader | null;
  /** True where the type, or the format of dates, is inferred, and every text can still be told. */
  private isOpen: boolean;
  private numbers: Series<Float64Array>;
  private readonly codes: Series<Int32Array>;
  private texts = new TextCodes();
  /** The codes of cells in bytes; while numbers are kept only what is missing is looked up. */
  private byteDictionary = new ByteDictionary();
  private readonly read: (text: string) => number;
  /** Whether numbers as JavaScript writes them mean the same here. */
  private readonly readsPlain: boolean;
  /** Texts that stand for a missing value, in a column of numbers, of categories, and in either. */
  private readonly missing: Readonly<Record<'number' | 'category' | 'date' | 'either', ReadonlySet<string>>>;
  /** Texts of missing values that have occurred, and how often: that of index i has code −1 − i in the dictionary. */
  private readonly missingTexts: string[] = [];
  private readonly missingCounts = new Map<string, number>();
  /** Numbers that stand for a missing value. */
  private readonly missingValues: readonly number[];
  private facts = new FactsCollector();
  /** The place of the first text that was one too many. */
  private overflow: Place | undefined;
  /** The file of the cells, where the source has several. */
  private file: Place['file'];
  /** The texts of cells that are no finite numbers, or no dates, by row. */
  private readonly odd = new Map<number, string>();
  /** Cells that are no dates. */
  private noDates: { count: number; readonly first: Found['first'] } | undefined;

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
    this.dates = format === undefined ? null : new DateReader(dateFormat(format));
    const isOpenDate = this.type === 'date' && format === undefined;
    this.kept = wanted === 'category' || isOpenDate ? 'codes' : 'numbers';
    this.isOpen = wanted === 'infer' || isOpenDate;
    this.read = numberReader(cells);
    this.readsPlain = readsPlain(cells);
    const sets = missingSets(cells.missing_values);
    this.missing = sets;
    this.missingValues = [...sets.number].map(decimal).filter((value) => !Number.isNaN(value));
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
    this.location = { ...this.location, source: file.name, field: file.header.indexOf(name) };
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
   * that JavaScript prints as the cell has them; or none but texts.
   */
  get reads(): 'numbers' | 'amounts' | 'canonical' | 'texts' {
    if (this.takesTexts) return 'texts';
    if (this.isOpen) return 'canonical';
    return this.type === 'infer' ? 'amounts' : 'numbers';
  }

  /**
   * Adds `count` numbers from index `from` on, of the kind that `reads` names, up to one that stands for a missing
   * value; returns how many it added.
   */
  addNumbers(values: Float64Array, from: number, count: number): number {
    let end = from + count;
    if (this.missingValues.length > 0)
      for (let i = from; i < end; i++) if (this.missingValues.includes(values[i])) end = i;
    this.numbers.append(values, from, end);
    return end - from;
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
  addBytes(bytes: Buffer, start: number, end: number, line: number): void {
    const code = this.byteDictionary.find(bytes, start, end, unknown);
    if (code === unknown) {
      const learnt = this.put(bytes.toString('utf8', start, end), line);
      if (learnt !== undefined) this.byteDictionary.add(bytes, start, end, learnt);
    } else if (code < 0) this.putMissing(-1 - code);
    else this.codes.push(code);
  }

  finish(): Column {
    const { name } = this.location;
    const isInferred = this.type === 'infer';
    const isUndecided = this.isOpen && this.kept === 'codes';
    const { facts, missing, plain } = isUndecided ? this.factsOfCodes() : this.factsOfNumbers();
    const asNumbers = this.allFacts(facts, plain, sum(this.missingCounts, missing));
    const verdict = this.type === 'infer' ? this.decide(asNumbers) : this.type;
    if (isUndecided && verdict === 'number') this.becomeNumbers();
    if (isUndecided && verdict === 'date') this.becomeDates(this.detectedDates(asNumbers));
    const shared = { name, isInferred, verdict };
    if (this.dates)
      return {
        type: 'date',
        ...shared,
        facts: this.allFacts(facts, plain, sum(this.missingCounts, missing)),
        format: this.dates.text,
        values: this.numbers,
        odd: this.odd,
        ...(this.noDates && { others: this.noDates }),
        ...(this.dates.otherText && { other: this.dates.otherText }),
      };
    if (this.kept === 'numbers')
      return { type: 'number', ...shared, facts: asNumbers, values: this.numbers, odd: this.odd };
    const all = this.allFacts(facts, plain, this.missingCounts);
    return { type: 'category', ...shared, facts: all, codes: this.codes, categories: this.texts.texts };
  }

  /** Decides the type; that of dates, whose format was found in the first texts, stands if the others are dates, too. */
  private decide(facts: CellFacts): Verdict {
    if (!this.dates) return decideType(facts);
    const cells = present(facts);
    return cells - (this.noDates?.count ?? 0) >= numberShare * cells ? 'date' : 'texts';
  }

  /** Adds a cell by its text; gives the code that its bytes have from now on, if they have one. */
  private put(raw: string, line: number): number | undefined {
    const text = raw.trim();
    if (this.missing[this.missingKind].has(text)) {
      let index = this.missingTexts.indexOf(text);
      if (index < 0) index = this.missingTexts.push(text) - 1;
      this.putMissing(index);
      return -1 - index;
    }
    if (this.dates) {
      this.putDate(text, line);
      return undefined;
    }
    if (this.kept === 'numbers') {
      const value = this.read(text);
      if (!this.isOpen) this.putNumber(text, value, line);
      else if (Number.isFinite(value) && isCanonical(text, value)) this.numbers.push(value);
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

  private get missingKind(): 'number' | 'category' | 'date' | 'either' {
    if (this.isOpen) return 'either';
    if (this.dates) return 'date';
    return this.kept === 'codes' ? 'category' : 'number';
  }

  private putMissing(index: number): void {
    this.countMissing(this.missingTexts[index]);
    if (this.kept === 'codes') this.codes.push(-1);
    else this.numbers.push(Number.NaN);
  }

  private countMissing(text: string): void {
    this.missingCounts.set(text, (this.missingCounts.get(text) ?? 0) + 1);
  }

  private putDate(text: string, line: number): void {
    const dates = this.dates!;
    let seconds = dates.read(text);
    if (typeof seconds === 'string' && dates.turnsFor(text)) {
      const before = this.numbers;
      this.numbers = new Series(this.groups, this.column, Float64Array);
      this.numbers.replace(before, (value) => (Number.isNaN(value) ? value : exchangeDay(value)));
      seconds = dates.read(text);
    }
    if (typeof seconds === 'string') this.addNoDate(this.numbers.length, text, this.at(line));
    this.numbers.push(typeof seconds === 'string' ? Number.NaN : seconds);
  }

  private addNoDate(row: number, text: string, place: Place): void {
    if (this.noDates) this.noDates.count++;
    else this.noDates = { count: 1, first: { text, ...place } };
    if (this.odd.size < mostOdd) this.odd.set(row, text);
  }

  /** Adds a cell to a column that holds numbers for good. */
  private putNumber(text: string, value: number, line: number): void {
    if (this.type === 'infer' || !Number.isFinite(value))
      this.keepOdd(this.numbers.length, text, this.facts.add(text, value, this.at(line)));
    this.numbers.push(numberOf(text, value));
  }

  private at(line: number): Place {
    return { line, file: this.file };
  }

  private keepOdd(row: number, text: string, kind: CellKind | undefined): void {
    if ((kind === 'odd' || kind === 'infinite') && this.odd.size < mostOdd) this.odd.set(row, text);
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
      const { facts, missing } = this.factsOfCodes();
      this.facts = facts;
      for (const [missed, count] of sum(this.missingCounts, missing)) this.missingCounts.set(missed, count);
      const soFar = { rows: this.codes.length, missing: this.missingCounts, dates: facts.dates.found };
      if (this.type === 'date' || isDates(soFar)) this.becomeDates(this.detectedDates(soFar));
      else this.becomeNumbers();
    }
    this.overflow = this.at(line);
    this.isOpen = false;
    this.texts = new TextCodes();
    this.byteDictionary = new ByteDictionary();
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
    const { texts, places } = this.texts;
    this.dates = DateReader.of(found, texts);
    const isMissing = texts.map((text) => this.missing.date.has(text));
    const seconds = texts.map((text, code) => (isMissing[code] ? Number.NaN : this.dates!.read(text)));
    for (let row = 0; row < this.codes.length; row++) {
      const code = this.codes.at(row);
      if (code < 0) continue;
      if (typeof seconds[code] === 'string') this.addNoDate(row, texts[code], places[code]);
      if (texts[code] === missingDate && isMissing[code]) this.countMissing(missingDate);
    }
    const dates = Float64Array.from(seconds, (value) => (typeof value === 'string' ? Number.NaN : value));
    this.numbers.replace(this.codes, (code) => (code < 0 ? Number.NaN : dates[code]));
    this.kept = 'numbers';
  }

  /** Keeps numbers instead of codes. */
  private becomeNumbers(): void {
    const { texts, values } = this.texts;
    const isMissing = texts.map((text) => this.missing.number.has(text));
    const kinds = texts.map((text, code) => kindOf(text, values[code]));
    for (let row = 0; row < this.codes.length && this.odd.size < mostOdd; row++) {
      const code = this.codes.at(row);
      if (code >= 0 && !isMissing[code]) this.keepOdd(row, texts[code], kinds[code]);
    }
    const numbers = texts.map((text, code) => (isMissing[code] ? Number.NaN : numberOf(text, values[code])));
    this.numbers.replace(this.codes, (code) => (code < 0 ? Number.NaN : numbers[code]));
    this.kept = 'numbers';
  }

  /**
   * Keeps codes instead of numbers, as if their texts had been added; if they are too many, they stay numbers for good.
   */
  private becomeCodes(line: number): void {
    const { numbers } = this;
    const codes = new Map([[Number.NaN, -1]]);
    for (let row = 0; row < numbers.length; row++) {
      const value = numbers.at(row);
      if (codes.has(value)) continue;
      const code = this.addText(String(value), line);
      if (code === undefined) return;
      codes.set(value, code);
    }
    this.codes.replace(numbers, (value) => codes.get(value)!);
    this.kept = 'codes';
  }

  /** The facts on all cells that are kept as codes, those apart that stand for a missing number. */
  private factsOfCodes(): Facts {
    const { codes, texts } = this;
    const counts = new Float64Array(texts.texts.length);
    for (let row = 0; row < codes.length; row++) {
      const code = codes.at(row);
      if (code >= 0) counts[code]++;
    }
    const facts = new FactsCollector();
    const missing = new Map<string, number>();
    texts.texts.forEach((text, code) => {
      const value = texts.values[code];
      if (this.missing.number.has(text)) missing.set(text, counts[code]);
      else {
        facts.compare(text, value);
        if (!isCanonical(text, value)) facts.add(text, value, texts.places[code], counts[code]);
      }
    });
    return { facts, missing, plain: plainTexts(texts, counts) };
  }

  /** The facts on cells that need no more counting. */
  private factsOfNumbers(): Facts {
    const { facts, type } = this;
    const hasFormats = !facts.detector.isEmpty;
    const plain =
      this.kept === 'codes' || !(type === 'infer' || hasFormats)
        ? noNumbers
        : plainValues(this.numbers, hasFormats);
    return { facts, missing: new Map(), plain };
  }

  private allFacts(
    { found, twice, detector, dates }: FactsCollector,
    plain: PlainNumbers,
    missing: ReadonlyMap<string, number>,
  ): CellFacts {
    const rows = this.kept === 'codes' ? this.codes.length : this.numbers.length;
    const numbers = present({ rows, missing }) - (found.odd?.count ?? 0) - (found.infinite?.count ?? 0);
    const format = detector.best(plain, this.options.delimiter);
    const distinct = this.kept === 'codes' ? this.texts.texts.length : this.isOpen ? undefined : Infinity;
    return {
      rows,
      missing,
      numbers,
      found,
      looksGrouped: plain.looksGrouped,
      ...(twice && { twice }),
      ...(distinct !== undefined && { distinct }),
      ...(this.overflow !== undefined && { overflow: this.overflow }),
      ...(format && { format }),
      ...(dates.found && { dates: dates.found }),
    };
  }
}

/** Facts on a column's cells at its end. */
interface Facts {
  readonly facts: FactsCollector;
  /** Texts that stand for a missing number, and are none of a missing category. */
  readonly missing: ReadonlyMap<string, number>;
  readonly plain: PlainNumbers;
}

/** The value that a column of numbers has for a text: NaN where it is none. */
const numberOf = (text: string, value: number): number =>
  Number.isFinite(value) ? value : infinite(text, value);

/** The sums of two counts. */
function sum(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  const both = new Map(a);
  for (const [text, count] of b) both.set(text, (both.get(text) ?? 0) + count);
  return both;
}

/** Texts of missing values by a config's list, or by those that stand for one where there is none. */
function missingSets(list: readonly string[] | undefined) {
  const set = (texts: readonly string[]) => new Set(texts.map((text) => text.trim()));
  const [number, category] = [set(list ?? missingNumbers), set(list ?? missingCategories)];
  const date = list ? number : new Set([...number, missingDate]);
  return { number, category, date, either: new Set([...number].filter((text) => category.has(text))) };
}
