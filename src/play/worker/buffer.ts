/**
 * Bytes as csv-parse needs them of Node's Buffer, for UTF-8. All of Buffer, as csv-parse's own bundle for browsers has
 * it, would be a fortieth of the page.
 */
export class Buffer extends Uint8Array {
  static isBuffer(value: unknown): value is Buffer {
    return value instanceof Uint8Array;
  }

  static allocUnsafe(size: number): Buffer {
    return new Buffer(size);
  }

  static override from(value: string | ArrayLike<unknown> | Iterable<unknown>): Buffer {
    return new Buffer(typeof value === 'string' ? encoder.encode(value) : (value as ArrayLike<number>));
  }

  static concat(parts: readonly Uint8Array[]): Buffer {
    const whole = new Buffer(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /** −1, 0 or 1, as a stands before, with or behind b. */
  static compare(a: Uint8Array, b: Uint8Array): number {
    for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
    return Math.sign(a.length - b.length);
  }

  compare(target: Uint8Array, start = 0, end = target.length): number {
    return Buffer.compare(this, target.subarray(start, end));
  }

  copy(target: Uint8Array, at = 0, start = 0, end = this.length): void {
    target.set(this.subarray(start, end), at);
  }

  override toString(_encoding?: string, start = 0, end = this.length): string {
    return decoder.decode(this.subarray(start, end));
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
