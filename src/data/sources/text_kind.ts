import { platform } from '#platform';
import { copyOf } from '../../platform/bytes.js';
import type { TextFormatName } from '../input_format.js';
import { unreadableText } from './unreadable.js';

/** Bytes from their start on, once the first have been looked at. */
export interface Peeked {
  readonly format: TextFormatName;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Tells JSON lines from CSV by the first characters that are no blanks, with no more bytes than it takes.
 *
 * @throws MlpError `data` for text that is neither, with the command that converts it.
 */
export async function peekFormat(
  bytes: AsyncGenerator<Uint8Array>,
  name: string,
  isStream: boolean,
): Promise<Peeked> {
  const seen: Uint8Array[] = [];
  let kind: Kind | undefined;
  while (kind === undefined) {
    const { value, done } = await bytes.next();
    if (!done) seen.push(copyOf(value));
    kind = kindOf(
      seen.map((chunk) => platform.decodeLatin1(chunk, 0, charactersLookedAt)).join(''),
      done === true,
    );
  }
  if (kind !== 'csv' && kind !== 'jsonl') throw unreadableText(kind, name, isStream);
  const whole = (async function* () {
    yield* seen;
    yield* bytes;
  })();
  return { format: kind, bytes: whole };
}

type Kind = TextFormatName | Parameters<typeof unreadableText>[0];

const charactersLookedAt = 4096;
/** Bytes of a byte order mark, one character each. */
const byteOrderMark = '\xef\xbb\xbf';

/** The kind of a text that begins so; undefined where that is too little to tell and there is more. */
function kindOf(beginning: string, isAll: boolean): Kind | undefined {
  const isUndecided = !isAll && beginning.length < charactersLookedAt;
  if (isUndecided && byteOrderMark.startsWith(beginning)) return undefined;
  const text = beginning.replace(byteOrderMark, '').trimStart();
  if (/^(?:<!doctype html|<html|<table|<\?xml)/i.test(text)) return 'markup';
  if (/^\{[ \t]*["}]/.test(text)) return 'jsonl';
  if (/^\{\s*[\r\n]\s*["}]/.test(text)) return 'document';
  if (/^\[\s*[{[]/.test(text)) return 'array';
  if (/^[{[]\s*$/.test(text) || text === '') return isUndecided ? undefined : 'csv';
  if (
    isUndecided &&
    ['<!doctype html', '<html', '<table', '<?xml'].some((tag) => tag.startsWith(text.toLowerCase()))
  )
    return undefined;
  return 'csv';
}
