import { closest, distance } from 'fastest-levenshtein';

/** Exit codes of the program by kind of failure; the numbers from 65 on are those of BSD's sysexits.h. */
export const exitCodes = {
  done: 0,
  check_failed: 1,
  usage: 2,
  data: 65,
  no_input: 66,
  bug: 70,
  cannot_create: 73,
  io: 74,
  config: 78,
  interrupted: 130,
  terminated: 143,
} as const;

/** Kind of failure of an MlpError, which decides the exit code. */
export type Failure = Exclude<keyof typeof exitCodes, 'done'>;

/** Control characters other than line ends, which separate problems in a message. */
const control = /[^\P{Cc}\n]/gu;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A cell that is at fault: its column, and its text, null where that is missing. */
export interface CellAtFault {
  readonly column: string;
  readonly value: string | null;
}

/**
 * An error that a user can act on: the message says what, where, what was expected and what to do. It may quote a file
 * or an argument, so that control characters in it are escaped.
 */
export class MlpError extends Error {
  override readonly name = 'MlpError';
  /** The cell that is at fault, where it is one. */
  readonly cell: CellAtFault | undefined;

  constructor(
    readonly failure: Failure,
    message: string,
    { cell, ...options }: ErrorOptions & { readonly cell?: CellAtFault } = {},
  ) {
    super(message.replace(control, escaped), options);
    this.cell = cell;
  }

  get exitCode(): number {
    return exitCodes[this.failure];
  }
}

/** Hint `; did you mean "epochs"?` where a known word is near enough to be what was meant, else empty. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const near = nearWord(word, known);
  return near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
}

/** The known word that is near enough to be what was meant. */
export function nearWord(word: string, known: Iterable<string>): string | undefined {
  const words = [...known];
  if (words.length === 0) return undefined;
  const nearest = closest(word, words);
  const near =
    distance(word.toLowerCase(), nearest.toLowerCase()) <=
    Math.max(word.length > 3 ? 2 : 1, Math.floor(word.length / 3));
  return near ? nearest : undefined;
}
