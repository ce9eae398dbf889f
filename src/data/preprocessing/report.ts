import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import type { FileNotes } from '../table/file_notes.js';
import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import { departure } from './constant.js';
import type { Findings } from './findings.js';
import { UnseenValues } from './unseen.js';

/** Messages and results of fitting. */
export type FitReport = Pick<Report, 'warn' | 'notes' | 'constants'>;

/** Collects notes and warnings on the data. */
export class Report implements Findings {
  readonly notes: string[] = [];
  private readonly others: string[] = [];
  private readonly warned = new Set<string>();

  /** Features that are the same in every training row, with that value as messages have it. */
  readonly constants = new Map<string, string>();

  /** Values that the training rows did not have, by the source that has them. */
  private readonly unseenValues = new Map<string, UnseenValues>();

  readonly warn = (message: string): void => {
    this.others.push(message);
  };

  get warnings(): string[] {
    const unseen = [...this.unseenValues].map(([source, values]) => values.message(source)!);
    return [...constantsWarning(this.constants), ...this.others, ...unseen];
  }

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

  /** Notes what was left out of a file, of which the `complete` rows are used. */
  read({ table, notes }: { readonly table: Table; readonly notes: FileNotes }, complete: Rows): void {
    const dropped = table.rows - complete.length;
    for (const note of notes.list()) this.notes.push(note);
    if (dropped > 0)
      this.notes.push(
        `${table.name}: ${count(dropped, 'row')} of ${table.rows} left out, as a value is missing (missing: "drop")`,
      );
    if (complete.length === 0)
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
  const shown = printable(names.slice(0, 5).join(', '));
  const all = names.length > 5 ? `${shown}, … (${names.length} in all)` : shown;
  return [
    `columns ${all} have one value each in all training rows: they tell nothing, and are 0 to the network, ` +
      'whatever comes later',
  ];
}

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
