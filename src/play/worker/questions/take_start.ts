import type { EpochRecord } from '../../../training/records.js';
import { describe } from '../describe.js';
import type { Desk } from '../desk.js';
import type { SessionFacts } from '../facts.js';
import { readInputs } from '../inputs.js';

/** Makes a start the session that is open, as far as it has come, standing still; with its epochs so far. */
export async function takeStart(
  desk: Desk,
  seed: number,
): Promise<{ readonly facts: SessionFacts; readonly history: readonly EpochRecord[] }> {
  const { session, history } = desk.startAt(seed);
  session.pause();
  session.number = desk.next();
  session.inputs = await readInputs(session.prepared, session.files);
  desk.open(session, history);
  return { facts: describe(session, session.inputs), history: [...history] };
}
