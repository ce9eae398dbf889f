import { expectation } from '../../../config/expectation.js';
import { explain, type Origin } from '../../../config/explain.js';
import { parseJson } from '../../../config/json.js';
import { formatPath, parseAssignment } from '../../../config/path.js';
import { didYouMean, MlpError } from '../../../errors.js';
import type { Path } from '../../../key_path.js';
import type { Distribution, Domain } from './distribution.js';
import { distributions } from './index.js';

/** A value of the config that is searched for. */
export interface Parameter {
  /** Name as the file has it: a dotted path. */
  readonly name: string;
  readonly path: readonly string[];
  readonly domain: Domain;
  /** Position in the file, for messages: `space.json:2:3: optimizer.learning_rate`. */
  readonly where: string;
}

/** Parameters that are searched for, in the order of the file. */
export type Space = readonly Parameter[];

/** Values of the parameters of one trial, by name. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * Reads a space from its text: an object of dotted paths and what is tried there. That a path is one of the config is
 * for `checkSpace`.
 *
 * @throws MlpError `config` with the position in the file.
 */
export function parseSpace(text: string, source: string): Space {
  const { value, where } = parseJson(text, source);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || Object.keys(value).length === 0)
    throw new MlpError(
      'config',
      `${where([])}: expected an object of parameters, such as ` +
        '{ "optimizer.learning_rate": { "log_uniform": [1e-4, 1e-1] } }',
    );
  const originOf = (path: Path, key?: string): Origin => ({ text: where(path, key), isFlag: false });
  const space = Object.entries(value).map(([name, options]): Parameter => {
    const path = parseAssignment(`${name}=`)?.path;
    if (path === undefined)
      throw new MlpError(
        'config',
        `${where([], name)}: ${JSON.stringify(name)} is no dotted path, such as layers.0.units`,
      );
    const distribution = distributionOf(name, options, where([name]));
    const parsed = distribution.options.safeParse(options, { error: expectation });
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({ ...issue, path: [name, ...issue.path] }));
      throw explain(issues as typeof parsed.error.issues, value, originOf);
    }
    const domain = distribution.domain(parsed.data as never);
    return { name, path, domain, where: `${where([], name)}: ${formatPath(path)}` };
  });
  refuseNested(space);
  return space;
}

function distributionOf(name: string, options: unknown, where: string): Distribution {
  const known = Object.keys(distributions) as (keyof typeof distributions)[];
  const keys = typeof options === 'object' && options !== null ? Object.keys(options) : [];
  const found = known.filter((key) => keys.includes(key));
  if (found.length === 1) return distributions[found[0]];
  const hint = keys.map((key) => didYouMean(key, known)).find((text) => text !== '') ?? '';
  const expected = known.map((key) => JSON.stringify(key)).join(', ');
  throw new MlpError(
    'config',
    `${where}: ${JSON.stringify(name)} has ${found.length === 0 ? 'none' : found.length} of ${expected}; ` +
      `expected one, such as { "uniform": [0, 0.5] }${hint}`,
  );
}

/** Refuses a path that lies in another's value, which replaces it as a whole. */
function refuseNested(space: Space): void {
  for (const outer of space)
    for (const inner of space) {
      if (inner === outer || !outer.path.every((step, i) => step === inner.path[i])) continue;
      throw new MlpError(
        'config',
        inner.path.length === outer.path.length
          ? `${inner.where}: is there twice; keep one of them`
          : `${inner.where}: lies in ${formatPath(outer.path)}, which is chosen as a whole; keep one of them`,
      );
    }
}
