import type { Desk } from '../desk.js';

/** Has all starts run or stand still, or lets go of them. */
export function controlStarts(desk: Desk, action: 'run' | 'pause' | 'end'): void {
  if (action === 'end') desk.endStarts();
  else desk.starts?.control(action);
}
