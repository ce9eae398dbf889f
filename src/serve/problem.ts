import { MlpError } from '../errors.js';

/** A reason to refuse a request, or the rest of one; the message is for whoever asked. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Options of `mlp predict` that requests have, by their flags. */
const parameters: Readonly<Record<string, string>> = {
  '--threshold': 'threshold',
  '--interval': 'interval',
  '--top-k': 'top_k',
  '--spread': 'spread',
  '--error': 'error',
  '--keep': 'keep',
};

/**
 * Description of an error for whoever asked, and the status. Of what is no fault of the request nothing is said: a
 * message could hold a path.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof MlpError && (error.failure === 'usage' || error.failure === 'data'))
    return new Problem(400, inParameters(error.message));
  return new Problem(500, 'the server failed; its own output says why');
}

/** A message that names flags of `mlp predict`, with the parameters that they are in a request. */
const inParameters = (message: string): string =>
  message.replace(/--[a-z-]+/g, (flag) => parameters[flag] ?? flag);
