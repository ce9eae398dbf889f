import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { policyOf } from '../../src/cli/play/page.js';
import { repository } from '../helpers/cli.js';

const page = readFileSync(join(repository, 'dist/play/page.html'), 'utf8');

describe('the page', () => {
  it('is smaller than 300 kB where it is gzipped', () => {
    expect(gzipSync(page).length).toBeLessThan(300_000);
  });

  it('may load nothing and connect to nothing, and runs its own program alone', () => {
    const policy = policyOf(page).split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy.join(' ')).not.toMatch(/connect-src|https?:|'unsafe|\*/);
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).not.toMatch(/<(?:script|link|img)[^>]* (?:src|href)="(?!data:)/);
  });

  it('has the engine once, in the program of the worker: of that the page imports types alone', () => {
    const root = join(repository, 'src/play');
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('worker/'));
    expect(sources).toContain('panels/network.tsx');
    const values = sources.flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/^import (?!type\b)[^;]*? from '([^']*)';/gms)]
        .map(([, from]) => from)
        .filter(
          (from) =>
            /^(?:\.\.\/)+worker\//.test(from) || from.startsWith('../'.repeat(path.split('/').length)),
        )
        .map((from) => `${path}: ${from}`),
    );
    expect(values).toEqual([]);
  });
});
