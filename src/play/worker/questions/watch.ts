import type { Desk } from '../desk.js';
import type { Watched } from '../parts/index.js';

/** Says which parts the page draws; frames have these from now on. */
export function watch(desk: Desk, watched: Watched): void {
  desk.watched = watched;
  desk.send();
}
