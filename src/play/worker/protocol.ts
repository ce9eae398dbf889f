import type { Progress } from './facts.js';
import type { Parts } from './parts/index.js';
import type { Questions } from './questions/index.js';
import type { StartPicture } from './starts.js';

/** Message of the page: a question with its arguments. The answer carries its number. */
export interface Ask<Name extends keyof Questions = keyof Questions> {
  readonly id: number;
  readonly question: Name;
  readonly given: Parameters<Questions[Name]>[1];
}

/** Picture of training: progress, and the parts that the page watches. */
export interface Frame extends Progress {
  readonly parts: Parts;
}

/** Message of the worker. */
export type Message =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly message: string; readonly isBug: boolean }
  | { readonly type: 'frame'; readonly frame: Frame }
  | { readonly type: 'start'; readonly picture: StartPicture };
