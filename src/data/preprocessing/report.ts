import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import { counted, formatCount } from '../../format_count.js';
import { shortList } from '../../short_list.js';
import type { FileNotes } from '../table/file_notes.js';
import type { Merged } from '../table/labels.js';
import type { Table } from '../table/table.js';
import { departure } from './constant.js';
import type { Findings } from './findings.js';
import { OddCells } from './odd_cells.js';
import { UnseenValues } from './unseen.js';

/** Messages and results of fitting. */
export type FitReport = Pick<Report, 'warn' | 'notes' | 'constants' | 'noteMerged'>;

/** Numbers of rows that can be used. */
interface UsedRows {
  readonly answered: number;
  readonly complete: number;
  readonly targets: readonly string[];
}

/** Says how many rows have no target. */
export const withoutTarget = (rows: number, answered: number, targets: readonly string[]): string =>
  `${counted(rows - answered, 'row')} of ${formatCount(rows)} left out, ` +
  `as the target ${printable(targets.join(', '))} is missing`;

/** Collects notes and warnings on the data. */
export class Report implements Findings {
  readonly notes: string[] = [];
  private readonly others: string[] = [];
  private readonly warned = new Set<string>();

  /** Features that are the same in every training row, with that value as messages have it. */
  readonly constants = new Map<string, string>();

  /** Cells that are no numbers, by the source that has them. */
  private readonly oddCells = new Map<string, OddCells>();
  /** Source of the training rows, of whose cells all is said. */
  trainedOn: string | undefined;

  /** Values that the training rows did not have, by the source that has them. */
  private readonly unseenValues = new Map<string, UnseenValues>();

  readonly warn = (message: string): void => {
    this.others.push(message);
  };

  get warnings(): string[] {
    const unseen = [...this.unseenValues].map(([source, values]) => values.message(source)!);
    const odd = [...this.oddCells].map(([source, cells]) => cells.message(source)!);
    return [...constantsWarning(this.constants), ...this.others, ...odd, ...unseen];
  }

  /** Notes the texts of a column that are one, as they differ in case alone. */
  readonly noteMerged = (name: string, merged: readonly Merged[]): void => {
    const texts = merged.map(
      (group) =>
        `${group.map(([text, count]) => `${excerpt(text)} (${count})`).join(', ')} are ${excerpt(group[0][0])}`,
    );
    if (texts.length > 0)
      this.notes.push(`column ${printable(name)}: case is no difference: ${shortList(texts, 5, '; ')}`);
  };

  warnOnce(key: string, message: string): void {
    // that columns are constant in the training rows is said already
    if (key === departure || this.warned.has(key)) return;
    this.warned.add(key);
    this.warn(message);
  }

  unseen(...value: Parameters<Findings['unseen']>): void {
    const [{ name: source }] = value;
    const values = this.unseenValues.get(source) ?? new UnseenValues();
    this.unseenValues.set(source, values);
    values.add(...value);
  }

  odd(...cell: Parameters<Findings['odd']>): void {
    const [{ name: source }] = cell;
    if (source === this.trainedOn) return;
    const cells = this.oddCells.get(source) ?? new OddCells();
    this.oddCells.set(source, cells);
    cells.add(...cell);
  }

  /**
   * Notes what was left out of a file: rows without a target, of which there are `answered`, and rows without another
   * value, which leaves the `complete` ones.
   */
  read(
    { table, notes }: { readonly table: Table; readonly notes: FileNotes },
    { answered, complete, targets }: UsedRows,
  ): void {
    for (const note of notes.list()) this.notes.push(note);
    if (answered < table.rows)
      this.notes.push(`${table.name}: ${withoutTarget(table.rows, answered, targets)}`);
    if (complete < answered)
      this.notes.push(
        `${table.name}: ${counted(answered - complete, 'row')} of ${formatCount(table.rows)} left out, ` +
          'as a value is missing (missing: "drop")',
      );
    if (answered === 0)
      throw new MlpError(
        'data',
        `${table.name}: no data: no row has a value in ${printable(targets.join(', '))}`,
      );
    if (complete === 0)
      throw new MlpError('data', `${table.name}: no data: a value is missing in every row (missing: "drop")`);
  }
}

/** One warning for all constant columns: an image has many. */
function constantsWarning(constants: ReadonlyMap<string, string>): string[] {
  const names = [...constants.keys()];
  if (names.length === 0) return [];
  if (names.length === 1)
    return [
      `column ${printable(names[0])} is ${constants.get(names[0])} in every training row: ` +
        'it tells nothing, and is 0 to the network, whatever comes later',
    ];
  return [
    `columns ${shortList(names.map(printable), 5)} have one value each in all training rows: they tell nothing, ` +
      'and are 0 to the network, whatever comes later',
  ];
}
