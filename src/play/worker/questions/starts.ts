import type { Desk } from '../desk.js';
import type { ViewSettings } from '../view.js';

/** Trains a config from several seeds side by side, in place of those before. */
export function starts(
  desk: Desk,
  given: {
    /** Text of the config that is open. */
    readonly config: string;
    readonly seeds: readonly number[];
    readonly view: ViewSettings | null;
  },
): Promise<void> {
  return desk.openStarts({ ...given, config: JSON.parse(given.config) as object });
}
