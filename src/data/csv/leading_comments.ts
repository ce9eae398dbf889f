import { commentMark } from '../table/comment_mark.js';

/** Lines at the beginning that look like comments; no mark where there are none, or nothing else. */
export function leadingComments(bytes: Buffer) {
  const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '   ');
  const mark = commentMark(text);
  const none = { mark: undefined, end: 0, lines: 0, last: Buffer.alloc(0) };
  if (mark === undefined) return none;
  let found = { end: 0, lines: 0, last: Buffer.alloc(0) as Buffer };
  let lines = 0;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) {
    if (line.trim() !== '' && !line.trimStart().startsWith(mark)) break;
    if (line === '') return none;
    lines++;
    if (line.trim() !== '')
      found = { end: index + line.length, lines, last: bytes.subarray(index, index + line.length) };
  }
  return { mark, ...found };
}
