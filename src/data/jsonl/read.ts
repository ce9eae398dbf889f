import { didYouMean, MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import { counted } from '../../format_count.js';
import type { Format } from '../csv/format.js';
import type { FileRows } from '../table/chunk.js';
import { FileNotes } from '../table/file_notes.js';
import { likeness, similarName, similarNames } from '../table/names.js';
import { readLines } from './lines.js';
import { parseLine } from './parse.js';
import { JsonRows, type Row } from './rows.js';

/** Options of reading JSON lines beside the format. */
export interface JsonLinesOptions {
  /** Takes what there is to say about the file once it has been read. */
  readonly notes?: FileNotes;
  /**
   * The columns, where they are known; default: the keys of the first lines. Other keys are refused, unless it is also
   * said which are wanted: then each line stands by itself, and has to have those that others of its keys are like; the
   * first line's keys are in the header, too.
   */
  readonly columns?: readonly string[];
  /**
   * Columns that are wanted of rows that are to be had at once: the header is they and the keys of the first line, keys
   * that come later are passed over.
   */
  readonly wanted?: readonly string[];
  /** Whether a line that holds no such object is given out as a row by itself, with its `error`; default: it is thrown. */
  readonly givesBadRows?: boolean;
}

/** Most lines whose keys are the columns, and most of their characters. */
const linesLookedAt = 1000;
const charactersLookedAt = 1 << 24;

/**
 * Reads the rows of a text with a flat JSON object on each line, in chunks as the bytes arrive. A key that is absent
 * and null are missing values, numbers keep their text. `name` is what messages call the file.
 *
 * @throws MlpError `data` with line and column, when all rows before have been given out.
 */
export async function* readJsonLines(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  format: Format,
  { notes = new FileNotes(), columns, wanted, givesBadRows = false }: JsonLinesOptions = {},
): AsyncGenerator<FileRows> {
  const { missing_values = [''] } = format;
  const missing = missing_values.includes('') ? '' : (missing_values[0] ?? '');
  const table = new Columns(name, columns, wanted);
  let waiting: Row[] = [];
  let characters = 0;
  let blankLines = 0;
  for await (const { lines, error } of readLines(bytes, name)) {
    const rows: Row[] = [];
    for (const { text, number } of lines) {
      if (number <= (format.skip_rows ?? 0) || (format.comment && text.startsWith(format.comment))) continue;
      if (text.trim() === '') blankLines++;
      else rows.push(rowOf(text, number, name));
      characters += text.length;
    }
    waiting = waiting.length > 0 ? [...waiting, ...rows] : rows;
    const isEnough =
      waiting.length >= linesLookedAt || characters >= charactersLookedAt || error !== undefined;
    if (waiting.length > 0 && (table.isKnown || wanted || isEnough)) {
      yield* table.chunks(waiting, missing, givesBadRows);
      waiting = [];
    }
    if (error) throw error;
  }
  yield* table.chunks(waiting, missing, givesBadRows);
  if (table.rows === 0) throw new MlpError('data', `${name}: no data: no line holds an object`);
  if (blankLines > 0) notes.add('rows', name, `${counted(blankLines, 'blank line')} skipped`);
  table.describe(notes);
}

/** The object of a line, or why it has none. */
function rowOf(text: string, line: number, name: string): Row {
  const cells = parseLine(text);
  if (cells instanceof Map && !cells.has('')) return { text, cells, line };
  const [place, message] =
    cells instanceof Map
      ? [`${line}`, 'a key is empty; give it a name']
      : [`${line}:${cells.at + 1}`, printable(cells.message)];
  const hint = line === 1 ? documentHint(text.trim()) : '';
  return { text, cells: new Map(), line, error: new MlpError('data', `${name}:${place}: ${message}${hint}`) };
}

/** Hint for a first line that begins a JSON document, and is no row of JSON lines. */
function documentHint(text: string): string {
  if (text.startsWith('[')) return `; a JSON array becomes JSON lines by jq -c '.[]'`;
  return text === '{' ? '; a JSON document over several lines becomes JSON lines by jq -c .' : '';
}

/** The columns of a file, and the rows that have them. */
class Columns {
  rows = 0;
  private header: readonly string[] | undefined;
  private known: ReadonlySet<string> = new Set();
  /** Wanted columns that no line has had. */
  private readonly absent: Set<string>;
  /** Whether the keys of each line are looked at, as it stands by itself. */
  private readonly isByLine: boolean;

  constructor(
    private readonly name: string,
    private readonly columns: readonly string[] | undefined,
    private readonly wanted: readonly string[] | undefined,
  ) {
    this.absent = new Set(wanted);
    this.isByLine = columns !== undefined && wanted !== undefined;
    if (columns && !wanted) this.settle(columns);
  }

  get isKnown(): boolean {
    return this.header !== undefined;
  }

  /** Gives rows out: those that can be read together, then what is wrong with one. */
  *chunks(rows: readonly Row[], missing: string, givesBadRows: boolean): Generator<JsonRows> {
    const { name, wanted } = this;
    for (let start = 0; start < rows.length; ) {
      if (!this.header && this.isByLine) this.settleByLine(rows[start]);
      else if (!this.header && !rows[start].error)
        this.settle(wanted ? headerFor(wanted, rows[start], name) : keysOf(rows));
      let end = start;
      let error: MlpError | undefined;
      while (end < rows.length && !error) {
        error = rows[end].error ?? this.keyFault(rows[end]);
        if (!error) end++;
      }
      const { header } = this;
      if (header && end > start) {
        const good = rows.slice(start, end);
        if (this.absent.size > 0)
          for (const { cells } of good) for (const key of cells.keys()) this.absent.delete(key);
        this.rows += good.length;
        yield new JsonRows({ name, header, missing }, good);
      }
      if (error && !(givesBadRows && header)) throw error;
      if (error) yield new JsonRows({ name, header: header!, missing }, [{ ...rows[end], error }]);
      if (error) this.rows++;
      start = error ? end + 1 : end;
    }
  }

  describe(notes: FileNotes): void {
    const { absent, header = [], name } = this;
    if (absent.size > 0)
      notes.add(
        'rows',
        name,
        `no line has the key ${printable([...absent].map(excerpt).join(', '))}: missing values in all rows`,
      );
    for (const text of similarNames(header)) notes.add('columns', name, text);
  }

  /** Error of a row with a key that is no column, but nearly one that it lacks: a value would be taken for missing. */
  private misspelt({ cells, line }: Row): MlpError | undefined {
    const absent = this.wanted!.filter((column) => !cells.has(column));
    if (absent.length === 0) return undefined;
    for (const key of cells.keys()) {
      const hint = this.known.has(key) ? '' : didYouMean(key, absent);
      if (hint !== '')
        return new MlpError(
          'data',
          `${this.name}:${line}: no column ${excerpt(key)} in the training data${hint}`,
          {
            cell: { column: key, value: cells.get(key)! },
          },
        );
    }
    return undefined;
  }

  private settle(header: readonly string[]): void {
    this.header = header;
    this.known = new Set(header);
  }

  /** The columns, and the other keys of the first line, which may be kept, but may be misspelt. */
  private settleByLine({ cells }: Row): void {
    this.settle(this.columns!);
    this.header = [...new Set([...this.columns!, ...cells.keys()])];
  }

  /** Error of a row with a key that is no column, or, where each stands by itself, without one that it ought to have. */
  private keyFault(row: Row): MlpError | undefined {
    const { cells, line } = row;
    if (this.isByLine) return absentKey(this.wanted!, row, this.name) ?? this.misspelt(row);
    if (this.wanted || !this.header) return undefined;
    for (const key of cells.keys())
      if (!this.known.has(key))
        return new MlpError(
          'data',
          `${this.name}:${line}: the key ${excerpt(key)} is in none of the first lines, which say what columns there ` +
            `are; give the first line that key, with null where it has no value${similarName(key, this.header)}`,
        );
    return undefined;
  }
}

const keysOf = (rows: readonly Row[]): string[] => [
  ...new Set(rows.flatMap(({ cells }) => [...cells.keys()])),
];

/** The wanted columns, and the other keys of the first line, which has to have at least one of them. */
function headerFor(wanted: readonly string[], row: Row, name: string): string[] {
  const error = absentKey(wanted, row, name);
  if (error) throw error;
  return [...row.cells.keys(), ...wanted.filter((column) => !row.cells.has(column))];
}

/** Error of a row that has none of the wanted keys, or one that is like a wanted one in its place. */
function absentKey(wanted: readonly string[], { cells, line }: Row, name: string): MlpError | undefined {
  const absent = wanted.filter((column) => !cells.has(column));
  if (absent.length === 0) return undefined;
  const keys = [...cells.keys()];
  for (const column of absent) {
    // a word that is near may be another column, which is not wanted
    const alike = keys.filter((key) => likeness(column, key) !== undefined);
    if (alike.length > 0)
      return new MlpError(
        'data',
        `${name}:${line}: no key ${excerpt(column)}, which the training data had${similarName(column, alike)}`,
        { cell: { column, value: null } },
      );
  }
  if (absent.length < wanted.length) return undefined;
  return new MlpError(
    'data',
    `${name}:${line}: no key ${printable(wanted.map(excerpt).join(', '))}, which the training data had; ` +
      `the keys here are ${printable(keys.join(', '))}`,
  );
}
