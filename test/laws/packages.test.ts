import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../helpers/cli.js';

interface Package {
  readonly engines?: { readonly node?: string };
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

const json = (name: string) => JSON.parse(readFileSync(join(repository, name), 'utf8'));
const { engines, allowScripts } = json('package.json');
const locked = Object.entries<Package>(json('package-lock.json').packages).filter(([path]) => path !== '');

const numbersOf = (version: string) => [...version.split('.').map(Number), 0, 0].slice(0, 3);

const isAtLeast = (a: readonly number[], b: readonly number[]): boolean =>
  a.map((n, i) => Math.sign(n - b[i])).find((sign) => sign !== 0) !== -1;

/** True where a range such as "^20.19.0 || >=22" takes a version; of other ranges than these there are none. */
function takes(range: string, version: string): boolean {
  return range.split('||').some((part) => {
    const [, sign, least] = /^\s*(\^|>=) *(\d[\d.]*)(?:\.x)?\s*$/.exec(part) ?? [];
    if (least === undefined) throw new Error(`${JSON.stringify(part)} is no range that is known here`);
    const [from, given] = [numbersOf(least), numbersOf(version)];
    return isAtLeast(given, from) && (sign === '>=' || given[0] === from[0]);
  });
}

describe('packages', () => {
  test('each that is installed runs on the oldest Node of every line that we promise', () => {
    const oldest = engines.node.match(/\d+(\.\d+)*/g);
    expect(oldest).toEqual(['20.19.0', '22.12.0', '24']);
    expect(takes('^20.19.0 || >=22', '20.18.9')).toBe(false);
    expect(takes('^20.19.0 || >=22', '20.20.0')).toBe(true);
    expect(takes('^20.19.0 || >=22', '21.0.0')).toBe(false);
    const refused = locked.flatMap(([path, { engines, optional }]) => {
      if (optional || engines?.node === undefined) return [];
      const versions = oldest.filter((version: string) => !takes(engines.node!, version));
      return versions.map((version: string) => `${path}: ${engines.node} leaves out ${version}`);
    });
    expect(refused).toEqual([]);
  });

  test('what installs by a script of its own is allowed or refused by name, which npm 11 asks for', () => {
    const scripts = locked.filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = scripts.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13));
    expect(names.sort()).toEqual(Object.keys(allowScripts).sort());
  });
});
