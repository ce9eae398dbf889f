import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// Engines may compute Math.exp, Math.pow (and so **), Math.hypot and their like differently in the last bits; the
// functions allowed here are exact, or correctly rounded by the standard. The constants are given to the last bit, and
// a power of 2 by a literal is exact everywhere.
const allowed = new Set(
  'abs ceil clz32 floor fround imul max min round sign sqrt trunc E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2'.split(
    ' ',
  ),
);

/** Uses of Math in a source that depend on the engine. */
function engineMath(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const found = [...code.matchAll(/\bMath\b\s*(\??\.\s*\w+)?/g)]
    .filter(([, member]) => member === undefined || !allowed.has(member.replace(/^[?.\s]+/, '')))
    .map(([use]) => use);
  return found.concat(code.replace(/(?<![\w.])2 \*\* \d+/g, '').match(/\*\*=?/g) ?? []);
}

const root = new URL('../../src/', import.meta.url);
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  // what the command line shows is neither weight, data nor prediction
  .filter((path) => path.endsWith('.ts') && !path.startsWith('cli/'))
  // workers as text: made from these sources, with what they take from packages
  .filter((path) => !path.endsWith('/code.ts'));

describe('no engine-defined arithmetic', () => {
  it.each(sources)('src/%s', (path) => {
    expect(engineMath(readFileSync(new URL(path, root), 'utf8'))).toEqual([]);
  });

  it('the scan finds what it looks for, and nothing in comments', () => {
    expect(engineMath('const y = Math.exp(x) + Math.abs(x) ** 2;')).toEqual(['Math.exp', '**']);
    expect(engineMath('const { log } = Math; let z = Math[name]; z **= 2;')).toEqual(['Math', 'Math', '**=']);
    expect(engineMath('2 ** 53 + 2 ** n + 1.2 ** 3')).toEqual(['**', '**']);
    expect(engineMath('/** Math.exp */\n// x ** y\nMath.sqrt(2) * Math.PI')).toEqual([]);
    expect(sources).toContain('math/exp.ts');
  });
});
