import { minuses } from './decimal.js';

const currencies = 'USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN|CZK|BRL|ZAR|Rs\\.?|kr\\.?|Fr\\.?';

/**
 * A sign, a prefix (a currency, or what makes a number a bound), a number in any format, and a suffix: a unit, a
 * currency, %, or + for a bound. Letters before a number are no prefix else: they make codes, such as H1000.
 */
const pattern = new RegExp(
  `^([+\\-${minuses}]?)\\s*(<=?|>=?|[≤≥]|[A-Z]{0,3}\\p{Sc}|(?:${currencies}))?\\s*([+\\-${minuses}]?)` +
    "((?:\\d|[.,]\\d)(?:[\\d.,'’ \\u00a0\\u2009\\u202f]*\\d)?[.,]?(?:[eE][+-]?\\d+)?)\\s*" +
    '(-|[\\p{L}\\p{Sc}%‰°+"µ][\\p{L}\\p{Sc}%‰°µ²³/·*^ .]{0,14}[\\d²³]?)?$',
  'u',
);

/** A text in parentheses, perhaps with more beside them: (1,234) and $(1,234). */
const inParentheses = /^([^()]*)\(([^()]*)\)([^()]*)$/;

/** An amount in parentheses, as accounts have negative ones, without them; undefined of other texts. */
export function withoutParentheses(text: string): string | undefined {
  const match = inParentheses.exec(text);
  return match?.slice(1).join('').trim();
}

/** Longest text that is looked at: a number with a unit is short. */
const longest = 60;

const anySign = new RegExp(`[+\\-${minuses}]`);

/** True of a text with a sign. */
export const hasSign = (text: string): boolean => anySign.test(text);

/** A number, and what stands before and behind it. */
export interface Affixed {
  readonly prefix: string;
  /** The number with its sign, in whichever format. */
  readonly number: string;
  readonly suffix: string;
  /** Whether the text has parentheses, by which it is negative. */
  readonly isNegated: boolean;
}

/** A sign as numbers in JavaScript have it. */
export const asciiSign = (sign: string): string => (sign !== '' && minuses.includes(sign) ? '-' : sign);

/** Takes a text apart; undefined where it is no number with something before or behind it. */
export function takeApart(text: string): Affixed | undefined {
  if (text.length > longest) return undefined;
  const inner = withoutParentheses(text);
  const match = pattern.exec(inner ?? text);
  if (!match || (inner !== undefined && hasSign(inner))) return undefined;
  const isNegated = inner !== undefined;
  const [, sign, prefix = '', innerSign, number, suffix = ''] = match;
  if ((sign || innerSign) && (suffix === '-' || (sign && innerSign))) return undefined;
  // 5,- is a price without cents
  if (suffix === '-' && /[.,]$/.test(number)) return undefined;
  return {
    prefix,
    number: `${isNegated ? '-' : ''}${asciiSign(sign + innerSign)}${number}`,
    suffix: suffix.trim(),
    isNegated,
  };
}

const anyCurrency = new RegExp(`(?<!\\p{L})(?:${currencies})(?!\\p{L})`, 'u');

/** True of a text of digits, perhaps with a currency, and without other letters: 21:07, ~49, CHF 9'681.--. */
export const holdsDigits = (text: string): boolean =>
  text.length <= longest && /\d/.test(text) && !/\p{L}/u.test(text.replace(anyCurrency, ''));

/** True where a prefix or suffix makes of a number a bound: `<0.1`, `10+`. */
export const isBound = ({ prefix, suffix }: Pick<Affixed, 'prefix' | 'suffix'>): boolean =>
  /^[<>≤≥]/.test(prefix) || suffix === '+';

/** True where a prefix or suffix is a unit or a currency. */
export const isUnit = ({ prefix, suffix }: Pick<Affixed, 'prefix' | 'suffix'>): boolean =>
  !['', '+', '-', ')'].includes(suffix) || (!['', '('].includes(prefix) && !/^[<>≤≥]/.test(prefix));

/** True where a text is a number without a unit: digits, separators, signs, an exponent, parentheses. */
export const isBare = (text: string): boolean => /^[\d\s.,'’_()eE+\-−–]*$/.test(text);

/** True where a suffix multiplies: 5k beside 500 is no matter of writing. */
export const isMultiplier = (suffix: string): boolean =>
  /^(k|m|b|t|mn|bn|tn|mio|mrd|tsd|lakh|crore|thousand|million|billion)\.?$/i.test(suffix);

/** A suffix without the differences that mean nothing: m2 and m², year and years, kg and Kg. */
export const sameUnit = (suffix: string): string =>
  suffix
    .toLowerCase()
    .replaceAll('²', '2')
    .replaceAll('³', '3')
    // deg S is no plural
    .replace(/(?<=\S\S)s$/, '')
    .replace(/[.\s]/g, '');
