/** A value of an object as text: numbers as they are written, null where there is none. */
export type Cell = string | null;

/** Reason why a line is no flat object, and the index of the character where it shows. */
export interface Fault {
  readonly at: number;
  readonly message: string;
}

/** The parts of JSON's grammar (RFC 8259); sticky, to be matched where the last part ended. */
const blank = /[ \t\r]*/y;
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const literal = /true|false|null/y;

/**
 * Reads a line as an object of texts, numbers, true, false and null, one value a key. `JSON.parse` would do, if it did
 * not round numbers (the text of an id of 18 digits would be lost), keep the last of several equal keys and say places
 * in other words with each version of the engine.
 */
export function parseLine(line: string): Map<string, Cell> | Fault {
  const cells = new Map<string, Cell>();
  let at = 0;
  const take = (part: RegExp): string | undefined => {
    part.lastIndex = at;
    const found = part.exec(line)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const takeMark = (mark: string): boolean => {
    take(blank);
    if (line[at] !== mark) return false;
    at++;
    return true;
  };
  const fault = (expected: string): Fault => ({
    at,
    message: `expected ${expected}, found ${at < line.length ? shown(line.slice(at)) : 'the end of the line'}`,
  });
  const takeText = (): string | Fault | undefined => {
    if (line[at] !== '"') return undefined;
    const end = closingQuote(line, at + 1);
    if (end < 0) return { at, message: 'the quote that opens here is never closed' };
    try {
      const text = JSON.parse(line.slice(at, end + 1)) as string;
      at = end + 1;
      return text;
    } catch {
      return { at, message: 'a text with a backslash or a control character that JSON does not have there' };
    }
  };

  if (!takeMark('{')) return fault('an object, {"column": value, …}');
  for (let isFirst = true; !(isFirst && takeMark('}')); isFirst = false) {
    take(blank);
    const start = at;
    const name = takeText();
    if (name === undefined) return fault('a key in quotes');
    if (typeof name === 'object') return name;
    const key = JSON.stringify(name);
    if (cells.has(name)) return { at: start, message: `the key ${key} is there twice` };
    if (!takeMark(':')) return fault('":" after the key');
    take(blank);
    const text = takeText();
    if (typeof text === 'object') return text;
    const value = text ?? take(number) ?? take(literal);
    if (value === undefined) {
      const nested = { '{': 'an object', '[': 'an array' }[line[at]];
      if (nested === undefined) return fault('a value: a text in quotes, a number, true, false or null');
      return { at, message: `the value of ${key} is ${nested}; write its values as columns of their own` };
    }
    cells.set(name, text === undefined && value === 'null' ? null : value);
    if (takeMark('}')) break;
    if (!takeMark(',')) return fault('"," or "}"');
  }
  take(blank);
  return at < line.length ? fault('the end of the line after "}"') : cells;
}

/** Finds the quote that closes a text, from `start` on: one behind an even number of backslashes; −1 where none is. */
function closingQuote(line: string, start: number): number {
  for (let end = line.indexOf('"', start); end >= 0; end = line.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (end - backslashes > start && line[end - backslashes - 1] === '\\') backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}

const shown = (rest: string): string => JSON.stringify(rest.length > 12 ? `${rest.slice(0, 12)}…` : rest);
