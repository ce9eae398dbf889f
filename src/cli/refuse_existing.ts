import { existsSync } from 'node:fs';
import { MlpError } from '../errors.js';

/**
 * Refuses to write over files.
 *
 * @throws MlpError `cannot_create` where one of them is there, unless `force` says that it is to be replaced.
 */
export function refuseExisting(paths: readonly string[], force: boolean | undefined): void {
  const there = paths.find((path) => existsSync(path));
  if (there !== undefined && !force)
    throw new MlpError(
      'cannot_create',
      `${there}: is there already; use --force to replace it, or --out for another file`,
    );
}
