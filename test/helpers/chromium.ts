import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Chromium on this machine; undefined where there is none, and tests that need it are skipped. */
export const chromiumPath = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));
