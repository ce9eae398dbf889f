import type { Candidate } from './candidates.js';

/** Part of a JSON Schema that says which keys and values there are. */
interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema | boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string | readonly string[];
  readonly description?: string;
}

/**
 * Paths of a config and their values for `--set`, as far as the last word has come: keys of the object that it leads
 * to, or behind = what the schema lets stand there.
 */
export function setCandidates(root: object, word: string): readonly Candidate[] {
  const at = word.indexOf('=');
  const path = (at < 0 ? word : word.slice(0, at)).split('.');
  const steps = at < 0 ? path.slice(0, -1) : path;
  let schemas = alternatives(root, root);
  for (const step of steps) {
    schemas = schemas.flatMap(({ properties, items }) => {
      const next = /^\d+$/.test(step)
        ? items
        : properties && Object.hasOwn(properties, step)
          ? properties[step]
          : undefined;
      return typeof next === 'object' ? alternatives(next, root) : [];
    });
  }
  if (at >= 0)
    return [...new Set(schemas.flatMap(values))].map((value) => ({
      text: `${word.slice(0, at + 1)}${value}`,
    }));
  const prefix = steps.map((step) => `${step}.`).join('');
  const keys = new Map<string, Candidate>();
  for (const { properties = {} } of schemas)
    for (const [key, schema] of Object.entries(properties)) {
      const inner = alternatives(schema, root);
      const { description } = schema;
      const isNested = inner.some(({ properties: keysOf, items }) => keysOf || typeof items === 'object');
      const isValue = inner.some(({ properties: keysOf, items }) => !keysOf && typeof items !== 'object');
      if (isValue || !isNested) keys.set(`${key}=`, { text: `${prefix}${key}=`, description, goesOn: true });
      if (isNested) keys.set(`${key}.`, { text: `${prefix}${key}.`, description, goesOn: true });
    }
  return [...keys.values()];
}

/** Schemas that one may stand for, without references. */
function alternatives(schema: Schema, root: Schema): readonly Schema[] {
  const { $ref, anyOf, oneOf, allOf } = schema;
  if ($ref) {
    const name = $ref.split('/').at(-1)!;
    const found = $ref === '#' ? root : root.$defs?.[name];
    return found ? alternatives(found, root) : [];
  }
  const several = anyOf ?? oneOf ?? allOf;
  return several ? several.flatMap((each) => alternatives(each, root)) : [schema];
}

/** Values that a schema names; of an object those of its type, which stand for it as texts. */
function values({ const: only, enum: several, type, properties }: Schema): readonly string[] {
  if (only !== undefined) return [String(only)];
  if (several) return several.map(String);
  if (type === 'boolean') return ['true', 'false'];
  return properties?.type ? values(properties.type) : [];
}
