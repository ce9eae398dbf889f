import { readFiles, type TextFormat } from '../../data/sources/files.js';
import type { Files } from '../../data/sources/paths.js';
import { maxCategories } from '../../data/table/column_builder.js';
import { decimal } from '../../data/table/decimal.js';
import type { FileNotes } from '../../data/table/file_notes.js';
import { namedColumns } from '../../data/table/names.js';

/** Statistics of one column of a CSV file. */
export interface ColumnProfile {
  readonly name: string;
  readonly rows: number;
  readonly missing: number;
  /** Number of cells that hold a finite decimal number. */
  readonly numbers: number;
  /** Number of different values: numbers by value, texts as written; `maxCategories` + 1 stands for any more. */
  readonly distinct: number;
  /** The first few different texts that are no numbers. */
  readonly texts: readonly string[];
  /** Whether all numbers are integers. */
  readonly isWhole: boolean;
  /** Whether each number is one more than that of the row before. */
  readonly counts: boolean;
  readonly example: string;
}

/** Reads a file once, in bounded memory, and returns the statistics of each column. */
export async function profile(files: Files, format: TextFormat, notes: FileNotes): Promise<ColumnProfile[]> {
  const missing = new Set(format.missing_values.map((text) => text.trim()));
  let columns: Profiler[] | undefined;
  for await (const chunk of readFiles(files, format, { notes })) {
    columns ??= namedColumns(chunk.header).map((name) => new Profiler(name, missing));
    const fields = columns.map(({ name }) => chunk.header.indexOf(name));
    for (let row = 0; row < chunk.rows; row++)
      for (let i = 0; i < columns.length; i++) columns[i].add(chunk.text(row, fields[i]).trim());
  }
  return columns!.map((column) => column.finish());
}

const textsKept = 5;
const exampleLength = 40;

class Profiler {
  private rows = 0;
  private missingCells = 0;
  private numbers = 0;
  private readonly values = new Set<string | number>();
  private readonly texts = new Set<string>();
  private isWhole = true;
  private counts = true;
  private previous: number | undefined;
  private example = '';

  constructor(
    readonly name: string,
    private readonly missing: ReadonlySet<string>,
  ) {}

  add(text: string): void {
    this.rows++;
    if (this.missing.has(text)) {
      this.missingCells++;
      this.counts = false;
      return;
    }
    this.example ||= text.slice(0, exampleLength);
    const value = decimal(text);
    const isNumber = Number.isFinite(value);
    if (this.values.size <= maxCategories) this.values.add(isNumber ? value : text);
    if (isNumber) {
      this.numbers++;
      this.isWhole &&= Number.isInteger(value);
      this.counts &&= this.previous === undefined || value === this.previous + 1;
      this.previous = value;
    } else if (this.texts.size < textsKept) this.texts.add(text);
  }

  finish(): ColumnProfile {
    const { name, rows, numbers, isWhole, example } = this;
    return {
      name,
      rows,
      missing: this.missingCells,
      numbers,
      distinct: this.values.size,
      texts: [...this.texts],
      isWhole: isWhole && numbers > 0,
      counts: this.counts && numbers > 1 && numbers === rows,
      example,
    };
  }
}
