import { Readable } from 'node:stream';
import { FirstRecord } from '../csv/first_record.js';
import { type FirstField, looksHeaderless, namesNumbers } from '../csv/headerless.js';
import type { RecordOptions } from '../csv/record_reader.js';
import { filledWidth, readSample, type SampleRecord, tableBelow } from '../csv/sample.js';
import { formatByEnding, type InputFormat } from '../input_format.js';
import { decimal } from '../numbers/decimal.js';
import { missingNumbers } from '../table/cells.js';
import { type ByteSource, copies, readBytes } from './bytes.js';
import { peekFormat } from './text_kind.js';

/** Format of a file, guessed from its beginning. */
export interface Guess {
  readonly input_format: InputFormat;
  readonly delimiter: string;
  readonly header: boolean;
  readonly comment?: string;
  readonly skip_rows: number;
  /** Decisions, with their reasons. */
  readonly notes: readonly string[];
  /** Source of the same bytes from the start, as a stream can be read only once. */
  readonly source: ByteSource;
}

const delimiters = [',', ';', '\t', '|'] as const;
const sampleBytes = 1 << 16;
/** Most lines above a header that are taken for a title. */
const mostTitleLines = 20;

/** Format of a file as far as it is known. */
export type GivenFormat = Partial<
  Pick<Guess, 'input_format' | 'delimiter' | 'header' | 'comment' | 'skip_rows'>
>;

/** Guesses how a file is written by its first 64 KiB, as far as it is not given. */
export async function guessFormat(source: ByteSource, given: GivenFormat = {}): Promise<Guess> {
  const raw = copies(readBytes(source));
  const isStream = typeof source.input !== 'string';
  const told = given.input_format ?? (isStream ? undefined : formatByEnding(source.name));
  const { format, bytes } = told
    ? { format: told, bytes: raw }
    : await peekFormat(raw, source.name, isStream);
  const rest = bytes[Symbol.asyncIterator]();
  const seen: Buffer[] = [];
  let isAll = false;
  for (let length = 0; length < sampleBytes && !isAll; length += seen.at(-1)?.length ?? 0) {
    const { value, done } = await rest.next();
    isAll = done === true;
    if (!done) seen.push(value);
  }
  const input = Readable.from(
    (async function* () {
      yield* seen;
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
    })(),
  );
  const guess =
    format === 'csv'
      ? guessCsv(Buffer.concat(seen), isAll, given)
      : { delimiter: ',', header: true, skip_rows: 0, notes: [] };
  return { input_format: format, ...guess, source: { name: source.name, input } };
}

type CsvGuess = Omit<Guess, 'input_format' | 'source'>;

function guessCsv(bytes: Buffer, isAll: boolean, { input_format, ...given }: GivenFormat): CsvGuess {
  if (Object.keys(given).length > 0) return guessRest(bytes, isAll, given);
  const comments = leadingComments(bytes);
  const below = bytes.subarray(comments.end);
  const first = guessFirst(below);
  const { delimiter } = first;
  const records = readSample(below, isAll, { delimiter, comment: comments.mark });
  const hasNoHeader = headerless(records, below, first);
  if (comments.mark !== undefined) {
    const names = readSample(comments.last, true, { delimiter })[0]?.fields ?? [];
    const named = hasNoHeader !== undefined && names.length > 1 && names.length === first.width;
    if (named)
      return {
        delimiter,
        header: true,
        skip_rows: comments.lines - 1,
        notes: [`line ${comments.lines} names the columns, though it begins with ${comments.mark}`],
      };
  }
  const title = comments.mark === undefined ? guessTitle(bytes, isAll, records, delimiter) : undefined;
  if (title) return title;
  return {
    delimiter,
    header: hasNoHeader === undefined,
    comment: comments.mark,
    skip_rows: 0,
    notes: [
      ...(comments.mark === undefined
        ? []
        : [`lines that begin with ${comments.mark} are taken for comments`]),
      ...headerNotes(hasNoHeader),
    ],
  };
}

/** Guesses what is not given: where something is, there is no looking for comments and titles. */
function guessRest(bytes: Buffer, isAll: boolean, given: Omit<GivenFormat, 'input_format'>): CsvGuess {
  const { comment, skip_rows = 0 } = given;
  const first = guessFirst(bytes, { comment, skip_rows }, given.delimiter);
  const { delimiter } = first;
  const reason = headerless(readSample(bytes, isAll, { delimiter, comment, skip_rows }), bytes, first);
  const { header = reason === undefined } = given;
  return {
    delimiter,
    header,
    comment,
    skip_rows,
    notes: given.header === undefined ? headerNotes(reason) : [],
  };
}

/** Note that there is no header, for this reason; none where there is one. */
const headerNotes = (reason: string | undefined): string[] =>
  reason === undefined
    ? []
    : [
        `the first line is taken for data, as ${reason}: columns are c1, c2, …; if it names them, say ` +
          '--set data.header=true',
      ];

/** Lines at the beginning that look like comments; no mark where there are none, or nothing else. */
function leadingComments(bytes: Buffer) {
  const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '   ');
  const [, mark] = /^\s*(#|%|\/\/)/.exec(text) ?? [];
  const none = { mark: undefined, end: 0, lines: 0, last: Buffer.alloc(0) };
  if (mark === undefined) return none;
  let found = { end: 0, lines: 0, last: Buffer.alloc(0) as Buffer };
  let lines = 0;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) {
    if (line.trim() !== '' && !line.trimStart().startsWith(mark)) break;
    if (line === '') return none;
    lines++;
    if (line.trim() !== '')
      found = { end: index + line.length, lines, last: bytes.subarray(index, index + line.length) };
  }
  return { mark, ...found };
}

/**
 * Reads the first record by the delimiter that gives it the most fields, of those by which quotes stand around fields
 * if there are such; by one that leaves numbers with a decimal comma alone, if there is one.
 */
function guessFirst(
  bytes: Buffer,
  format: Omit<RecordOptions, 'delimiter'> = {},
  given?: string,
): FirstRecord {
  const candidates = given === undefined ? delimiters : [given];
  const readings = candidates.map((delimiter) => new FirstRecord(bytes, { ...format, delimiter }));
  const withCommas = readings.find(
    ({ delimiter, fields = [] }) =>
      delimiter !== ',' && fields.length > 1 && fields.every((field) => isNumber(withPoint(field.trim()))),
  );
  const likely = readings.filter(({ hasStrayQuotes }) => !hasStrayQuotes);
  return (
    withCommas ??
    (likely.length > 0 ? likely : readings).reduce((best, next) => (next.width > best.width ? next : best))
  );
}

const isNumber = (text: string): boolean => Number.isFinite(decimal(text.trim()));

/** The reason why a first record is no header; undefined where it is one. */
function headerless(records: readonly SampleRecord[], bytes: Buffer, first: FirstRecord): string | undefined {
  if (records.length === 0) return undefined;
  const quotes = bytes.reduce((count, byte) => (byte === 0x22 ? count + 1 : count), 0);
  if (first.quotes > 0 && quotes === first.quotes) return undefined;
  return looksHeaderless(firstFields(records));
}

/** Fields of the first record that are not missing, and facts about those below. */
function firstFields([head, ...others]: readonly SampleRecord[]): FirstField[] {
  const rows = others.filter(({ fields }) => fields.length === head.fields.length);
  return head.fields.flatMap((field, i) => {
    const text = withPoint(field.trim());
    if (isMissing(text)) return [];
    const values = rows.map(({ fields }) => withPoint(fields[i].trim())).filter((value) => !isMissing(value));
    const numbers = values.filter(isNumber).length;
    return [{ text, hasNumbers: numbers > 0.9 * values.length, recurs: values.includes(text) }];
  });
}

/** Text of a number with a decimal comma with a point, any other as it is. */
const withPoint = (text: string): string =>
  /^[+-]?[0-9]*,[0-9]+$/.test(text) ? text.replace(',', '.') : text;

const isMissing = (text: string): boolean => (missingNumbers as readonly string[]).includes(text);

/**
 * Finds lines above a table that have fewer fields, and how the table below is written; undefined where there are none.
 */
function guessTitle(
  bytes: Buffer,
  isAll: boolean,
  records: readonly SampleRecord[],
  likely: string,
): CsvGuess | undefined {
  const [first] = records;
  const isTable = records.every(({ fields }) => fields.length === first.fields.length);
  if (!first || (isTable && first.fields.length > 1 && filledWidth(first) > 1)) return undefined;
  const found = [likely, ...delimiters].flatMap((delimiter) => {
    const sample = delimiter === likely ? records : readSample(bytes, isAll, { delimiter });
    const table = tableBelow(sample);
    if (!table || table.rows[0].line > mostTitleLines) return [];
    const { rows, width, above, isPadded } = table;
    const hasNames = namesNumbers(firstFields(rows));
    // a header with one field less than the rows is no title, unless names stand below it; neither are rows with gaps
    const most = hasNames ? width - 1 : isPadded ? 0 : width / 2;
    return above > most ? [] : [{ delimiter, skip_rows: rows[0].line - 1, sample: rows, width }];
  });
  if (found.length === 0) return undefined;
  const { delimiter, skip_rows, sample, width } = found.reduce((best, next) =>
    next.width > best.width ? next : best,
  );
  const hasNoHeader = headerless(sample, Buffer.alloc(0), new FirstRecord(Buffer.alloc(0), { delimiter }));
  return {
    delimiter,
    header: hasNoHeader === undefined,
    skip_rows,
    notes: [
      `the first ${skip_rows === 1 ? 'line has' : `${skip_rows} lines have`} fewer fields than the ${width} of those ` +
        'below: left out as a title (data.skip_rows)',
      ...(hasNoHeader === undefined ? [] : [`line ${skip_rows + 1} is taken for data, as ${hasNoHeader}`]),
    ],
  };
}
