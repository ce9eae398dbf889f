import { MlpError } from '../errors.js';

/** Path of a value in a config: keys and indices, outermost first. */
export type Path = readonly (string | number)[];

/** Text of a path: `layers[1].activation`, `data.columns["petal.length"]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[^\s.[\]="]+$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

const step = /\.?(?:(?<key>[^.[\]="]+)|\[(?<index>\d+)\]|\[(?<quoted>"(?:[^"\\]|\\.)*")\])/y;

/**
 * Splits `layers.0.units=32` or `layers[0].units=32` at its first `=` outside of quotes; null where the text is no
 * assignment.
 */
export function parseAssignment(text: string): { path: string[]; value: string } | null {
  const path: string[] = [];
  step.lastIndex = 0;
  let end = 0;
  for (let match = step.exec(text); match; match = step.exec(text)) {
    end = step.lastIndex;
    const { key, index, quoted } = match.groups!;
    path.push(key ?? index ?? unquote(quoted));
  }
  return path.length > 0 && text[end] === '=' ? { path, value: text.slice(end + 1) } : null;
}

function unquote(quoted: string): string {
  try {
    return JSON.parse(quoted);
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
