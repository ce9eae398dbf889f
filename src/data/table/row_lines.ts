/**
 * The line on which each row of a table begins, as runs of rows whose lines follow each other: most files are one run,
 * below the header.
 */
export class RowLines {
  /** The first row of each run, and its line. */
  private readonly rows: number[] = [];
  private readonly lines: number[] = [];
  private count = 0;
  /** The line that goes on with the last run. */
  private next = Number.NaN;

  /** Adds rows by their lines. */
  append(lines: Uint32Array): void {
    for (let i = 0; i < lines.length; i++) {
      if (lines[i] !== this.next) {
        this.rows.push(this.count + i);
        this.lines.push(lines[i]);
      }
      this.next = lines[i] + 1;
    }
    this.count += lines.length;
  }

  /** The line of a row, found by halving. */
  at(row: number): number {
    const { rows, lines } = this;
    let [low, high] = [0, rows.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (rows[middle] <= row) low = middle;
      else high = middle;
    }
    return lines[low] + row - rows[low];
  }
}
