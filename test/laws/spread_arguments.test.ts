import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { expect, it } from 'vitest';

// Arguments lie on the stack: a call with an array of some 125,000 numbers spread into them is a RangeError.
const root = resolve(import.meta.dirname, '../../src');
const generated = ['jobs/code.ts', 'kernels/threads/code.ts'];
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !/(?:^|\/)assembly\//.test(path) && !generated.includes(path));

/** Functions that take any number of arguments, for which there is a loop, `rangeOf` or `greatest`. */
const variadic = new Set([
  'max',
  'min',
  'hypot',
  'push',
  'unshift',
  'splice',
  'concat',
  'fromCharCode',
  'of',
]);

interface Call {
  readonly callee: { readonly type: string; readonly property?: { readonly name?: string } };
  readonly arguments: readonly { readonly type: string }[];
}

/** Names of the functions in a source whose arguments are an array that is spread. */
function spreads(source: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    if ('type' in node && node.type === 'CallExpression') {
      const call = node as unknown as Call;
      const name = call.callee.property?.name ?? '';
      if (variadic.has(name) && call.arguments.some(({ type }) => type === 'SpreadElement')) found.push(name);
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(source, { lang: 'ts' }));
  return found;
}

it('no array is spread into the arguments of a function that takes any number', () => {
  const found = sources.flatMap((path) =>
    spreads(readFileSync(resolve(root, path), 'utf8')).map((name) => `${path}: ${name}`),
  );
  expect(sources.length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});

it('the scan finds what it looks for', () => {
  expect(spreads('Math.max(0, ...all.map(f)); list.push(...more); ')).toEqual(['max', 'push']);
  expect(spreads('Math.max(a, b); f([...all]); list.push([...more]); work(...two);')).toEqual([]);
});
