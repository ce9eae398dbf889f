import { countOf } from '../count_of.js';
import type { Desk } from '../desk.js';
import { createView, type ViewFacts, type ViewSettings } from '../view.js';

/** Sets what the pictures are of; a session without two numbers as axes has none. */
export async function view(desk: Desk, settings: ViewSettings): Promise<ViewFacts> {
  const { session } = desk;
  const { prepared, files, inputs, network } = session;
  const created = await createView(prepared, files, inputs, settings, countOf(network));
  session.view = created;
  desk.starts?.setView(settings, session);
  desk.send();
  const { axes, limits, points } = created;
  return { axes, limits, points };
}
