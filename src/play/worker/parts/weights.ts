import { countOf } from '../count_of.js';
import type { Session } from '../session.js';

/** Most parameters of which all are sent: more make no picture that one could look at. */
const mostParameters = 20_000;

/** Tensors of the network as they are, by name; none where there are too many. */
export type Weights = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: Float64Array }>
>;

export function weights(session: Session): Weights | null {
  if (countOf(session.network) > mostParameters) return null;
  const network = session.shownEpoch === null ? session.network : session.forPictures();
  return Object.fromEntries(
    network.tensors.map(({ name, shape, view }) => [name, { shape, data: view.slice() }]),
  );
}
