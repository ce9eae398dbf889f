import { MlpError } from '../errors.js';
import { formatPath, type Path } from '../key_path.js';

export { formatPath, type Path };

const string = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;
const step = new RegExp(
  String.raw`\.?(?:(?<key>[^.[\]="']+)|\[(?<index>\d+)\]|` +
    String.raw`\[(?<bracketed>${string})\]|(?<quoted>${string})|\[(?<bare>[^\]"'=]+)\])`,
  'y',
);

/**
 * Splits an assignment at its first `=` outside of quotes: `layers.0.units=32`, `layers[0].units=32`; a name with a dot
 * as jq and JSONPath have it, `columns["a.b"].scale=none`, `columns['a.b']`, `columns."a.b"`, or `columns[a.b]`, which
 * is left where a shell has taken the quotes. Null where the text is no assignment.
 */
export function parseAssignment(text: string): { path: string[]; value: string } | null {
  const path: string[] = [];
  step.lastIndex = 0;
  let end = 0;
  for (let match = step.exec(text); match; match = step.exec(text)) {
    end = step.lastIndex;
    const { key, index, bare, bracketed, quoted } = match.groups!;
    path.push(key ?? index ?? bare ?? unquote(bracketed ?? quoted));
  }
  return path.length > 0 && text[end] === '=' ? { path, value: text.slice(end + 1) } : null;
}

function unquote(quoted: string): string {
  const inside = quoted.slice(1, -1);
  const json = quoted.startsWith("'") ? `"${inside.replaceAll("\\'", "'").replaceAll('"', '\\"')}"` : quoted;
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new MlpError('usage', `${quoted}: not a string as JSON has them`, { cause });
  }
}

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether a key has a meaning in JavaScript itself; no config needs such keys. */
export const isForbidden = (key: string): boolean => forbidden.has(key);

/** Message that a key has a meaning in JavaScript itself. */
export const forbiddenKey = (key: string, path: Path): string =>
  inPath(path, `${key} cannot be a key in a config`);

/** A message about the value at the path. */
export const inPath = (path: Path, message: string): string =>
  path.length === 0 ? message : `${formatPath(path)}: ${message}`;
