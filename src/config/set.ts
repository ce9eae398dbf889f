import { didYouMean, MlpError } from '../errors.js';
import { printable } from '../files/excerpt.js';
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
      `--set ${printable(text)}: expected key=value with a dotted path as the key, such as optimizer.learning_rate=0.1`,
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
    if (inner.length === 0) throw fail(unknownKey(name, done, schemas));
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
      throw fail(`${formatPath(done)} is ${found}; it has no ${path[i + 1]} to set`);
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
    throw fail(
      `${location} has ${length} ${length === 1 ? 'item' : 'items'}; the next to add has the index ${length}`,
    );
  return Number(name);
}

function unknownKey(name: string, path: Path, schemas: readonly z.core.$ZodType[]): string {
  const known = knownKeys(schemas);
  const where = path.length > 0 ? ` in ${formatPath(path)}` : '';
  const hint = known.length > 0 ? `the keys there are ${known.join(', ')}` : 'it has no keys';
  return `unknown key ${JSON.stringify(name)}${where}${didYouMean(name, known) || `; ${hint}`}`;
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
