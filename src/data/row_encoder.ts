import { MlpError } from '../errors.js';
import { encodeFeatures } from './preprocessing/encode.js';
import { type Findings, RowFindings } from './preprocessing/findings.js';
import { columnTypes, dropColumns, inputs, type Preprocessing } from './preprocessing/index.js';
import { refuseAbsent } from './preprocessing/roles.js';
import { namesByPosition, originOf, positions } from './stream_columns.js';
import { type StreamListener, StreamReport } from './stream_report.js';
import type { CellType } from './table/cell_type.js';
import type { FileRows } from './table/chunk.js';
import type { KeptCell } from './table/kept_cell.js';
import { type RawColumns, rawColumns } from './table/raw_columns.js';
import { tableOf } from './table/read.js';
import { allRows, completeRows, isMissing, type Rows } from './table/rows.js';
import { headerPlace, type Table } from './table/table.js';
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
  /** The cells of the columns to keep, row by row, as they stand in the file; empty where a short row has none. */
  readonly kept: readonly (readonly KeptCell[])[];
  /** The kinds of the cells of these columns; absent where all are texts. */
  readonly keptKinds?: readonly CellType[];
  /** The line on which each row begins, or its number, from 1, where the source has no lines. */
  readonly lines: Uint32Array;
  readonly countsRows?: boolean;
  /** Messages on what is odd about a row that has an x, by its place, where the options ask for them. */
  readonly warnings?: ReadonlyMap<number, readonly string[]>;
  /** The columns of inputs as they were read, where the options ask for them. */
  readonly columns?: RawColumns;
}

/** Options of encoding rows. */
export interface RowOptions extends StreamListener {
  readonly target: 'ignore' | 'require';
  /** Whether chunks have the weights of rows without their targets, too, where the data have the model's column of them. */
  readonly withWeights?: boolean;
  readonly keep?: readonly string[];
  /** Whether the cells of these have their types where the source has types; default: all are texts. */
  readonly keepTypes?: boolean;
  /** Whether chunks have messages on each of their rows; only where targets are ignored. */
  readonly rowWarnings?: boolean;
  /** Whether chunks have the columns as they were read. */
  readonly keepColumns?: boolean;
  /**
   * Whether lines of JSON stand each by themselves, as those of a request: a key that is missing is a fault of its row,
   * not of the data.
   */
  readonly independentRows?: boolean;
  /** Reason why columns are wanted, for the message where the data have not all; default: the training data had them. */
  readonly origin?: string;
  /**
   * Receiver of what is wrong with a row that cannot be read or encoded, when all rows before it have been given out;
   * default: it is thrown. Where this returns, the row is given out without an x, and the stream goes on.
   */
  readonly onBadRow?: (error: MlpError) => void;
}

/** Encoder of rows as they arrive, by a model's preprocessing; it collects what there is to say about them. */
export class RowEncoder {
  private readonly withTarget: boolean;
  private readonly types: ReturnType<typeof columnTypes>;
  private readonly drop: ReturnType<typeof dropColumns>;
  private readonly report: StreamReport;
  private header: readonly string[] | undefined;
  private keep: readonly number[] | undefined;

  constructor(
    private readonly source: string,
    private readonly preprocessing: Preprocessing,
    private readonly options: RowOptions,
  ) {
    this.report = new StreamReport(source, options);
    this.withTarget = options.target === 'require';
    this.types = columnTypes(preprocessing, this.withTarget);
    this.drop = dropColumns(preprocessing);
  }

  /** Options of reading. */
  get reading() {
    const { options, preprocessing, source, withTarget } = this;
    const wanted = [...this.types.keys()];
    const { weight } = preprocessing;
    const weights = options.withWeights && weight !== null ? [weight] : [];
    return {
      nameless: (fields: number) => namesByPosition(preprocessing, fields, withTarget, source),
      notes: this.report.notes,
      wanted,
      ...(options.independentRows && {
        columns: [...new Set([...wanted, ...preprocessing.columns])],
      }),
      kept: [...(options.keep ?? []), ...weights],
      givesBadRows: options.onBadRow !== undefined,
    };
  }

  /** Looks at the header of a file, the first time. */
  begin({ header, file = this.source, countsRows }: FileRows): void {
    if (this.header === header) return;
    const { options, preprocessing, types } = this;
    const { weight } = preprocessing;
    // the first header settles it for all files
    if (!this.header && options.withWeights && weight !== null && header.includes(weight))
      types.set(weight, 'number');
    this.header = header;
    refuseAbsent(types, header, headerPlace(file, countsRows), options.origin ?? originOf(preprocessing));
    this.keep = positions(options.keep ?? [], header, file);
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
    const { length } = chunk.record(0);
    return {
      rows: 1,
      x: new Float64Array(inputs(this.preprocessing)),
      skipped: Uint8Array.of(1),
      kept: [
        this.keep!.map((field) => (field < length ? this.keptCell(chunk, 0, field) : this.noCell(chunk))),
      ],
      ...this.typed(chunk),
      lines: chunk.lines.slice(),
    };
  }

  /** Notes which lines were no rows, when all have been read. */
  reportNotes(): void {
    this.report.reportNotes(this.preprocessing.skip_rows);
  }

  /** Warns of what was found out in all rows. */
  warnAtEnd(): void {
    this.report.warnAtEnd(this.drop.targets);
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
      this.report.count(table.rows, answered.length);
      return undefined;
    }
    this.report.units.add(table, preprocessing.cells);
    const byRow = this.options.rowWarnings ? new Map<number, RowFindings>() : undefined;
    const findings = new RowFindings(byRow);
    this.countOdd(table, findings);
    const encoded = withTarget
      ? encodeWithTarget(table, preprocessing, complete, findings)
      : encodeComplete(table, preprocessing, complete, findings);
    this.report.take(findings);
    this.report.count(table.rows, answered.length);
    return {
      rows: rows.length,
      kept: Array.from(rows, (row) => this.keep!.map((field) => this.keptCell(chunk, row, field))),
      ...this.typed(chunk),
      lines: Uint32Array.from(rows, (row) => chunk.lines[row]),
      ...(this.options.keepColumns && { columns: rawColumns(table, [...this.types.keys()], rows) }),
      ...(byRow && { warnings: this.messages(byRow) }),
      ...this.weights(table, rows),
      ...encoded,
    };
  }

  private keptCell(chunk: FileRows, row: number, field: number): KeptCell {
    return this.options.keepTypes && chunk.cell ? chunk.cell(row, field) : chunk.text(row, field);
  }

  /** The stand-in for a cell that a row does not have. */
  private noCell({ cell }: FileRows): KeptCell {
    return this.options.keepTypes && cell ? null : '';
  }

  private messages(byRow: ReadonlyMap<number, RowFindings>): Chunk['warnings'] {
    return new Map([...byRow].map(([row, findings]) => [row, findings.messages(this.source)]));
  }

  /** The facts that a source with types has beside its rows. */
  private typed({ kinds, countsRows }: FileRows): Pick<Chunk, 'keptKinds' | 'countsRows'> {
    return kinds ? { keptKinds: this.keep!.map((field) => kinds[field]), countsRows } : {};
  }

  /** Weights of rows, where their column is read. */
  private weights(table: Table, rows: Rows): Pick<Chunk, 'weights'> {
    const { weight } = this.preprocessing;
    return weight !== null && this.types.has(weight) ? { weights: encodeWeights(table, weight, rows) } : {};
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
}

function encodeWithTarget(table: Table, preprocessing: Preprocessing, rows: Rows, findings: Findings) {
  const { target } = preprocessing;
  return {
    x: encodeFeatures(table, preprocessing, rows, findings),
    ...(target.kind === 'reconstruction' ? {} : { t: encodeTarget(table, target, rows, 'this data') }),
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
