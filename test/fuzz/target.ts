import { type Failure, MlpError } from '../../src/errors.js';

/** Target of a fuzzer and of the property tests: it takes any bytes, and throws where a promise does not hold. */
export interface Target {
  readonly check: (input: Buffer) => void | Promise<void>;
  /** Sound inputs, to begin with. */
  readonly seeds: () => readonly Buffer[] | Promise<readonly Buffer[]>;
  /** Words that mean something in such an input. */
  readonly words: readonly string[];
}

/**
 * Returns what `action` gives; undefined where it refuses with one of these failures. Any other error goes through: it
 * is a finding.
 */
export function refusing<T>(failures: readonly Failure[], action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    return acceptRefusal(failures, error);
  }
}

/** Awaits what `action` gives; undefined where it refuses with one of these failures. Any other error goes through. */
export async function refusingLater<T>(
  failures: readonly Failure[],
  action: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    return acceptRefusal(failures, error);
  }
}

function acceptRefusal(failures: readonly Failure[], error: unknown): undefined {
  if (!(error instanceof MlpError)) throw error;
  if (!failures.includes(error.failure))
    throw new Error(`refused as ${error.failure}, not as ${failures.join(' or ')}: ${error.message}`, {
      cause: error,
    });
  if (/[^\P{Cc}\n]/u.test(error.message))
    throw new Error(`a message with control characters: ${JSON.stringify(error.message)}`);
  if (error.message.length > 20_000) throw new Error(`a message of ${error.message.length} characters`);
}

export function demand(holds: boolean, promise: () => string): asserts holds {
  if (!holds) throw new Error(`broken: ${promise()}`);
}
