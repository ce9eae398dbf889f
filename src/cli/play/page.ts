import { existsSync, readFileSync } from 'node:fs';
import { MlpError } from '../../errors.js';
import type { Given } from '../../play/state/given_type.js';

/** The page, where the program is built, and where it is run from its sources. */
const places = ['../play/page.html', '../../../dist/play/page.html'].map(
  (path) => new URL(path, import.meta.url),
);

/** Text of the page with what it is given in it: one file that needs nothing else. */
export function pageWith(given: Given): string {
  const place = places.find((url) => existsSync(url));
  if (!place) throw new MlpError('bug', 'dist/play/page.html is missing: npm run build makes it');
  // no text of a person's ends the element that it stands in
  const json = JSON.stringify(given).replaceAll('<', '\\u003c');
  return readFileSync(place, 'utf8').replace('id="given">{}<', () => `id="given">${json}<`);
}

/** The content security policy that a page has in itself. */
export const policyOf = (page: string): string =>
  /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1];
