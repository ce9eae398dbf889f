import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repository } from '../helpers/cli.js';

describe('the bundled program, which is to start quickly', () => {
  const chunks = readdirSync(`${repository}/dist/chunks`).filter((name) =>
    /^(program|shared)-.*\.js$/.test(name),
  );
  const texts = chunks.map((name) => readFileSync(`${repository}/dist/chunks/${name}`, 'utf8'));

  it('has what every command loads in two files', () => {
    expect(chunks.map((name) => name.split('-')[0]).sort()).toEqual(['program', 'shared']);
  });

  it('is written in ASCII', () => {
    for (const text of texts) expect(text.match(/[^\0-\x7f]/g) ?? []).toEqual([]);
  });

  it("takes Node's modules as objects", () => {
    const imports = texts.map((text) => /^(?:import[^;]*;)*/.exec(text)?.[0] ?? '').join();
    expect(imports).toMatch(/from\s*["'`]\.\//);
    expect(imports).not.toMatch(/["'`]node:/);
    expect(texts.join()).toContain('getBuiltinModule(`node:fs`)');
  });
});
