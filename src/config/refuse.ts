import type { Path } from './path.js';

/** Refuses the value at a path; `beside` is where that stands which it does not go with. */
export type Refuse = (path: Path, message: string, beside?: Path) => void;
