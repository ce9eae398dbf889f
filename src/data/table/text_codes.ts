import { decimal } from './decimal.js';
import type { Series } from './series.js';

/** The different texts of a column and their codes, in order of appearance. */
export class TextCodes {
  readonly texts: string[] = [];
  /** The value of each text that is a decimal number, by its code; NaN of the others. */
  readonly values: number[] = [];
  private readonly codes = new Map<string, number>();
  /** The code of each cell as it stands, −1 where it is missing. */
  private readonly spellings = new Map<string, number>();

  constructor(private readonly missing: ReadonlySet<string>) {}

  /** The code of a cell as it stands; undefined where it has not been added in this spelling. */
  of(raw: string): number | undefined {
    return this.spellings.get(raw);
  }

  /** Adds a cell as it stands, and returns its code; undefined, and nothing changed, if `mayAdd` refuses a new text. */
  add(raw: string, mayAdd: (text: string, value: number) => boolean): number | undefined {
    // A copy: the text may be a view into a whole block of the file, which would stay in memory with it.
    const copy = Buffer.from(raw).toString();
    const text = copy.trim();
    let code = this.missing.has(text) ? -1 : this.codes.get(text);
    if (code === undefined) {
      const value = decimal(text);
      if (!mayAdd(text, value)) return undefined;
      code = this.texts.push(text) - 1;
      this.codes.set(text, code);
      this.values.push(value);
    }
    this.spellings.set(copy, code);
    return code;
  }

  /** True where more of these codes are of numbers than are of other texts. */
  areMostlyNumbers(codes: Series<Int32Array>): boolean {
    const { values } = this;
    let balance = 0;
    for (let row = 0; row < codes.length; row++) {
      const code = codes.at(row);
      if (code >= 0) balance += Number.isFinite(values[code]) ? 1 : -1;
    }
    return balance > 0;
  }
}
