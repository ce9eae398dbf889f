import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

/** Reference values of one variant. */
export interface Reference<Case> {
  /** Origin of the values: a program and its version, or a publication. */
  readonly source: string;
  readonly cases: readonly Case[];
}

type Kind = 'activations' | 'layers' | 'losses' | 'optimizers' | 'schedules';

/** Reference values of the variants that have a file of their own, test/golden/KIND/NAME.json, by name. */
export function readReferences<Case>(kind: Kind): Readonly<Record<string, Reference<Case>>> {
  const folder = `test/golden/${kind}`;
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return Object.fromEntries(
    files.map((file) => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
  );
}

/** Expects that each of these variants is in `others`, names of reference values, or has a file of its own. */
export function expectReferences(
  kind: Kind,
  names: readonly string[],
  others: readonly string[],
  references: object,
): void {
  const without = names.filter((name) => !others.includes(name) && !(name in references));
  expect(without, `each needs test/golden/${kind}/NAME.json: see test/golden/README.md`).toEqual([]);
}

/** Laws of every file of reference values. */
export function referenceLaws(references: Readonly<Record<string, Reference<unknown>>>, registry: object) {
  it('each file of reference values is of a variant, has its source, and cases', () => {
    for (const [name, { source, cases }] of Object.entries(references)) {
      expect(Object.keys(registry)).toContain(name);
      expect(source.length, name).toBeGreaterThan(5);
      expect(cases.length, name).toBeGreaterThan(0);
    }
  });
}
