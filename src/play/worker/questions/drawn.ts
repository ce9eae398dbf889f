import type { Desk } from '../desk.js';

/** Tells that the page has drawn the last frame, and can draw another. */
export const drawn = (desk: Desk): void => desk.drawn();
