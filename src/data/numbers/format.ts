import * as z from '../../zod.js';
import { asciiSign, hasSign, isUnit, withoutParentheses } from './affix.js';
import { minuses, decimal as plainDecimal } from './decimal.js';

/** Format of the numbers of a column. */
export interface NumberFormat {
  readonly decimal: '.' | ',';
  /** Separator of groups of three digits, or several of which a number has one; empty where there is none. */
  readonly thousands: string | readonly string[];
  /** Texts that may stand before a number, and behind one; they are no part of its value. */
  readonly prefix: string | readonly string[];
  readonly suffix: string | readonly string[];
}

const affix = (edge: RegExp, message: string) => {
  const text = z.string().refine((value) => value.trim() !== '' && !edge.test(value.trim()), message);
  return z.union([text, z.array(text)]);
};

const separatorSchema = z.enum(['', ',', '.', ' ', "'", '_']);

/** The keys of a config that say how numbers are written. */
export const numberSettings = {
  decimal: z.enum(['.', ',']).default('.').describe('what stands before the decimals of a number'),
  thousands: z
    .union([separatorSchema, z.array(separatorSchema)])
    .default('')
    .describe(
      'what stands between groups of three digits of a number, as in 1,234; "" for nothing; or a list, of which a ' +
        'number has one',
    ),
  prefix: affix(/[\d.,+-]$/, 'expected a text that does not end in a digit, point, comma or sign')
    .default([])
    .describe(
      'a text that may stand before a number, as $ in $5, or a list of such; with ( here and ) as a suffix, (5) is -5',
    ),
  suffix: affix(/^[\d.,]/, 'expected a text that does not begin with a digit, point or comma')
    .default([])
    .describe(
      'a text that may stand behind a number, as % in 74% (which is 74 then), or a list of such; a minus makes it ' +
        'negative: 5- is -5',
    ),
};

/** Numbers as JavaScript writes them. */
export const plainFormat: NumberFormat = { decimal: '.', thousands: '', prefix: [], suffix: [] };

/** True where numbers as JavaScript writes them mean the same in this format, too. */
export const readsPlain = ({ decimal }: Pick<NumberFormat, 'decimal'>): boolean => decimal === '.';

/** The affixes of a key that takes one or a list of them. */
export const affixes = (one: string | readonly string[]): readonly string[] =>
  typeof one === 'string' ? [one] : one;

/** The prefixes and suffixes of a format that are units or currencies. */
export const unitsOf = ({ prefix = [], suffix = [] }: Partial<NumberFormat>): readonly string[] => [
  ...affixes(prefix).filter((text) => isUnit({ prefix: text, suffix: '' })),
  ...affixes(suffix).filter((text) => isUnit({ prefix: '', suffix: text })),
];

/** Separators of thousands that come in several forms. */
const forms: Readonly<Record<string, readonly string[]>> = {
  ' ': [' ', '\u00a0', '\u2009', '\u202f'],
  "'": ["'", '’'],
};

/** The separators of thousands, each in all of its forms. */
export const separatorForms = (thousands: string | readonly string[]): readonly (readonly string[])[] =>
  affixes(thousands)
    .filter((separator) => separator !== '')
    .map((separator) => forms[separator] ?? [separator]);

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const anyOf = (texts: readonly string[]): string =>
  texts
    .map((text) => text.trim())
    .sort((a, b) => b.length - a.length)
    .map(literally)
    .join('|');

/**
 * Makes what gives the value of a number in a format: a sign, before or behind the prefix, digits, a fraction, an
 * exponent. A minus may be U+2212 or an en dash. Groups have three digits, the first of them one to three and no zero
 * before it; with commas all but the last may have two, as in India: 2,07,037. With the prefix ( and the suffix ) a
 * number in parentheses is negative, with the suffix - one that a minus follows; that of 5,- stands for no cents.
 * Correctly rounded; ±Infinity where it is too large for a double, NaN where the text is anything else.
 */
export function numberReader(format: NumberFormat): (text: string) => number {
  const { decimal } = format;
  const separators = separatorForms(format.thousands).map((texts) => `(?:${texts.map(literally).join('|')})`);
  const prefix = affixes(format.prefix);
  const suffix = affixes(format.suffix);
  if (prefix.includes('(') && suffix.includes(')'))
    return negated({
      ...format,
      prefix: prefix.filter((text) => text !== '('),
      suffix: suffix.filter((text) => text !== ')'),
    });
  if (decimal === '.' && separators.length === 0 && prefix.length === 0 && suffix.length === 0)
    return plainDecimal;
  const grouped = separators.map((separator) => `[1-9]\\d{0,2}(?:${separator}\\d{3})+|`).join('');
  const indian = affixes(format.thousands).includes(',') ? '[1-9]\\d?(?:,\\d{2})+,\\d{3}|' : '';
  const pattern = new RegExp(
    `^([+\\-${minuses}]?)\\s*${prefix.length > 0 ? `(?:${anyOf(prefix)})?` : ''}\\s*([+\\-${minuses}]?)` +
      `(${grouped}${indian}\\d*)(?:${literally(decimal)}(\\d*))?([eE][+-]?\\d+)?` +
      `\\s*${suffix.length > 0 ? `(${anyOf(suffix)})?` : ''}$`,
    'u',
  );
  return (text) => {
    const match = pattern.exec(text);
    if (!match) return Number.NaN;
    const [, sign, innerSign, whole, decimals = '', exponent = '', behind] = match;
    const isNegated = behind === '-' && !text.endsWith(`${decimal}-`);
    if ((sign && innerSign) || (isNegated && sign + innerSign) || whole + decimals === '') return Number.NaN;
    const digits = separators.length === 0 ? whole : whole.replace(/\D/g, '');
    return Number(`${isNegated ? '-' : asciiSign(sign + innerSign)}${digits}.${decimals || '0'}${exponent}`);
  };
}

/** Reads numbers in a format, those in parentheses as negative ones; these have no sign. */
function negated(format: NumberFormat): (text: string) => number {
  const read = numberReader(format);
  return (text) => {
    const inner = withoutParentheses(text);
    if (inner === undefined) return read(text);
    return hasSign(inner) ? Number.NaN : -read(inner);
  };
}
