import type { Table } from '../table/table.js';
import { FilledValues } from './filled_values.js';
import { OddCells } from './odd_cells.js';
import { type Fate, UnseenValues } from './unseen.js';

/** Interface to what encoding finds that is no error. */
export interface Findings {
  /** Warns of something once, however often it happens: the same key is the same thing. */
  warnOnce(key: string, message: string, row: number): void;
  /** Counts a value that training did not have; null where it is missing. */
  unseen(table: Table, row: number, name: string, value: string | null, fate: Fate): void;
  /**
   * Counts a text in a column of numbers or dates that is none; `fill` stands for it, a text for a date, null where the
   * row is left out.
   */
  odd(table: Table, row: number, name: string, text: string, fill: number | string | null): void;
  /** Counts a missing number or date that the model has a value for; training says so by its notes on columns. */
  filled?(name: string, row: number): void;
}

/** Findings of some rows, kept until it is clear that these rows could be encoded; where `byRow` is given, there too. */
export class RowFindings implements Findings {
  readonly warnings = new Map<string, string>();
  readonly unseenValues = new UnseenValues();
  readonly oddCells = new OddCells();
  readonly filledValues = new FilledValues();

  constructor(private readonly byRow?: Map<number, RowFindings>) {}

  warnOnce(key: string, message: string, row: number): void {
    if (!this.warnings.has(key)) this.warnings.set(key, message);
    this.ofRow(row)?.warnOnce(key, message, row);
  }

  unseen(...value: Parameters<Findings['unseen']>): void {
    this.unseenValues.add(...value);
    this.ofRow(value[1])?.unseen(...value);
  }

  odd(...cell: Parameters<Findings['odd']>): void {
    this.oddCells.add(...cell);
    this.ofRow(cell[1])?.odd(...cell);
  }

  filled(name: string, row: number): void {
    this.filledValues.add(name);
    this.ofRow(row)?.filled(name, row);
  }

  /** Messages on all of it, for a source of this name. */
  messages(source: string): string[] {
    const kinds = [this.filledValues, this.oddCells, this.unseenValues];
    return [...this.warnings.values(), ...kinds.flatMap((kind) => kind.message(source) ?? [])];
  }

  /** Findings of a row by itself. */
  private ofRow(row: number): RowFindings | undefined {
    const { byRow } = this;
    if (byRow && !byRow.has(row)) byRow.set(row, new RowFindings());
    return byRow?.get(row);
  }
}
