import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../helpers/cli.js';
import { anchorsOf, linksOf, quotesOf } from './markdown.js';

const read = (path: string) => readFileSync(join(repository, path), 'utf8');
const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: repository,
  encoding: 'utf8',
})
  .trim()
  .split('\n');

/** Links of a page that lead nowhere: to no file, or to no heading of a page. */
function brokenLinks(page: string, text: string): string[] {
  return linksOf(text).filter((link) => {
    const [path, anchor] = link.split('#');
    const target = path === '' ? page : relative(repository, join(repository, dirname(page), path));
    if (target.startsWith('..') || !existsSync(join(repository, target))) return true;
    return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
  });
}

describe.each(pages)('%s', (page) => {
  it('has no link that leads nowhere', () => {
    expect(brokenLinks(page, read(page))).toEqual([]);
  });

  it('quotes files as they are', () => {
    for (const { path, text } of quotesOf(read(page))) expect(text, path).toBe(read(path));
  });
});

it('the check finds what it looks for', () => {
  const text =
    '[a](src) [b](nowhere.md) [c](README.md#commands) [d](#nothing) [e](https://example.org) `[f](g)`';
  expect(brokenLinks('README.md', text)).toEqual(['nowhere.md', '#nothing']);
  expect(quotesOf(read('src/README.md')).map(({ path }) => path)).toContain(
    'src/nn/activations/leaky_relu.ts',
  );
});

it('the README fits on 200 lines of 120 columns', () => {
  const readme = read('README.md').trimEnd();
  expect(readme.split('\n').length).toBeLessThanOrEqual(200);
  const text = readme.replace(/^```[\s\S]*?^```/gm, '').split('\n');
  expect(text.filter((line) => line.length > 120)).toEqual([]);
});

it('the package has what its pages link to', () => {
  const { files } = JSON.parse(read('package.json')) as { files: string[] };
  const packed = ['README.md', 'LICENSE', ...files].map(
    (pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replace('**/*', '.*')}(/|$)`),
  );
  const isPacked = (path: string) => packed.some((pattern) => pattern.test(path));
  for (const page of pages.filter(isPacked)) {
    const targets = linksOf(read(page)).flatMap((link) => link.split('#')[0] || []);
    const paths = targets.map((path) => relative(repository, join(repository, dirname(page), path)));
    expect(
      paths.filter((path) => !isPacked(path)),
      page,
    ).toEqual([]);
  }
});
