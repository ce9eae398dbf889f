import type * as z from '../zod.js';

type Schema = z.core.$ZodType;

const definition = (schema: Schema) => (schema as z.core.$ZodTypes)._zod.def;

/** Schemas that a value may follow, without the wrappers around them (optional, default, pipe, lazy, union). */
export function alternatives(schema: Schema): Schema[] {
  const def = definition(schema);
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
      return alternatives(def.innerType);
    case 'pipe':
      return alternatives(def.out);
    case 'lazy':
      return alternatives(def.getter());
    case 'union':
      return def.options.flatMap(alternatives);
    default:
      return [schema];
  }
}

/** Schemas of the value at a key of one of `schemas`; none where there is no such key. */
export function inside(schemas: readonly Schema[], key: string | number): Schema[] {
  return schemas.flatMap((schema) => {
    const def = definition(schema);
    if (def.type === 'object' && Object.hasOwn(def.shape, key)) return [def.shape[key]];
    if (def.type === 'record') return [def.valueType];
    return def.type === 'array' && typeof key === 'number' ? [def.element] : [];
  });
}

/** Keys that an object of one of the schemas may have. */
export function knownKeys(schemas: readonly Schema[]): string[] {
  const keys = schemas.flatMap((schema) => {
    const def = definition(schema);
    return def.type === 'object' ? Object.keys(def.shape) : [];
  });
  return [...new Set(keys)];
}

/** Whether a value of this type suits one of the schemas. */
export const takes = (schemas: readonly Schema[], type: 'array' | 'object' | 'record'): boolean =>
  schemas.some((schema) => definition(schema).type === type);

/** A copy of the default; undefined where there is none. */
export function defaultOf(schema: Schema): unknown {
  const def = definition(schema);
  if (def.type === 'default' || def.type === 'prefault') return structuredClone(def.defaultValue);
  return def.type === 'optional' ? defaultOf(def.innerType) : undefined;
}

/** Path of a key that belongs to the config itself or to one of its sections: `training.epochs`. */
export function pathOfKey(name: string, schema: Schema): string | undefined {
  const top = alternatives(schema);
  if (knownKeys(top).includes(name)) return name;
  const section = knownKeys(top).find((key) =>
    knownKeys(inside(top, key).flatMap(alternatives)).includes(name),
  );
  return section === undefined ? undefined : `${section}.${name}`;
}
