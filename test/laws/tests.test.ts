import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replacesModules } from '../helpers/replaces_modules.js';

const folder = resolve(import.meta.dirname, '..');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

describe('tests', () => {
  it('have a short form of every property of more than a hundred runs', () => {
    const fixed = /numRuns: (?!100\b)\d{3}/;
    expect(`{ numRuns: ${101} }`).toMatch(fixed);
    const long = sources.filter(({ text }) => fixed.test(text));
    expect(long.map(({ name }) => name)).toEqual([]);
  });

  it('replace modules in a file of tests alone, which gets a process of its own', () => {
    expect(replacesModules(`vi.${'mock'}('node:os')`)).toBe(true);
    const helpers = sources.filter(({ name, text }) => !name.endsWith('.test.ts') && replacesModules(text));
    expect(helpers.map(({ name }) => name)).toEqual([]);
  });
});
