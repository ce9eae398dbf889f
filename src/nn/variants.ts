import { z } from 'zod';

/** A registry's variant as a resolved config holds it: its name as `type`, and its options, every default filled in. */
export interface Variant<Name extends string = string> {
  readonly type: Name;
}

/**
 * The schema of a variant of a registry: `{ "type": name, …options }`, or the name alone for all defaults.
 * `extra` names are words that stand for something else (`auto`), kept as `{ type: word }`.
 */
export function variantSchema<Name extends string>(
  registry: Readonly<Record<Name, { readonly options: z.ZodObject }>>,
): z.ZodType<Variant<Name>> {
  const entries = Object.entries<{ readonly options: z.ZodObject }>(registry);
  const [first, ...rest] = entries.map(([name, { options }]) =>
    z.strictObject({ type: z.literal(name), ...options.shape }),
  );
  const objects = z.discriminatedUnion('type', [first, ...rest]);
  const named = z.preprocess((value) => (typeof value === 'string' ? { type: value } : value), objects);
  return named.meta({ names: Object.keys(registry) }) as unknown as z.ZodType<Variant<Name>>;
}
