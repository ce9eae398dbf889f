/** The most cells of which the text is kept. */
const most = 1000;

/** Texts of cells that are not what their column holds, by row; of many, of the first alone. */
export class OddTexts {
  readonly byRow = new Map<number, string>();

  get isFull(): boolean {
    return this.byRow.size >= most;
  }

  keep(row: number, text: string): void {
    if (!this.isFull) this.byRow.set(row, text);
  }
}
