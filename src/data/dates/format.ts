import { type Directive, directives, shortYear } from './directives.js';
import { parseIso } from './iso.js';
import { type Field, offsetOf, secondsOf, type Written } from './moment.js';
import { isoText, momentOf } from './parts.js';

/** Format of the dates of a column. */
export interface DateFormat {
  /** Text of the format: `iso`, or a text with directives such as %d.%m.%Y. */
  readonly text: string;
  /** Fields that a text of the format has, or may have. */
  readonly fields: ReadonlySet<Field>;
  /**
   * Reads a trimmed text: seconds since 1970-01-01T00:00:00Z, with their fraction; or, in words, why it is no date of
   * the format.
   */
  read(text: string): number | string;
  /** Writes a moment, in seconds, by the clock of UTC; without the fraction of a second. */
  write(seconds: number): string;
}

const iso: DateFormat = {
  text: 'iso',
  fields: new Set(['year', 'month', 'day', 'hour', 'minute', 'second']),
  read: parseIso,
  write: isoText,
};

/**
 * The format that a text describes: `iso`, or a text in which directives of strptime stand for numbers and names.
 *
 * @throws Error with the reason, where it describes none.
 */
export function dateFormat(text: string): DateFormat {
  if (text === 'iso') return iso;
  const parts = text.match(/%(?:\d{4}y|.)|\s+|[^%\s]+|%$/gs) ?? [];
  const used = parts.filter((part) => part.startsWith('%')).map(directiveOf);
  refuseUnfit(used, text);
  const pattern = parts.map((part) =>
    part.startsWith('%')
      ? part === '%%' || !directiveOf(part).field
        ? directiveOf(part).pattern
        : `(${directiveOf(part).pattern})`
      : /^\s/.test(part)
        ? String.raw`\s+`
        : part.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`),
  );
  const expression = new RegExp(`^${pattern.join('')}$`, 'i');
  const groups = used.filter(({ field }) => field);
  const fields = new Set(groups.flatMap(({ field }) => (isField(field) ? [field] : [])));
  return {
    text,
    fields,
    read(written) {
      const found = expression.exec(written);
      return found ? secondsOf(valuesOf(groups, found)) : `it is not of the format ${text}`;
    },
    write(seconds) {
      const moment = momentOf(seconds);
      return parts.map((part) => (part.startsWith('%') ? directiveOf(part).write(moment) : part)).join('');
    },
  };
}

function valuesOf(groups: readonly Directive[], found: readonly string[]): Written {
  const values: Record<string, number> = {};
  groups.forEach(({ field, value = Number }, i) => {
    const written = found[i + 1];
    values[field!] = field === 'offset' ? offsetOf(written) : value(written);
  });
  const { half, fraction = 0, ...others } = values;
  return {
    ...others,
    ...(half !== undefined && { hour: (others.hour % 12) + half }),
    ...('second' in others && { second: others.second + fraction }),
  };
}

const isField = (field: Directive['field']): field is Field =>
  field !== undefined && !['fraction', 'half', 'offset'].includes(field);

function directiveOf(part: string): Directive {
  const letter = part.slice(1);
  if (Object.hasOwn(directives, letter)) return directives[letter];
  if (letter.length > 1) return shortYear(Number.parseInt(letter, 10));
  throw new Error(`${part} is no directive; there are ${list}`);
}

const list = Object.entries(directives)
  .map(([letter, { meaning }]) => `%${letter} (${meaning})`)
  .join(', ');

function refuseUnfit(used: readonly Directive[], text: string): void {
  const fields = used.flatMap(({ field }) => field ?? []);
  const twice = fields.find((field, i) => fields.indexOf(field) < i);
  if (twice) throw new Error(`${text} gives the ${twice} twice`);
  const has = (field: (typeof fields)[number]) => fields.includes(field);
  if (!has('year') && !has('month') && !has('hour'))
    throw new Error(`${JSON.stringify(text)} has no year, month or hour${hint(text)}`);
  if (has('day') && !has('month')) throw new Error(`${text} has a day, but no month`);
  if (used.includes(directives.I) !== has('half')) throw new Error(`${text}: %I and %p go together`);
  if (has('fraction') && !has('second')) throw new Error(`${text} has %f, but no %S`);
}

/** The format in which day and month have changed places. */
export const exchanged = (format: string): string =>
  format.replace(/%[dm]/g, (directive) => (directive === '%d' ? '%m' : '%d'));

/** Advice on a format: the directives for one in letters, as dd.MM.yyyy. */
function hint(text: string): string {
  const directives = text
    .replace(/y{4}/gi, '%Y')
    .replace(/yy/gi, '%y')
    .replace(/dd?/gi, '%d')
    .replace(/HH?|hh?/g, '%H')
    .replace(text.includes('M') ? /MM?/g : /mm?/, '%m')
    .replace(/(?<!%)mm?/g, '%M')
    .replace(/ss?/gi, '%S');
  const isFormat = directives !== text && !/%%|(?<!%)[a-z]/i.test(directives);
  return `; write ${isFormat ? JSON.stringify(directives) : '"iso", or as in "%d.%m.%Y" or "%H:%M"'}`;
}
