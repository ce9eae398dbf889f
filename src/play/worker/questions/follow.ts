import type { Desk } from '../desk.js';

/** Chooses the training row that is followed through the network, 1 the first. */
export function follow(desk: Desk, row: number): void {
  const { train } = desk.session.prepared.dataset;
  desk.session.followed = Math.min(Math.max(1, Math.round(row)), train.rows);
  desk.send();
}
