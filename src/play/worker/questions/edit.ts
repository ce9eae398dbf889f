import type { Desk } from '../desk.js';

/** Sets an element of a tensor. */
export function edit(
  desk: Desk,
  { tensor, index, value }: { readonly tensor: string; readonly index: number; readonly value: number },
): void {
  desk.session.edit(tensor, index, value);
  desk.send();
}
