import { describe } from '../describe.js';
import type { Desk } from '../desk.js';
import type { SessionFacts } from '../facts.js';
import { readInputs } from '../inputs.js';
import { Session } from '../session.js';

/** Opens a config, as the text of its JSON, with the files that it names; the session before ends where this one can begin. */
export async function open(
  desk: Desk,
  { config, files }: { readonly config: string; readonly files: ReadonlyMap<string, Uint8Array> },
): Promise<SessionFacts> {
  const session = await Session.open(desk.next(), config, files);
  session.inputs = await readInputs(session.prepared, files);
  const facts = describe(session, session.inputs);
  desk.open(session);
  session.begin();
  return facts;
}
