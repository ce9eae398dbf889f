import { MlpError } from '../errors.js';
import { expectation } from './expectation.js';
import { explain, type Origin } from './explain.js';
import { parseJson } from './json.js';
import type { Path } from './path.js';
import { plainCopy } from './plain_copy.js';
import { type Config, configSchema } from './schema.js';
import { applyOverride, type Override, parseSet } from './set.js';

export interface ConfigOptions {
  /** Assignments `key=value` as given to --set. They are applied after `overrides`. */
  readonly set?: readonly string[];
  /** Values of flags and of the environment; of two for one path the later holds. */
  readonly overrides?: readonly Override[];
}

/** A config with a name. */
export type NamedConfig = Config & { readonly name: string };

/**
 * Reads a config from its text, or from an object as JSON.parse gives it. `source` names it in messages.
 *
 * @throws MlpError `usage` where a flag is at fault, else `config`.
 */
export function parseConfig(
  input: string | object,
  source = 'config',
  { set = [], overrides = [] }: ConfigOptions = {},
): Config {
  const { value, where } =
    typeof input === 'string'
      ? parseJson(input, source)
      : { value: plainCopy(input, source), where: () => source };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MlpError('config', `${where([])}: expected an object { … } with the config`);

  const applied = [...overrides, ...set.map(parseSet)].map((override) => ({
    source: override.source,
    path: applyOverride(value, override, configSchema),
  }));
  const originOf = (path: Path, key?: string): Origin => {
    const full = key === undefined ? path : [...path, key];
    const flag = applied.findLast((override) => override.path.every((step, i) => step === full[i]));
    return { text: flag ? flag.source : where(path, key), isFlag: flag !== undefined };
  };
  const result = validate(value, where([]));
  if (!result.success) throw explain(result.error.issues, value, originOf);
  return result.data;
}

function validate(value: object, source: string) {
  try {
    return configSchema.safeParse(value, { error: expectation });
  } catch (error) {
    // zod passes issues on as arguments, and hundreds of thousands of them are more than the stack holds.
    if (!(error instanceof RangeError)) throw error;
    throw new MlpError('config', `${source}: more is wrong in a list here than can be shown`, {
      cause: error,
    });
  }
}
