import { Problem } from './problem.js';

/** Place of the next character: the beginning, an element, its rest, what separates elements, or nothing. */
type State = 'start' | 'element' | 'first element' | 'inside' | 'separator' | 'end';

/**
 * Cuts a JSON document, an object or an array of objects, into lines with one element each, as its bytes arrive. The
 * elements stay as they are written, so that numbers keep every digit, and are not looked into: a line that is no flat
 * object is the fault of its row alone.
 */
export class JsonLines {
  /** Elements so far. */
  count = 0;
  private state: State = 'start';
  private isArray = false;
  private depth = 0;
  private isText = false;
  private isEscaped = false;
  private position = 0;
  private line = '';

  /**
   * Yields the lines that each chunk completes.
   *
   * @throws Problem 400 where the elements cannot be told apart.
   */
  async *split(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const chunk of bytes) {
      const lines = this.take(decode(decoder, chunk));
      if (lines !== '') yield lines;
    }
    decode(decoder);
    if (this.state === 'end') return;
    throw this.fault(this.state === 'start' ? 'no JSON here' : 'the JSON ends before it is complete');
  }

  private take(text: string): string {
    let lines = '';
    for (const character of text) {
      this.position++;
      if (this.state === 'inside') {
        if (this.takeInside(character)) {
          lines += `${this.line}\n`;
          this.line = '';
        }
      } else if (!/[ \t\r\n]/.test(character)) this.takeBetween(character);
    }
    return lines;
  }

  /** Takes a character of an element; returns whether the element has ended. */
  private takeInside(character: string): boolean {
    if (this.isText) {
      // a line end is none of JSON's within a text: a control character that cannot pass for a blank stands for it
      this.line += character === '\n' ? '\u0001' : character;
      if (this.isEscaped) this.isEscaped = false;
      else if (character === '\\') this.isEscaped = true;
      else if (character === '"') this.isText = false;
      return false;
    }
    if (this.depth === 0 && this.isArray && (character === ',' || character === ']')) {
      this.state = character === ',' ? 'element' : 'end';
      return true;
    }
    this.line += character === '\n' ? ' ' : character;
    if (character === '"') this.isText = true;
    else if (character === '{' || character === '[') this.depth++;
    else if ((character === '}' || character === ']') && this.depth > 0) this.depth--;
    if (this.depth > 0 || this.isText || character !== '}') return false;
    if (!this.isArray) this.refuseWrapped();
    this.state = this.isArray ? 'separator' : 'end';
    return true;
  }

  private takeBetween(character: string): void {
    switch (this.state) {
      case 'start':
        if (character === '[') {
          this.isArray = true;
          this.state = 'first element';
        } else if (character === '{') this.begin(character);
        else throw this.fault('expected an object, {"column": value, …}, or an array of objects');
        return;
      case 'first element':
        if (character === ']') this.state = 'end';
        else this.begin(character);
        return;
      case 'element':
        this.begin(character);
        return;
      case 'separator':
        if (character !== ',' && character !== ']')
          throw this.fault('expected "," or "]" after an object of the array');
        this.state = character === ',' ? 'element' : 'end';
        return;
      default:
        throw this.fault(
          'expected nothing more after the end; rows one a line are of the type application/x-ndjson',
        );
    }
  }

  /** Refuses rows that stand under a key, as other servers want them. */
  private refuseWrapped(): void {
    const [, key] = /^\{\s*"((?:[^"\\]|\\.)*)"\s*:\s*\[\s*[[{]/.exec(this.line) ?? [];
    if (key !== undefined)
      throw this.fault(
        `the rows are the body itself, [{"column": value, …}, …], without "${key.slice(0, 100)}"`,
      );
  }

  private begin(character: string): void {
    if (character === ',' || character === ']') throw this.fault(`expected an object before "${character}"`);
    this.count++;
    this.state = 'inside';
    this.takeInside(character);
  }

  private readonly fault = (message: string) =>
    new Problem(400, `body: character ${this.position}: ${message}`);
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch {
    throw new Problem(400, 'body: not valid UTF-8');
  }
}
