import { excerpt } from './excerpt.js';

const quote = 0x22;
const colon = 0x3a;
const backslash = 0x5c;
const brackets = { open: 0x5b, close: 0x5d };
const braces = { open: 0x7b, close: 0x7d };

/** Depth of a header: { name: { shape: [ … ] } }. */
const maxDepth = 3;
const maxTensors = 100_000;
/** Most brackets: the header, the metadata, and for each tensor its entry, shape and offsets. */
const maxOpened = 2 + 3 * maxTensors;

/**
 * Finds what JSON.parse would let pass in the header of a safetensors file, or would choke on: keys that stand twice in
 * one object, objects deeper than the format's, far too many tensors. Returns a description, undefined where there is
 * no such thing. The result has no meaning for a text that is not JSON.
 *
 * @throws SyntaxError for a key that is not JSON.
 */
export function scanHeader(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = []; // the keys of each object that has begun and not ended; lists have none
  let opened = 0;
  for (let i = 0; i < json.length; i++) {
    const character = json.charCodeAt(i);
    if (character === braces.open || character === brackets.open) {
      open.push(character === braces.open ? new Set() : undefined);
      if (++opened > maxOpened) return `has more than ${maxTensors} tensors`;
      if (open.length > maxDepth) return `is nested more than ${maxDepth} deep, which the format never is`;
    } else if (character === braces.close || character === brackets.close) {
      open.pop();
    } else if (character === quote) {
      const end = endOfString(json, i);
      const keys = open.at(-1);
      if (keys !== undefined && isKey(json, end)) {
        const key: string = JSON.parse(json.slice(i, end)); // "a" and "\u0061" are the same
        if (keys.has(key)) return `has the key ${excerpt(key)} twice; expected it once`;
        keys.add(key);
      }
      i = end - 1;
    }
  }
  return undefined;
}

/** Index after the closing quote of the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  for (let i = start + 1; i < json.length; i++) {
    const character = json.charCodeAt(i);
    if (character === backslash) i++;
    else if (character === quote) return i + 1;
  }
  return json.length;
}

/** Whether the string that ends at `end` is followed by a colon. */
function isKey(json: string, end: number): boolean {
  let next = end;
  while (json.charCodeAt(next) <= 0x20) next++;
  return json.charCodeAt(next) === colon;
}
