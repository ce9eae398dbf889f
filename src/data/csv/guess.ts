import { delimiters, firstFields, guessFirst, headerless } from './first_fields.js';
import { FirstRecord } from './first_record.js';
import { decimalCommaAdvice, hasDecimalCommas } from './header.js';
import { namesNumbers } from './headerless.js';
import { leadingComments } from './leading_comments.js';
import { filledWidth, readSample, type SampleRecord, tableBelow } from './sample.js';

/** Format of a CSV file, guessed from its beginning. */
export interface CsvGuess {
  readonly delimiter: string;
  readonly header: boolean;
  readonly comment?: string;
  readonly skip_rows: number;
  /** Decisions, with their reasons. */
  readonly notes: readonly string[];
}

/** Format of a CSV file as far as it is known. */
export type GivenCsv = Partial<Omit<CsvGuess, 'notes'>>;

/** Most lines above a header that are taken for a title. */
const mostTitleLines = 20;

/** Guesses how a CSV file is written by its first bytes, or all of them. */
export function guessCsv(bytes: Uint8Array, isAll: boolean, given: GivenCsv): CsvGuess {
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
function guessRest(bytes: Uint8Array, isAll: boolean, given: GivenCsv): CsvGuess {
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

/**
 * Finds lines above a table that have fewer fields, and how the table below is written; undefined where there are none.
 */
function guessTitle(
  bytes: Uint8Array,
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
  const hasNoHeader = headerless(
    sample,
    new Uint8Array(0),
    new FirstRecord(new Uint8Array(0), { delimiter }),
  );
  return {
    delimiter,
    header: hasNoHeader === undefined,
    skip_rows,
    notes: [
      `the first ${skip_rows === 1 ? 'line has' : `${skip_rows} lines have`} fewer fields than the ${width} of those ` +
        'below: left out as a title (data.skip_rows)' +
        (delimiter === ',' && skip_rows === 1 && hasDecimalCommas(sample[0].fields, first.fields.length)
          ? `; if it names the columns, ${decimalCommaAdvice}`
          : ''),
      ...(hasNoHeader === undefined ? [] : [`line ${skip_rows + 1} is taken for data, as ${hasNoHeader}`]),
    ],
  };
}
