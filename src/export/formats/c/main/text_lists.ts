import { wrapped } from '../../syntax.js';
import { cText } from '../syntax.js';

/** A list of texts as an array of C that ends in a null pointer. */
export const textArray = (name: string, texts: readonly string[]): string =>
  `static const char *const ${name}[] = {\n${wrapped([...texts.map(cText), '0'])}\n};`;

/** Values that several columns may share, each once and by a name. */
export class Shared<T> {
  readonly lines: string[] = [];
  private readonly known = new Map<string, string>();

  /** `declare` writes one of them under a name. */
  constructor(
    private readonly prefix: string,
    private readonly declare: (name: string, value: T) => string,
  ) {}

  /** The name of a value. */
  name(value: T): string {
    const key = JSON.stringify(value);
    const found = this.known.get(key);
    if (found) return found;
    const name = `${this.prefix}_${this.known.size + 1}`;
    this.known.set(key, name);
    this.lines.push(this.declare(name, value));
    return name;
  }
}
