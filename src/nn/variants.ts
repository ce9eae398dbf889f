import * as z from '../zod.js';

/** A registry's variant as a resolved config holds it: its name as `type`, and its options, every default filled in. */
export interface Variant<Name extends string = string> {
  readonly type: Name;
}

/**
 * The schema of `{ "type": name, …options }`; `extra` gives the options that a variant takes besides its own, from what
 * its own are. One of its own comes before an extra of that name.
 */
export function unionByType(
  variants: Readonly<Record<string, z.ZodObject>>,
  extra: (options: z.ZodObject) => z.ZodRawShape = () => ({}),
) {
  const [first, ...rest] = Object.entries(variants).map(([name, options]) =>
    lazyOption(name, () => {
      const { shape, def } = options;
      return z
        .strictObject({ type: z.literal(name).describe('which one'), ...shape, ...extra(options), ...shape })
        .check(...((def.checks ?? []) as z.core.$ZodCheck<Variant>[]));
    }),
  );
  return z.discriminatedUnion('type', [first, ...rest]);
}

/** An option of a union by type that is made once a value has this type: most variants stay unused. */
function lazyOption<Schema extends z.ZodType<Variant>>(type: string, make: () => Schema): z.ZodLazy<Schema> {
  const option = z.lazy(make);
  // what a union asks of its options without a value; a lazy schema would be made to answer it
  option._zod.propValues = { type: new Set([type]) };
  return option;
}

/**
 * The schema of a variant of a registry: `{ "type": name, …options }`, or the name alone for all defaults.
 * The mark `byName` says so to the JSON Schema and to error messages.
 */
export function variantSchema<Name extends string, Extra extends z.ZodRawShape = Record<never, never>>(
  registry: Readonly<Record<Name, { readonly options: z.ZodObject }>>,
  extra?: (options: z.ZodObject) => Extra,
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
