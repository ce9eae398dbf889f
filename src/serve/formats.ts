import { answerLines, objectText } from '../model/answer_lines.js';
import type { RowAnswer } from './answer_rows.js';
import { Problem } from './problem.js';

/** Formats of bodies and answers by their types. */
export const mediaTypes = {
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  csv: 'text/csv',
} as const;

export type MediaFormat = keyof typeof mediaTypes;
const formats = Object.keys(mediaTypes) as MediaFormat[];

/** Other names of the types. */
const aliases: Readonly<Record<string, MediaFormat>> = {
  'application/jsonl': 'jsonl',
  'application/ndjson': 'jsonl',
  'application/jsonlines': 'jsonl',
  'application/csv': 'csv',
};

const formatOfType = (type: string): MediaFormat | undefined => {
  const plain = type.split(';')[0].trim().toLowerCase();
  return formats.find((format) => mediaTypes[format] === plain) ?? aliases[plain];
};

const list = Object.values(mediaTypes).join(', ');

/**
 * Format of a body.
 *
 * @throws Problem 415 where it is none of them: a type has to be named, which a page of somebody else's cannot.
 */
export function formatOfBody(contentType: string | undefined, encoding: string | undefined): MediaFormat {
  if (encoding !== undefined && encoding !== 'identity')
    throw new Problem(415, 'Content-Encoding: send the body as it is');
  const format = formatOfType(contentType ?? '');
  if (format) return format;
  const found = contentType ? `, found ${JSON.stringify(contentType.slice(0, 100))}` : '';
  throw new Problem(
    415,
    `Content-Type: expected one of ${list}${found}; by curl: --json @rows.json, or -H 'Content-Type: text/csv' ` +
      '--data-binary @rows.csv',
  );
}

/**
 * Format of an answer, that of the body unless Accept asks for another.
 *
 * @throws Problem 406 where none is accepted.
 */
export function formatOfAnswer(accept: string | undefined, body: MediaFormat): MediaFormat {
  if (accept === undefined) return body;
  const types = accept.split(',').map((type) => type.split(';')[0].trim().toLowerCase());
  const named = types.flatMap((type) => formatOfType(type) ?? []);
  if (named.length > 0) return named.includes(body) ? body : named[0];
  const takesAny = types.some(
    (type) => type === '*/*' || type === '' || type === `${mediaTypes[body].split('/')[0]}/*`,
  );
  if (takesAny) return body;
  throw new Problem(406, `Accept: there is ${list}`);
}

/** Writer of a stream of answers: what comes first, each answer, and what is said where it cannot go on. */
export interface StreamWriter {
  readonly head: string;
  write(answer: RowAnswer): string;
  end(problem: Problem): string;
}

/** Column or key of what is wrong with a row. */
export const faultColumn = 'problem';
/** Column or key of what is odd about a row that has an answer. */
export const warningsColumn = 'warnings';

/**
 * Writers of the formats that are streamed.
 *
 * @throws MlpError `usage` where two columns would have one name.
 */
export const streamWriters = {
  csv(keep, predicted): StreamWriter {
    const { head, line } = answerLines('csv', keep, [...predicted, faultColumn, warningsColumn]);
    const blank = [...keep, ...predicted].map(() => '');
    return {
      head,
      write: ({ values, fault, warnings = [] }) =>
        line([...values, fault?.message ?? '', warnings.join('; ')]),
      end: ({ message }) => line([...blank, `the answers end here: ${message}`, '']),
    };
  },
  jsonl(keep, predicted): StreamWriter {
    const text = answerTexts(keep, predicted);
    return {
      head: '',
      write: (answer) => `${text(answer)}\n`,
      end: ({ message }) => `${JSON.stringify({ [faultColumn]: { message, fatal: true } })}\n`,
    };
  },
} satisfies Record<string, (keep: readonly string[], predicted: readonly string[]) => StreamWriter>;

/**
 * Makes the JSON of objects of answers: their columns, and what is odd about the row; of a row with a fault those that
 * are kept, and what is wrong.
 *
 * @throws MlpError `usage` where two columns would have one name.
 */
export function answerTexts(keep: readonly string[], predicted: readonly string[]) {
  answerLines('jsonl', keep, [...predicted, faultColumn, warningsColumn]);
  const columns = [...keep, ...predicted];
  return ({ values, fault, warnings }: RowAnswer): string => {
    if (fault) return objectText([...keep, faultColumn], [...values.slice(0, keep.length), fault]);
    return warnings
      ? objectText([...columns, warningsColumn], [...values, warnings])
      : objectText(columns, values);
  };
}
