/** JSON of a config, as a person writes it: what is left out has its default. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type ConfigJson = { readonly [key: string]: Json };

export type Path = readonly (string | number)[];

/** The value at a path; undefined where there is none. */
export function valueAt(json: unknown, path: Path): unknown {
  let value = json;
  for (const key of path) value = (value as Record<string | number, unknown> | undefined)?.[key];
  return value;
}

/** The value that a config has at a path as it is written, or else as it was resolved. */
export const writtenOr = (config: ConfigJson, resolved: object | undefined, path: Path): unknown =>
  valueAt(config, path) ?? valueAt(resolved, path);

/** A copy with another value at a path; undefined takes the key away. */
export function withValue<T extends Json>(
  json: T | undefined,
  [key, ...rest]: Path,
  value: Json | undefined,
): T {
  if (typeof key === 'number' || Array.isArray(json)) {
    const list = Array.isArray(json) ? [...json] : [];
    const next = rest.length === 0 ? value : withValue(list[key as number], rest, value);
    if (next === undefined) list.splice(key as number, 1);
    else list[key as number] = next;
    return list as unknown as T;
  }
  const object = (typeof json === 'string' ? { type: json } : (json ?? {})) as Record<string, Json>;
  const { [key]: old, ...others } = object;
  const next = rest.length === 0 ? value : withValue(old, rest, value);
  return (next === undefined ? others : { ...object, [key]: next }) as unknown as T;
}

/** An option with its type, which may be written as its name alone: `"relu"` or `{"type": "elu", "alpha": 1}`. */
export const typeOfOption = (option: unknown): string | undefined =>
  typeof option === 'string' ? option : (valueAt(option, ['type']) as string | undefined);

/** Text of a config as files have it. */
export const textOf = (config: Json): string => `${JSON.stringify(config, null, 2)}\n`;
