import { realpathSync, statSync } from 'node:fs';
import { MlpError } from '../errors.js';
import { type Run, readFileChecked } from '../files/index.js';
import type { ResolvedConfig } from '../training/prepare_dataset.js';
import { rebase } from './rebase.js';

/**
 * The text of a run's config.json, whose paths start in the run's directory instead of `from`.
 *
 * @throws MlpError `cannot_create` where it would replace `configFile`, the very config of the run, by another text.
 */
export function configFor(
  { directory, paths }: Run,
  config: ResolvedConfig,
  from: string,
  configFile?: string,
) {
  const text = `${JSON.stringify(rebase(config, from, directory), null, 2)}\n`;
  protect(configFile, paths.config, text);
  return text;
}

function protect(configFile: string | undefined, target: string, text: string): void {
  if (configFile === undefined || !statSync(target, { throwIfNoEntry: false })) return;
  if (realpathSync(configFile) !== realpathSync(target)) return;
  if (Buffer.from(readFileChecked(target, 'config')).toString() === text) return;
  throw new MlpError(
    'cannot_create',
    `${target}: is the config itself, which the resolved config of the run would replace; ` +
      'choose another directory with --out',
  );
}
