import { MlpError } from '../errors.js';
import { excerpt, printable } from '../files/excerpt.js';
import { counted } from '../format_count.js';
import { encodeFeatures } from './preprocessing/encode.js';
import { type Findings, RowFindings } from './preprocessing/findings.js';
import { columnTypes, dropColumns, inputs, type Preprocessing, targetNames } from './preprocessing/index.js';
import { OddCells } from './preprocessing/odd_cells.js';
import { withoutTarget } from './preprocessing/report.js';
import { refuseAbsent } from './preprocessing/roles.js';
import { UnseenValues } from './preprocessing/unseen.js';
import type { ByteSource } from './sources/bytes.js';
import { readFiles } from './sources/files.js';
import { type Files, filesFrom } from './sources/paths.js';
import type { FileRows } from './table/chunk.js';
import { FileNotes } from './table/file_notes.js';
import { namedColumns, similarName } from './table/names.js';
import { tableOf } from './table/read.js';
import { allRows, completeRows, isMissing, type Rows } from './table/rows.js';
import type { Table } from './table/table.js';
import { encodeTarget } from './targets/encode.js';
import { encodeWeights } from './targets/weights.js';

/** Rows that arrived together, encoded. */
export interface Chunk {
  readonly rows: number;
  /** Inputs, [rows, inputs]. */
  readonly x: Float64Array;
  /** Targets, [rows, target columns], where they are required; absent for a reconstruction, where they are x. */
  readonly t?: Float64Array;
  readonly weights?: Float64Array;
  /**
   * 1 where a row has no x, which is 0 and means nothing: a value is missing in a column whose missing values cost the
   * row, or the row is bad. Absent where there is no such row. Where targets are required, such rows are not in the
   * chunk at all.
   */
  readonly skipped?: Uint8Array;
  /** The fields of the columns to keep, row by row, as they stand in the file; empty where a short row has none. */
  readonly kept: readonly (readonly string[])[];
  /** The line on which each row begins. */
  readonly lines: Uint32Array;
}

/** Listener to what there is to say about a stream. */
export interface StreamListener {
  warn(message: string): void;
  /** Takes notes on the lines of the files, once they have been read. */
  note?(message: string): void;
}

/** Options of encoding a stream of rows. */
export interface StreamOptions extends StreamListener {
  readonly target: 'ignore' | 'require';
  readonly keep?: readonly string[];
  /** Reason why columns are wanted, for the message where the data have not all; default: the training data had them. */
  readonly origin?: string;
  /**
   * Receiver of what is wrong with a row that cannot be read or encoded, when all rows before it have been given out;
   * default: it is thrown. Where this returns, the row is given out without an x, and the stream goes on.
   */
  readonly onBadRow?: (error: MlpError) => void;
}

/**
 * Encodes data of any length by a model's preprocessing, chunk by chunk as its bytes arrive, in constant memory.
 * Columns are matched by name, others are passed over; without a header they are matched by position, and where targets
 * are ignored their columns may be absent. At the end it warns of values that training did not have.
 */
export async function* encodeStream(
  source: ByteSource | Files,
  preprocessing: Preprocessing,
  options: StreamOptions,
): AsyncGenerator<Chunk> {
  const encoder = new RowEncoder(source.name, preprocessing, options);
  const { onBadRow = fail } = options;
  let total = 0;
  try {
    const { missing_values } = preprocessing.cells;
    const format = { ...preprocessing, ...(missing_values && { missing_values }) };
    for await (const chunk of readFiles(filesFrom(source), format, encoder.reading)) {
      encoder.begin(chunk);
      total += chunk.rows;
      if (chunk.error) onBadRow(chunk.error);
      if (chunk.error) yield encoder.withoutValues(chunk);
      else if (chunk.rows > 0) yield* encoder.encode(chunk, onBadRow);
    }
    encoder.reportNotes();
  } finally {
    encoder.warnAtEnd();
  }
  if (total === 0)
    throw new MlpError('data', `${source.name}: no data: there is a header, but no row below it`);
}

function fail(error: MlpError): never {
  throw error;
}

/** Encoder of rows as they arrive. */
class RowEncoder {
  private readonly withTarget: boolean;
  private readonly types: ReturnType<typeof columnTypes>;
  private readonly drop: ReturnType<typeof dropColumns>;
  private readonly warned = new Set<string>();
  private readonly unseen = new UnseenValues();
  private readonly notes = new FileNotes();
  private header: readonly string[] | undefined;
  private readonly odd = new OddCells();
  /** Number of rows that were read, and of those with a target, where one is required. */
  private read = 0;
  private answered = 0;
  private keep: readonly number[] | undefined;

  constructor(
    private readonly source: string,
    private readonly preprocessing: Preprocessing,
    private readonly options: StreamOptions,
  ) {
    this.withTarget = options.target === 'require';
    this.types = columnTypes(preprocessing, this.withTarget);
    this.drop = dropColumns(preprocessing);
  }

  /** Options of reading. */
  get reading() {
    const { preprocessing, source, withTarget } = this;
    return {
      nameless: (fields: number) => namesByPosition(preprocessing, fields, withTarget, source),
      notes: this.notes,
      wanted: [...this.types.keys()],
      givesBadRows: this.options.onBadRow !== undefined,
    };
  }

  /** Looks at the header of a file, the first time. */
  begin({ header, file = this.source }: FileRows): void {
    if (this.header === header) return;
    this.header = header;
    const { options, preprocessing, types } = this;
    refuseAbsent(types, header, file, options.origin ?? originOf(preprocessing));
    this.keep = positions(options.keep ?? [], header, file);
  }

  /** Notes the lines of the files that are no rows. */
  reportNotes(): void {
    const { notes, options, preprocessing, source } = this;
    const { skip_rows } = preprocessing;
    if (skip_rows > 0)
      options.note?.(`${source}: ${counted(skip_rows, 'line')} skipped first, as data.skip_rows says`);
    for (const note of notes.list('rows')) options.note?.(note);
  }

  /**
   * Encodes rows, all at once; where that fails, in two halves, until what fails is one row: that is a bad one,
   * whatever it is that refuses it.
   */
  *encode(chunk: FileRows, onBadRow: (error: MlpError) => void): Generator<Chunk> {
    let encoded: Chunk | undefined;
    let error: MlpError | undefined;
    try {
      encoded = this.encodeAll(chunk);
    } catch (thrown) {
      if (!(thrown instanceof MlpError && thrown.failure === 'data')) throw thrown;
      error = thrown;
    }
    if (encoded) yield encoded;
    if (!error) return;
    if (chunk.rows === 1) {
      onBadRow(error);
      yield this.withoutValues(chunk);
      return;
    }
    const half = chunk.rows >>> 1;
    yield* this.encode(chunk.part(0, half), onBadRow);
    yield* this.encode(chunk.part(half, chunk.rows), onBadRow);
  }

  /** The chunk of one row that has no x. */
  withoutValues(chunk: FileRows): Chunk {
    const fields = chunk.record(0);
    return {
      rows: 1,
      x: new Float64Array(inputs(this.preprocessing)),
      skipped: Uint8Array.of(1),
      kept: [this.keep!.map((field) => fields[field] ?? '')],
      lines: chunk.lines.slice(),
    };
  }

  /** Warns of what was found out in all rows. */
  warnAtEnd(): void {
    const messages = [this.odd.message(this.source), this.unseen.message(this.source)];
    if (this.answered < this.read)
      messages.push(`${this.source}: ${withoutTarget(this.read, this.answered, this.drop.targets)}`);
    for (const message of messages) if (message !== undefined) this.options.warn(message);
  }

  /** Encodes all rows; undefined where none is left. */
  private encodeAll(chunk: FileRows): Chunk | undefined {
    const { preprocessing, withTarget } = this;
    const table = tableOf(chunk, this.types, {
      name: this.source,
      cells: preprocessing.cells,
      limit: Number.POSITIVE_INFINITY,
      forModel: true,
    });
    const answered = withTarget ? completeRows(table, this.drop.targets) : allRows(table);
    const complete = completeRows(table, this.drop.features, answered);
    const rows = withTarget ? complete : allRows(table);
    if (rows.length === 0) {
      this.read += table.rows;
      this.answered += answered.length;
      return undefined;
    }
    const findings = new RowFindings();
    this.countOdd(table, findings);
    const encoded = withTarget
      ? encodeWithTarget(table, preprocessing, complete, findings)
      : encodeComplete(table, preprocessing, complete, findings);
    this.take(findings);
    this.read += table.rows;
    this.answered += answered.length;
    return {
      rows: rows.length,
      kept: Array.from(rows, (row) => this.keep!.map((field) => chunk.text(row, field))),
      lines: Uint32Array.from(rows, (row) => chunk.lines[row]),
      ...encoded,
    };
  }

  /** Counts the cells that are no numbers, or no dates, and cost their rows the answer. */
  private countOdd(table: Table, findings: RowFindings): void {
    for (const name of this.drop.features) {
      const column = table.columns.get(name)!;
      if (column.type === 'category') continue;
      for (const [row, text] of column.odd)
        if (isMissing(column, row)) findings.odd(table, row, name, text, null);
    }
  }

  private take({ warnings, unseenValues, oddCells }: RowFindings): void {
    for (const [key, message] of warnings) {
      if (!this.warned.has(key)) this.options.warn(message);
      this.warned.add(key);
    }
    this.unseen.merge(unseenValues);
    this.odd.merge(oddCells);
  }
}

/** Reason why columns are wanted, where lines above the header are skipped. */
const originOf = ({ skip_rows }: Preprocessing): string | undefined =>
  skip_rows > 0
    ? `which the training data had; ${counted(skip_rows, 'line')} above the header were skipped, as there ` +
      '(--set data.skip_rows=0 where there are none)'
    : undefined;

function encodeWithTarget(table: Table, preprocessing: Preprocessing, rows: Rows, findings: Findings) {
  const { target, weight } = preprocessing;
  return {
    x: encodeFeatures(table, preprocessing, rows, findings),
    ...(target.kind === 'reconstruction' ? {} : { t: encodeTarget(table, target, rows, 'this data') }),
    ...(weight === null ? {} : { weights: encodeWeights(table, weight, rows) }),
  };
}

function encodeComplete(table: Table, preprocessing: Preprocessing, rows: Rows, findings: Findings) {
  const dense = encodeFeatures(table, preprocessing, rows, findings);
  if (rows.length === table.rows) return { x: dense };
  const columns = inputs(preprocessing);
  const x = new Float64Array(table.rows * columns);
  const skipped = new Uint8Array(table.rows).fill(1);
  rows.forEach((row, i) => {
    x.set(dense.subarray(i * columns, (i + 1) * columns), row * columns);
    skipped[row] = 0;
  });
  return { x, skipped };
}

function positions(keep: readonly string[], header: readonly string[], source: string): number[] {
  return keep.map((name) => {
    const position = header.indexOf(name);
    if (position >= 0) return position;
    throw new MlpError(
      'usage',
      `${source}: no column ${excerpt(name)} to keep` +
        (similarName(name, header) || `; it has ${printable(namedColumns(header).join(', '))}`),
    );
  });
}

function namesByPosition(
  preprocessing: Preprocessing,
  fields: number,
  withTarget: boolean,
  source: string,
): readonly string[] {
  const { columns, weight } = preprocessing;
  if (fields === columns.length) return columns;
  const others = new Set([...targetNames(preprocessing), weight]);
  const without = columns.filter((name) => !others.has(name));
  if (!withTarget && fields === without.length) return without;
  throw new MlpError(
    'data',
    `${source}:1: ${fields} fields, expected ${columns.length} as in the training data, which has no header either`,
  );
}
