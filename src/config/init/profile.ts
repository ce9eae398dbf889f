import { dateFormat } from '../../data/dates/index.js';
import { decimal } from '../../data/numbers/decimal.js';
import type { DetectedFormat } from '../../data/numbers/detect.js';
import { numberReader } from '../../data/numbers/format.js';
import { readFiles, type TextFormat } from '../../data/sources/files.js';
import type { Files } from '../../data/sources/paths.js';
import { maxCategories } from '../../data/table/column_builder.js';
import type { CellFacts } from '../../data/table/column_facts.js';
import { isFormatted } from '../../data/table/column_notes.js';
import { present, type Verdict } from '../../data/table/column_type.js';
import { thousandsByOthers } from '../../data/table/decimal_comma.js';
import type { FileNotes } from '../../data/table/file_notes.js';
import { joinCases } from '../../data/table/labels.js';
import { namedColumns } from '../../data/table/names.js';
import { readTable } from '../../data/table/read.js';
import { isMissing, textOf } from '../../data/table/rows.js';
import { type Sentinel, sentinelOf, totalsNote } from '../../data/table/suspects.js';
import type { Column } from '../../data/table/table.js';
import { type DateProfile, datesOf } from './date_profile.js';

/** Statistics of one column of a CSV file. */
export interface ColumnProfile {
  readonly name: string;
  readonly rows: number;
  readonly missing: number;
  /** Type that training takes the column for as it stands. */
  readonly verdict: Verdict;
  readonly facts: CellFacts;
  /** Number that stands for a missing value, as it seems. */
  readonly sentinel?: Sentinel;
  /** Dates of a column of such. */
  readonly dates?: DateProfile;
  /** Number of different values: numbers by value, texts as written; `maxCategories` + 1 stands for any more. */
  readonly distinct: number;
  /** Number of different classes of a column of texts: words in another case are one. */
  readonly classes: number;
  /** Different texts of cells that are no finite numbers: the first of them. */
  readonly odd: readonly string[];
  /** Whether its texts are letters and a number, as codes of individuals are: P01, P02 …. */
  readonly isCoded: boolean;
  /** Whether all numbers are integers. */
  readonly isWhole: boolean;
  /** Whether some numbers are too large to be scaled. */
  readonly isHuge: boolean;
  /** Whether all numbers are dates in digits alone, 20240131, of 1900 to 2099. */
  readonly areCompactDates: boolean;
  /** The first number, where each is one more than that of the row before. */
  readonly countsFrom?: number;
  readonly example: string;
}

/** Reads files once, as training does, and returns the statistics of each column. */
export async function profile(files: Files, format: TextFormat, notes: FileNotes): Promise<ColumnProfile[]> {
  const { name } = files;
  const { delimiter } = format;
  const table = await readTable(
    readFiles(files, format, { notes }),
    (header) => new Map(namedColumns(header).map((column) => [column, 'infer'])),
    { name, delimiter },
  );
  const total = totalsNote(table);
  if (total !== undefined) notes.add('rows', name, total);
  const columns = [...table.columns.values()];
  const inThousands: readonly Column[] = thousandsByOthers(columns);
  return columns.map((column) => {
    const profiled = profileOf(column);
    return inThousands.includes(column) ? asThousands(profiled) : profiled;
  });
}

/** A column of numbers as they stand, 8.037, read as thousands, 8037. */
function asThousands(column: ColumnProfile): ColumnProfile {
  const { facts } = column;
  const value = facts.groupable!;
  const format: DetectedFormat = {
    decimal: ',',
    thousands: '.',
    prefix: [],
    suffix: [],
    numbers: facts.numbers,
    gained: 0,
    bounds: 0,
    example: { text: value.toFixed(3), value: Math.round(value * 1000) },
    other: { decimal: '.', thousands: '', value },
  };
  return { ...column, isWhole: true, facts: { ...facts, looksGrouped: false, format } };
}

const exampleLength = 40;
/** Largest number whose square, and sums of such, can be computed with. */
const largestNumber = 1e150;

function profileOf(column: Column): ColumnProfile {
  const { name, facts, verdict } = column;
  const { rows } = facts;
  const first = firstPresent(column, rows);
  const sentinel = sentinelOf(column);
  return {
    name,
    rows,
    missing: rows - present(facts),
    verdict,
    facts,
    ...datesOf(column, rows),
    ...(sentinel && { sentinel }),
    ...valuesOf(column, rows),
    classes: classesOf(column),
    odd: oddTexts(column),
    isCoded:
      column.type === 'category' &&
      column.categories.every((text) => /^[A-Za-z]{0,8}[-_ #.]?\d+$/.test(text)),
    example: first < 0 ? '' : textOf(column, first).slice(0, exampleLength),
  };
}

/** Number of different texts of categories, as classes; Infinity for other columns, whose values are counted. */
const classesOf = (column: Column): number =>
  column.type === 'category'
    ? joinCases(new Map(column.categories.map((text) => [text, 1])), 'labels').counts.size
    : Number.POSITIVE_INFINITY;

function oddTexts(column: Column): string[] {
  if (column.type === 'category') return column.categories.filter((text) => !Number.isFinite(decimal(text)));
  return [...new Set(column.odd.values())];
}

function firstPresent(column: Column, rows: number): number {
  for (let row = 0; row < rows; row++) if (!isMissing(column, row)) return row;
  return -1;
}

const compactDates = dateFormat('%Y%m%d');

const isCompactDate = (value: number): boolean =>
  value >= 19_000_101 && value <= 20_991_231 && typeof compactDates.read(String(value)) === 'number';

/** Looks at the values of a column: as numbers where they are some, if need be in the format that was found out. */
function valuesOf(
  column: Column,
  rows: number,
): Pick<ColumnProfile, 'distinct' | 'isWhole' | 'countsFrom' | 'isHuge' | 'areCompactDates'> {
  const { facts } = column;
  if (column.type === 'category' && !isFormatted(facts))
    return {
      distinct: column.categories.length,
      isWhole: false,
      isHuge: false,
      areCompactDates: false,
    };
  const read = numberReader(facts.format ?? { decimal: '.', thousands: '', prefix: [], suffix: [] });
  const texts = column.type === 'category' ? column.categories.map(read) : [];
  const valueAt = (row: number) => {
    if (column.type !== 'category') return column.values.at(row);
    const code = column.codes.at(row);
    return code < 0 ? Number.NaN : texts[code];
  };
  const different = new Set<number>();
  let isWhole = true;
  let counts = true;
  let numbers = 0;
  let isHuge = false;
  let areCompactDates = true;
  for (let row = 0, previous: number | undefined; row < rows; row++) {
    const value = valueAt(row);
    counts &&= previous === undefined || value === previous + 1;
    previous = value;
    if (!Number.isFinite(value)) continue;
    numbers++;
    isWhole &&= Number.isInteger(value);
    areCompactDates &&= isCompactDate(value);
    isHuge ||= Math.abs(value) > largestNumber;
    if (different.size <= maxCategories) different.add(value);
  }
  return {
    distinct: different.size,
    isWhole: isWhole && numbers > 0,
    isHuge,
    areCompactDates: areCompactDates && numbers > 1,
    ...(counts && numbers > 1 && numbers === rows && { countsFrom: valueAt(0) }),
  };
}
