import { platform } from '#platform';
import { commentMark } from '../table/comment_mark.js';

/** Lines at the beginning that look like comments; no mark where there are none, or nothing else. */
export function leadingComments(bytes: Uint8Array) {
  const text = platform.decodeLatin1(bytes).replace(/^\xef\xbb\xbf/, '   ');
  const mark = commentMark(text);
  const none = { mark: undefined, end: 0, lines: 0, last: new Uint8Array(0) };
  if (mark === undefined) return none;
  let found = { end: 0, lines: 0, last: new Uint8Array(0) as Uint8Array };
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
