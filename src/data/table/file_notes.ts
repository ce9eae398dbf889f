/** Notes on files that have been read: for whoever sees the rows, and for whoever sees the columns as well. */
export interface FileNotes {
  /** Lines that are no rows, with their counts. */
  readonly rows: string[];
  /** Oddities of the columns. */
  readonly columns: string[];
}

export const noNotes = (): FileNotes => ({ rows: [], columns: [] });

/** Count of a thing in words: `1 line`, `3 lines`. */
export const counted = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
