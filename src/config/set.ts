import { didYouMean, MlpError } from '../errors.js';
import { printable } from '../files/excerpt.js';
import { counted } from '../format_count.js';
import type { z } from '../zod.js';
import { show } from './explain.js';
import { parseJson } from './json.js';
import { forbiddenKey, formatPath, isForbidden, type Path, parseAssignment } from './path.js';
import { alternatives, defaultOf, inside, knownKeys, takes } from './schema_walk.js';

/** A value given outside the config file: by a flag, or by the environment. */
export interface Override {
  /** Text of the override as the user wrote it, for messages: `--set a.b=1`, `--seed`, `MLP_SEED`. */
  readonly source: string;
  readonly path: readonly string[];
  readonly value: string;
}

/** The override that `--set key=value` asks for. */
export function parseSet(text: string): Override {
  const assignment = parseAssignment(text);
  if (!assignment)
    throw new MlpError(
      'usage',
      `--set ${printable(text)}: expected key=value with a dotted path as the key, such as ` +
        `optimizer.learning_rate=0.1, or data.columns["a.b"].scale=none for a name with a dot`,
    );
  return { source: `--set ${printable(text)}`, ...assignment };
}

/**
 * Puts an override into a config as it was read, before the schema has checked it. Missing sections on the path are
 * created, as their default where they have one; a name becomes an object of that type. The value is taken as JSON
 * where that suits the schema, else as plain text.
 *
 * Returns the path of what there is only because of the override.
 *
 * @throws MlpError `usage`.
 */
export function applyOverride(
  config: object,
  { source, path, value }: Override,
  schema: z.core.$ZodType,
): Path {
  const fail: Fail = (message) => new MlpError('usage', `${source}: ${message}`);
  const done: (string | number)[] = [];
  let made: Path | undefined;
  let holder = config as Container;
  let schemas = alternatives(schema);
  path.forEach((name, i) => {
    if (isForbidden(name)) throw fail(forbiddenKey(name, done));
    const key = keyIn(holder, name, formatPath(done), fail);
    const inner = inside(schemas, key);
    if (inner.length === 0)
      throw fail(`${unknownKey(name, done)}${quotedName(path, i, schema) ?? hint(name, schemas)}`);
    done.push(key);
    schemas = inner.flatMap(alternatives);
    if (i === path.length - 1) {
      holder[key] = typedValue(value, inner, source);
      return;
    }
    const present = Object.hasOwn(holder, key) ? holder[key] : undefined;
    const current =
      present === undefined ? inner.map(defaultOf).find((start) => start !== undefined) : present;
    if (current === undefined) made ??= [...done];
    const next = container(current, schemas, path[i + 1]);
    if (!next) {
      const found = current === undefined ? 'neither list nor object' : show(current);
      const other = quotedName(path, i + 1, schema) ?? '';
      throw fail(`${formatPath(done)} is ${found}; it has no ${path[i + 1]} to set${other}`);
    }
    holder[key] = next;
    holder = next;
  });
  return made ?? done;
}

type Fail = (message: string) => MlpError;
type Container = Record<string | number, unknown>;

function keyIn(holder: object, name: string, location: string, fail: Fail): string | number {
  if (!Array.isArray(holder)) return name;
  const { length } = holder;
  if (!/^\d+$/.test(name))
    throw fail(`${location} is a list; expected an index from 0, found ${JSON.stringify(name)}`);
  if (Number(name) > length)
    throw fail(`${location} has ${counted(length, 'item')}; the next to add has the index ${length}`);
  return Number(name);
}

const unknownKey = (name: string, path: Path): string =>
  `unknown key ${JSON.stringify(name)}${path.length > 0 ? ` in ${formatPath(path)}` : ''}`;

function hint(name: string, schemas: readonly z.core.$ZodType[]): string {
  const known = knownKeys(schemas);
  const others = known.length > 0 ? `the keys there are ${known.join(', ')}` : 'it has no keys';
  return didYouMean(name, known) || `; ${others}`;
}

/**
 * Hint that what was meant is a name with dots: `columns.a.b.scale`, which step `wrong` does not lead on from, is
 * `columns["a.b"].scale`. Null where no name of the user's own is on the path, or no key follows.
 */
function quotedName(path: readonly string[], wrong: number, schema: z.core.$ZodType): string | null {
  let schemas = alternatives(schema);
  for (let i = 0; i < wrong; i++) {
    const inner = inside(schemas, path[i]).flatMap(alternatives);
    if (takes(schemas, 'record'))
      for (let end = Math.max(i + 1, wrong - 1); end < path.length - 1; end++)
        if (inside(inner, path[end + 1]).length > 0) {
          const meant = [...path.slice(0, i), path.slice(i, end + 1).join('.'), ...path.slice(end + 1)];
          return `; did you mean ${formatPath(meant)}? A name with a dot is quoted, in brackets`;
        }
    schemas = inner;
  }
  return null;
}

/** The object or list to set `key` in; null where the value is neither and stands for none. */
function container(current: unknown, schemas: readonly z.core.$ZodType[], key: string): Container | null {
  if (typeof current === 'object' && current !== null) return current as Container;
  if (typeof current === 'string' && knownKeys(schemas).includes('type')) return { type: current };
  if (current !== undefined) return null;
  if (takes(schemas, 'array') && /^\d+$/.test(key)) return [] as unknown as Container;
  return takes(schemas, 'object') || takes(schemas, 'record') ? {} : null;
}

function typedValue(text: string, schemas: readonly z.core.$ZodType[], source: string): unknown {
  const json = readJson(text, source);
  if (json === undefined) return text;
  const suits = (value: unknown) => schemas.some((schema) => (schema as z.ZodType).safeParse(value).success);
  return !suits(json) && suits(text) ? text : json;
}

/** Reads a JSON value; undefined where the text is no JSON. */
function readJson(text: string, source: string): unknown {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  try {
    return parseJson(text, source, () => source).value;
  } catch (error) {
    throw new MlpError('usage', (error as Error).message, { cause: error });
  }
}
