import type { Desk } from '../desk.js';
import type { Speed } from '../pace.js';

/** Command to the session that is open. */
export type Control =
  | { readonly action: 'run' | 'pause' | 'step' | 'epoch' }
  | { readonly action: 'speed'; readonly speed: Speed };

/** Runs training, lets it stand still, takes one step or what is left of an epoch, or sets its speed. */
export function control({ session }: Desk, given: Control): void {
  if (given.action === 'run') session.run();
  else if (given.action === 'pause') session.pause();
  else if (given.action === 'step') session.step(1);
  else if (given.action === 'epoch') session.step(session.stepsLeft);
  else if (given.action === 'speed') session.pace.speed = given.speed;
}
