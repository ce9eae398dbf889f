import { checkedValue } from './checked_value.js';
import { readDegrees } from './degrees.js';
import { expressionError } from './expression_error.js';
import { type ParseOptions, parse } from './parse.js';

/**
 * Value of a formula without variables: `-4.499`, `pi/2`.
 *
 * @throws MlpError that shows the position of what is wrong.
 */
export function constantValue(
  text: string,
  { degrees = false, ...options }: ParseOptions & { readonly degrees?: boolean },
): number {
  const parsed = parse(text, [], options);
  return checkedValue(degrees ? readDegrees(parsed) : parsed, new Map(), (message, position) =>
    expressionError(message, text, position, options.where, options.failure),
  );
}
