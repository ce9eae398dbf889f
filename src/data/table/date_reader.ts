import { type DateFormat, type DetectedDates, dateFormat, exchanged } from '../dates/index.js';

/**
 * Reader of a column's dates by a format that was found in its first texts. As long as day and month of all texts can
 * be exchanged, it can turn to the other order.
 */
export class DateReader {
  /** Format with its fields in another order, as long as it reads all texts that the format reads. */
  private other: DateFormat | null;

  constructor(
    private format: DateFormat,
    other?: DateFormat,
  ) {
    this.other = other ?? null;
  }

  /** A reader of the format of most of these texts. */
  static of(
    { format, other }: Pick<DetectedDates, 'format' | 'other'>,
    texts: readonly string[],
  ): DateReader {
    const known = dateFormat(format);
    if (other === undefined) return new DateReader(known);
    const reordered = dateFormat(other);
    const isEither = texts.every((text) => typeof known.read(text) === typeof reordered.read(text));
    return new DateReader(known, isEither ? reordered : undefined);
  }

  /** Text of the format. */
  get text(): string {
    return this.format.text;
  }

  /** Text of the other format that all dates so far are of, too. */
  get otherText(): string | undefined {
    return this.other?.text;
  }

  /** Seconds of a text, or in words why it is no date of the format. */
  read(text: string): number | string {
    const seconds = this.format.read(text);
    if (typeof seconds === 'number' && this.other && typeof this.other.read(text) === 'string')
      this.other = null;
    return seconds;
  }

  /** Turns to the other order where that alone reads a text; true where it did: all dates so far are to be exchanged. */
  turnsFor(text: string): boolean {
    if (this.other?.text !== exchanged(this.text) || typeof this.other.read(text) === 'string') return false;
    [this.format, this.other] = [this.other, null];
    return true;
  }
}
