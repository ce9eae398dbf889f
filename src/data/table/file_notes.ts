import { counted } from '../../format_count.js';

/** Note on a file that has been read: on lines that are no rows, or on its columns. */
interface FileNote {
  readonly kind: 'rows' | 'columns';
  readonly file: string;
  readonly text: string;
}

/** Notes on files that have been read, those of several files in one where they are the same. */
export class FileNotes {
  private readonly notes: FileNote[] = [];

  add(kind: FileNote['kind'], file: string, text: string): void {
    this.notes.push({ kind, file, text });
  }

  /** Gives the notes of a kind, or of all: `a.csv and 2 more files: 3 blank lines skipped`. */
  list(only?: FileNote['kind']): string[] {
    const files = new Map<string, string[]>();
    for (const { kind, file, text } of this.notes) {
      if (only !== undefined && kind !== only) continue;
      files.set(text, [...(files.get(text) ?? []), file]);
    }
    return [...files].map(([text, [first, ...others]]) => {
      const more = others.length > 0 ? ` and ${counted(others.length, 'more file')}` : '';
      return `${first}${more}: ${text}`;
    });
  }
}
