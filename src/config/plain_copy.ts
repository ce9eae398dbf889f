import { MlpError } from '../errors.js';
import { maxDepth } from './json.js';
import { forbiddenKey, inPath, isForbidden, type Path } from './path.js';

/** Copies lists and objects, so that the caller's are never changed, with the checks that the text of a file gets. */
export function plainCopy(value: unknown, source: string, path: Path = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const fail = (message: string) => new MlpError('config', `${source}: ${message}`);
  if (path.length >= maxDepth)
    throw fail(inPath(path.slice(0, 3), `lists and objects are nested more than ${maxDepth} deep`));
  if (Array.isArray(value)) return value.map((item, i) => plainCopy(item, source, [...path, i]));
  const entries = Object.entries(value).map(([key, inner]) => {
    if (isForbidden(key)) throw fail(forbiddenKey(key, path));
    return [key, plainCopy(inner, source, [...path, key])];
  });
  return Object.fromEntries(entries);
}
