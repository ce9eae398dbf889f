import * as z from '../zod.js';

/** A registry's variant as a resolved config holds it: its name as `type`, and its options, every default filled in. */
export interface Variant<Name extends string = string> {
  readonly type: Name;
}

/**
 * The schema of `{ "type": name, …options }`; `extra` options are those that every variant takes besides its own, if it
 * has none of that name.
 */
export function unionByType(variants: Readonly<Record<string, z.ZodObject>>, extra: z.ZodRawShape = {}) {
  const [first, ...rest] = Object.entries(variants).map(([name, { shape, def }]) =>
    z
      .strictObject({ type: z.literal(name).describe('which one'), ...shape, ...extra, ...shape })
      .check(...((def.checks ?? []) as z.core.$ZodCheck<Variant>[])),
  );
  return z.discriminatedUnion('type', [first, ...rest]);
}

/**
 * The schema of a variant of a registry: `{ "type": name, …options }`, or the name alone for all defaults.
 * The mark `byName` says so to the JSON Schema and to error messages.
 */
export function variantSchema<Name extends string, Extra extends z.ZodRawShape = Record<never, never>>(
  registry: Readonly<Record<Name, { readonly options: z.ZodObject }>>,
  extra?: Extra,
): z.ZodType<Variant<Name> & z.output<z.ZodObject<Extra>>> {
  const variants: [string, { readonly options: z.ZodObject }][] = Object.entries(registry);
  const objects = unionByType(
    Object.fromEntries(variants.map(([name, { options }]) => [name, options])),
    extra,
  );
  const named = z.preprocess(
    (value) => (typeof value === 'string' ? { type: value } : value),
    objects.meta({ byName: true }),
  );
  return named as unknown as z.ZodType<Variant<Name> & z.output<z.ZodObject<Extra>>>;
}
