import { setData } from './set_flag.js';

/** The mark with which a line, or the first name of a header, begins as comments do; undefined of others. */
export const commentMark = (text: string): string | undefined => /^\s*(#|%|\/\/)/.exec(text)?.[1];

/** Advice where lines that begin with a mark may be comments. */
export const commentAdvice = (mark: string): string =>
  `if lines that begin with ${mark} are comments, set data.comment (${setData('comment', mark)})`;
