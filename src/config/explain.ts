import { didYouMean, MlpError } from '../errors.js';
import type * as z from '../zod.js';
import { oneOf } from './expectation.js';
import { shorten } from './json.js';
import { inPath, type Path } from './path.js';

/** Origin of the value at a path (with `key`, of that key in it): `config.json:12:5`, or a flag. */
export interface Origin {
  readonly text: string;
  readonly isFlag: boolean;
}

const maxLines = 10;

/**
 * Joins all that a schema found wrong with `value` into one error, a line for each problem. It is an error of usage
 * where flags alone are at fault, else one of the config: also where a flag does not go with what the config says.
 */
export function explain(
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  originOf: (path: Path, key?: string) => Origin,
): MlpError {
  const problems = issues.flatMap((issue) => problemsOf(issue, [], value));
  const origins = problems.map(({ path, key }) => originOf(path, key));
  const others = problems.flatMap(({ beside }) => (beside ? [originOf(beside)] : []));
  const all = problems.map(({ path, message }, i) => `${origins[i].text}: ${inPath(path, message)}`);
  const lines = [...new Set(all)]; // zod says some of it twice
  const shown = lines.slice(0, maxLines);
  if (lines.length > maxLines) shown.push(`… and ${lines.length - maxLines} more`);
  const isUsage = [...origins, ...others].every(({ isFlag }) => isFlag);
  return new MlpError(isUsage ? 'usage' : 'config', shown.join('\n'));
}

interface Problem {
  readonly path: Path;
  /** Key at the path that should not be there. */
  readonly key?: string;
  /** Path of what the value does not go with. */
  readonly beside?: Path;
  readonly message: string;
}

function problemsOf(issue: z.core.$ZodIssue, outer: Path, root: unknown): Problem[] {
  const path = [...outer, ...(issue.path as Path)];
  if (issue.code === 'custom')
    return [{ path, message: issue.message, beside: issue.params?.beside as Path | undefined }];
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, i) => ({ path, key, message: messages[i] }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The alternative of the union for values of this type explains more than that the type is wrong.
    const alternative = issue.errors.find((issues) => !issues.some(isOtherKind));
    if (alternative) return alternative.flatMap((inner) => problemsOf(inner, path, root));
    const issues = issue.errors.flat();
    const expected = [...new Set(issues.map(({ message }) => message))].join(' or ');
    return [problem(path, expected, issues.flatMap(namesIn), root)];
  }
  if (issue.code === 'invalid_union') {
    // Where a name stands for { "type": name }, it is the name that is wrong.
    const parent = path.slice(0, -1);
    const names = namesIn(issue);
    const isName = typeof valueAt(root, parent) === 'string';
    return [problem(isName ? parent : path, oneOf(names), names, root)];
  }
  return [problem(path, issue.message, namesIn(issue), root)];
}

const isOtherKind = ({ path, code }: z.core.$ZodIssue) =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');

/** Names that an issue allows for the value. */
function namesIn(issue: z.core.$ZodIssue): string[] {
  let names: readonly unknown[] = [];
  if (issue.code === 'invalid_value') names = issue.values;
  else if ('options' in issue && Array.isArray(issue.options)) names = issue.options;
  return names.filter((name) => typeof name === 'string');
}

function problem(path: Path, expected: string, names: readonly string[], root: unknown): Problem {
  const found = valueAt(root, path);
  if (found === undefined) return { path, message: `missing; expected ${expected}` };
  const hint = typeof found === 'string' ? didYouMean(found, names) || unquoteHint(found, expected) : '';
  return { path, message: `expected ${expected}, found ${show(found)}${hint}` };
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    root,
  );
}

function unquoteHint(found: string, expected: string): string {
  const isLiteral = /number/.test(expected)
    ? found.trim() !== '' && Number.isFinite(Number(found))
    : expected === 'true or false' && /^(true|false)$/.test(found);
  return isLiteral ? '; write it without quotes' : '';
}

/** Short text of a value for messages. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return shorten(JSON.stringify(value));
  if (value === null || typeof value !== 'object') return String(value);
  return 'an object';
}
