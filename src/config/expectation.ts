import { didYouMean } from '../errors.js';
import * as z from '../zod.js';

const quote = (value: unknown) => JSON.stringify(value);
const list = (names: readonly unknown[]) => names.map((name) => quote(name)).join(', ');
export const oneOf = (names: readonly unknown[]) =>
  names.length === 1 ? list(names) : `one of ${list(names)}`;

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object { … }',
  record: 'an object { … }',
};

/**
 * zod error map: the message of an issue is what was expected, in plain words that follow "expected". For unknown keys
 * it is a sentence for each key, on a line of its own.
 */
export const expectation: z.core.$ZodErrorMap = (issue) => {
  const { code } = issue;
  if (code === 'unrecognized_keys') return unknownKeys(issue.keys, issue.inst);
  if (code === 'invalid_type') return byType(issue.inst) ?? kinds[issue.expected] ?? issue.expected;
  if (code === 'invalid_value') return oneOf(issue.values);
  if (code === 'too_small') return bound(issue, issue.minimum, issue.inclusive ? 'at least' : 'above');
  if (code === 'too_big') return bound(issue, issue.maximum, issue.inclusive ? 'at most' : 'below');
  return undefined;
};

type Schema = z.core.$ZodType | z.core.$ZodCheck | undefined;

function unknownKeys(keys: readonly string[], schema: Schema): string {
  const { shape } = schema as z.ZodObject;
  const known = Object.keys(shape);
  const type = shape.type instanceof z.ZodLiteral ? ` of type ${quote(shape.type.value)}` : '';
  return keys
    .map((key) => {
      const hint = didYouMean(key, known) || `; the keys${type} are ${known.join(', ')}`;
      return `unknown key ${quote(key)}${hint}`;
    })
    .join('\n');
}

/** Expectation of a value whose kind is given by one of its keys; undefined for other schemas. */
function byType(schema: Schema): string | undefined {
  if (!(schema && 'def' in schema)) return undefined;
  const { discriminator, options } = (schema as z.ZodDiscriminatedUnion).def;
  if (discriminator === undefined) return undefined;
  return `an object with ${quote(discriminator)}: ${oneOf(typesOf(options, discriminator))}`;
}

/** Values of the key that discriminates the options of a union. */
export const typesOf = (options: readonly z.core.$ZodType[], discriminator: string): unknown[] =>
  options.flatMap(({ _zod }) => [...(_zod.propValues?.[discriminator] ?? [])]);

function bound({ origin }: { origin: string }, limit: number | bigint, how: string): string {
  if (origin === 'string')
    return limit === 1 ? 'a text that is not empty' : `a text of ${how} ${limit} characters`;
  if (origin === 'array') return `a list of ${how} ${limit} items`;
  const kind = origin === 'int' ? 'a whole number' : 'a number';
  return `${kind} ${how.startsWith('at') ? `of ${how}` : how} ${limit}`;
}
