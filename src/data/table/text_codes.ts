import { platform } from '#platform';
import type { Place } from './column_facts.js';

/** Fewest characters of which V8 makes a view (SlicedString::kMinLength): shorter parts of a text are copies. */
const shortestView = 13;

/** The different texts of a column and their codes, in order of appearance. */
export class TextCodes {
  readonly texts: string[] = [];
  /** The value of each text that is a number, by its code; NaN or ±Infinity of the others. */
  readonly values: number[] = [];
  /** The place where each text stands first; line 0 where that is not known. */
  readonly places: Place[] = [];
  private readonly codes = new Map<string, number>();

  /** The code of a text; undefined where it has not been added. */
  of(text: string): number | undefined {
    return this.codes.get(text);
  }

  /** Adds a text, and returns its code. */
  add(text: string, value: number, place: Place): number {
    // A copy where the text may be a view into a whole block of the file, which would stay in memory with it.
    const copy = text.length < shortestView ? text : platform.decodeText(platform.encodeText(text));
    const code = this.texts.push(copy) - 1;
    this.codes.set(copy, code);
    this.values.push(value);
    this.places.push(place);
    return code;
  }
}
