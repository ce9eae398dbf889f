import { basename, dirname } from 'node:path';
import { type Command, Option } from 'commander';
import type { CellType } from '../data/table/cell_type.js';
import { MlpError } from '../errors.js';
import { replaceFile, sweepTemporaries } from '../files/index.js';
import { answerFormats } from '../model/answer_lines.js';
import type { Context } from './context.js';
import { pathFrom, write } from './io.js';
import { refuseExisting } from './refuse_existing.js';

/** Formats in which rows are printed or written. */
export const outputFormats = [...answerFormats, 'parquet'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** Options of where rows go, and in which format. */
export interface OutputOptions {
  readonly format?: OutputFormat;
  readonly out?: string;
  readonly force?: boolean;
}

/** Adds the options of OutputOptions to a command. */
export const addOutputOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--format <format>',
        'of the output: csv, jsonl, or parquet with typed columns (default: as the ending of --out tells, else csv)',
      ).choices(outputFormats),
    )
    .option(
      '--out <file>',
      'the file to write, whole or not at all: .csv, .jsonl, .parquet (default: stdout)',
    )
    .option('--force', 'replace a file that is there');

/** Endings of files of rows in formats that are not written. */
const otherEnding = /\.(?:xls[xmb]?|ods|json|feather|arrow|orc|avro)$/;

/**
 * The format that is asked for, by --format or the ending of --out.
 *
 * @throws MlpError `usage` where the ending is that of a format that is not written.
 */
export function formatOf({ format, out = '-' }: OutputOptions): OutputFormat {
  const name = out.toLowerCase();
  if (/\.(?:gz|zst|bz2)$/.test(name))
    throw new MlpError(
      'usage',
      `--out ${out}: is written as it is, not compressed; leave out the ending, or pipe it: --out - | gzip`,
    );
  if (format) return format;
  const [other] = otherEnding.exec(name) ?? [];
  if (other)
    throw new MlpError(
      'usage',
      `--out ${out}: ${other} is not written; let the name end in .csv, .jsonl or .parquet, or say what the file is ` +
        'to hold: --format csv',
    );
  if (/\.(?:parquet|pq)$/.test(name)) return 'parquet';
  return /\.(?:jsonl|ndjson)$/.test(name) ? 'jsonl' : 'csv';
}

/** Place where rows go. */
interface RowDestination {
  /** The file in messages; undefined for stdout. */
  readonly file: string | undefined;
  write(content: string | Uint8Array): Promise<void>;
  finish(): void;
  /** Gives up a file that is not finished; what has been printed is. */
  discard(): void;
}

/**
 * Opens the place where rows go: stdout, or a file that is there when it is whole.
 *
 * @throws MlpError `usage` where Parquet would be printed in a terminal; `cannot_create` where the file is there, and
 * is not to be replaced.
 */
function openDestination(options: OutputOptions, context: Context): RowDestination {
  const { out = '-', force } = options;
  const { stdout } = context;
  if (out === '-') {
    if (formatOf(options) === 'parquet' && stdout.isTTY)
      throw new MlpError(
        'usage',
        '--format parquet: a Parquet file is binary and cannot be shown in a terminal; write it to a file: ' +
          '--out rows.parquet, or > rows.parquet',
      );
    const nothing = () => {};
    return { file: undefined, write: (content) => write(stdout, content), finish: nothing, discard: nothing };
  }
  const path = pathFrom(context, out);
  refuseExisting([path], force);
  const file = replaceFile(path);
  return {
    file: path,
    async write(content) {
      file.write(typeof content === 'string' ? Buffer.from(content) : content);
    },
    finish() {
      file.finish();
      sweepTemporaries(dirname(path), [basename(path)]);
    },
    discard: () => file.discard(),
  };
}

/** Receiver of rows. */
export interface RowWriter<Cell> {
  /** The file that is written; undefined for stdout. */
  readonly file: string | undefined;
  /** Takes what `RowForm.begin` takes. */
  begin(kinds?: readonly CellType[]): Promise<void>;
  rows(rows: readonly (readonly Cell[])[]): Promise<void>;
}

/**
 * Writes the rows that `give` gives, to stdout or a file. After an error of ours those before it are printed, in a form
 * that is whole; no file is there.
 *
 * @throws MlpError as `openDestination` does, and what `give` throws.
 */
export async function writeRows<Cell>(
  form: RowForm<Cell>,
  options: OutputOptions,
  context: Context,
  give: (rows: RowWriter<Cell>) => Promise<void>,
): Promise<void> {
  const destination = openDestination(options, context);
  const { file } = destination;
  const put = async (content: string | Uint8Array) => {
    if (content.length > 0) await destination.write(content);
  };
  let hasBegun = false;
  try {
    await give({
      file,
      begin(kinds) {
        hasBegun = true;
        return put(form.begin(kinds));
      },
      rows: (rows) => put(form.rows(rows)),
    });
    await put(form.end());
    destination.finish();
  } catch (error) {
    destination.discard();
    if (hasBegun && file === undefined && error instanceof MlpError) await put(form.end());
    throw error;
  }
}

/** Form of rows as they are written. */
export interface RowForm<Cell> {
  /** Returns what comes first, given the kinds of the columns before the others; all are texts where left out. */
  begin(kinds?: readonly CellType[]): string | Uint8Array;
  /** Takes rows, and returns what is ready. */
  rows(rows: readonly (readonly Cell[])[]): string | Uint8Array;
  end(): string | Uint8Array;
}

/** A form of text, a line a row. */
export const textForm = <Cell>(head: string, line: (row: readonly Cell[]) => string): RowForm<Cell> => ({
  begin: () => head,
  rows: (rows) => rows.map(line).join(''),
  end: () => '',
});

/** The form of Parquet: columns `first`, whose kinds are told at the beginning, then others. */
export async function parquetForm(
  first: readonly string[],
  { columns, kinds }: { readonly columns: readonly string[]; readonly kinds?: ReadonlyMap<string, CellType> },
): Promise<RowForm<string | number | readonly string[] | null>> {
  const { ParquetFile } = await import('../data/parquet/write.js');
  let file: InstanceType<typeof ParquetFile>;
  return {
    begin(known) {
      const others = columns.map((name) => ({ name, kind: kinds?.get(name) ?? 'number' }));
      file = new ParquetFile([...first.map((name, i) => ({ name, kind: known?.[i] ?? 'text' })), ...others]);
      return '';
    },
    rows(rows) {
      const ready = rows.map((row) =>
        file.add(row.map((cell) => (typeof cell === 'object' && cell ? cell.join('|') : cell))),
      );
      return Buffer.concat(ready);
    },
    end: () => file.finish(),
  };
}
