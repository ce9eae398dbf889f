import type { Dataset } from '../data/dataset.js';
import type { Context } from './context.js';
import { note, warn } from './messages.js';
import type { SharedOptions } from './options.js';

/** Notes and warnings of many divisions of the same rows, each of which is said once. */
export class DivisionNotes {
  private readonly said = new Set<string>();
  private isFirst = true;

  constructor(
    private readonly context: Context,
    private readonly options: Pick<SharedOptions, 'quiet'>,
  ) {}

  /** Says all that there is to say of reading. */
  all({ notes, warnings }: Pick<Dataset, 'notes' | 'warnings'>): void {
    for (const text of warnings) warn(this.context, text);
    for (const text of notes) note(this.context, this.options, text);
  }

  /** Says of a division what was not said before; with its name: `fold 1`. */
  ofDivision(name: string, { notes, warnings }: Pick<Dataset, 'notes' | 'warnings'>): void {
    const where = this.isFirst ? '' : `${name}: `;
    this.isFirst = false;
    for (const text of this.unsaid(warnings)) warn(this.context, `${where}${text}`);
    for (const text of this.unsaid(notes)) note(this.context, this.options, `${where}${text}`);
  }

  private unsaid(texts: readonly string[]): string[] {
    const left = texts.filter((text) => !this.said.has(text));
    for (const text of left) this.said.add(text);
    return left;
  }
}
