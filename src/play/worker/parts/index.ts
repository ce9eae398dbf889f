import type { Session } from '../session.js';
import { confusion } from './confusion.js';
import { generatorLoss } from './generator_loss.js';
import { gradients } from './gradients.js';
import { map } from './map.js';
import { past } from './past.js';
import { samples } from './samples.js';
import { testLoss } from './test_loss.js';
import { trace } from './trace.js';
import { units } from './units.js';
import { weights } from './weights.js';

/**
 * Parts of a frame: each computes from a session what a panel draws; null where there is nothing. A part is computed
 * only while the page watches it.
 */
export const parts = {
  confusion,
  generatorLoss,
  gradients,
  map,
  past,
  samples,
  testLoss,
  trace,
  units,
  weights,
};

export type PartName = keyof typeof parts;

/** Parts that are watched: in every frame, or, where they are false, in those of training that stands still. */
export type Watched = Readonly<Partial<Record<PartName, boolean>>>;

/** Values of the parts that are watched, by their names. */
export type Parts = { readonly [Name in PartName]?: NonNullable<ReturnType<(typeof parts)[Name]>> };

/** Computes what is watched. */
export function computeParts(session: Session, watched: Watched): Parts {
  const isRunning = session.progress().state === 'running';
  const names = (Object.keys(parts) as PartName[]).filter(
    (name) => name in watched && (watched[name] || !isRunning),
  );
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = parts[name](session);
      return value === null ? [] : [[name, value]];
    }),
  );
}
