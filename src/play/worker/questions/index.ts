import type { Desk } from '../desk.js';
import { choices } from './choices.js';
import { control } from './control.js';
import { controlStarts } from './control_starts.js';
import { drawn } from './drawn.js';
import { edit } from './edit.js';
import { exportRun } from './export_run.js';
import { follow } from './follow.js';
import { load } from './load.js';
import { lookBack } from './look_back.js';
import { open } from './open.js';
import { propose } from './propose.js';
import { starts } from './starts.js';
import { takeStart } from './take_start.js';
import { view } from './view.js';
import { watch } from './watch.js';

/** Questions that the page may ask of the worker: what is given, what comes back. One a file. */
export const questions = {
  choices,
  open,
  propose,
  view,
  watch,
  control,
  drawn,
  edit,
  load,
  follow,
  lookBack,
  starts,
  controlStarts,
  takeStart,
  export: exportRun,
} satisfies Record<string, (desk: Desk, given: never) => unknown>;

export type Questions = typeof questions;
/** Answer to a question. */
export type Answer<Name extends keyof Questions> = Awaited<ReturnType<Questions[Name]>>;
