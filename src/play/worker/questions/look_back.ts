import type { Desk } from '../desk.js';

/** Shows the weights of a past epoch in all pictures, or with null the present ones; training stands still. */
export function lookBack(desk: Desk, epoch: number | null): void {
  desk.session.lookBack(epoch);
  desk.send();
}
