import { readFileSync } from 'node:fs';
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
});
