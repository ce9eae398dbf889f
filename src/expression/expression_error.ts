import type { Failure } from '../errors.js';
import { MlpError } from '../errors.js';

/** Makes an error about a position in a text. */
export type ErrorAt = (message: string, position: number) => Error;

const widest = 72;

/**
 * Error that `text` is wrong at `position`, with an excerpt that shows the position. `where` names the formula:
 * `config.json: data.basis[0]`.
 */
export function expressionError(
  message: string,
  text: string,
  position: number,
  where: string,
  failure: Failure,
): MlpError {
  const first = Math.max(0, Math.min(position - widest / 2, text.length - widest));
  const excerpt = text
    .slice(first, first + widest)
    .replace(/\s/g, ' ')
    .replace(/\p{Cc}/gu, '\ufffd'); // as wide as it was, for the caret
  const caret = ' '.repeat(position - first);
  return new MlpError(failure, `${where}: character ${position + 1}: ${message}\n  ${excerpt}\n  ${caret}^`);
}
