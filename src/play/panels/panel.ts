import type { ComponentType } from 'preact';
import type { App } from '../state/app.js';
import type { State } from '../state/state.js';
import type { PartName } from '../worker/parts/index.js';

/** A panel of the page. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  /** Column of the page on a wide screen; on a narrow one all stand below each other, in the registry's order. */
  readonly place: 'settings' | 'network' | 'results' | 'below';
  /** Parts of frames that it draws. */
  readonly parts?: readonly PartName[];
  /** Whether there is anything to show; where it is left out, always. */
  applies?(state: State): boolean;
  readonly Component: ComponentType<{ readonly app: App }>;
}
