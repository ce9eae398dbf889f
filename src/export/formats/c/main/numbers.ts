import { minuses } from '../../../../data/numbers/decimal.js';
import { affixes, type NumberFormat, separatorForms } from '../../../../data/numbers/format.js';
import type { CellFormat } from '../../../../data/table/cells.js';
import { cCharacter } from '../syntax.js';
import { type Shared, textArray } from './text_lists.js';

/** Signs of numbers, for both readers. */
export const numberSigns = `
/* Signs of numbers; a minus may be U+2212 or an en dash. */
${textArray('signs', ['+', '-', ...minuses])}
`;

/** A decimal number as JavaScript writes it. */
export const plainNumberReader = `
/* A decimal number; NaN where the text is none. */
static double numberOf(const char *text) {
const char *digits = behindOneOf(text, signs);
char *end;
double value;
if (digits > text + 1) return behindOneOf(digits, signs) > digits ? NAN : -numberOf(digits);
if (*text == 0 || strspn(text, "+-.0123456789eE") != strlen(text)) return NAN;
value = strtod(text, &end);
return *end ? NAN : value;
}
`;

/** The format of a column's numbers; undefined of those as JavaScript writes them. */
export function writtenFormat({ decimal, thousands, prefix, suffix }: CellFormat): NumberFormat | undefined {
  const isPlain =
    decimal === '.' &&
    separatorForms(thousands).length === 0 &&
    affixes(prefix).length + affixes(suffix).length === 0;
  return isPlain ? undefined : { decimal, thousands, prefix, suffix };
}

const longestFirst = (texts: readonly string[]) =>
  texts.map((text) => text.trim()).sort((a, b) => b.length - a.length);

/** The declaration of a format under a name. */
export function formatText(
  name: string,
  { decimal, thousands, prefix, suffix }: NumberFormat,
  lists: Shared<readonly string[]>,
): string {
  const [before, behind] = [affixes(prefix), affixes(suffix)];
  const negates = before.includes('(') && behind.includes(')');
  const list = (texts: readonly string[], parenthesis: string) =>
    lists.name(longestFirst(texts.filter((text) => !negates || text !== parenthesis)));
  const separators = separatorForms(thousands).map((forms) => lists.name(forms));
  const parts = [
    cCharacter(decimal),
    `${name}_separators`,
    ...[list(before, '('), list(behind, ')'), Number(negates), Number(behind.includes('-'))],
  ];
  return (
    `static const char *const *const ${name}_separators[] = {${[...separators, '0'].join(', ')}};\n` +
    `static const struct number_format ${name} = {${parts.join(', ')}};`
  );
}

export const numberFormat = `
/* How the numbers of a column are written: what stands before their decimals, between groups of three digits (lists of
   the forms of each separator), before the number, behind it, and whether parentheses or a minus
   behind it make it negative. */
struct number_format {
char decimal;
const char *const *const *separators;
const char *const *prefixes;
const char *const *suffixes;
int parentheses;
int minus;
};
`;

/** A number in a format, as `numberReader` reads it. */
export const writtenNumberReader = `
#define LONGEST_NUMBER 400

static const char *behindSpaces(const char *text) {
while (spaceAt(text)) text += spaceAt(text);
return text;
}

/* Copies digits behind the n that are there; gives what is behind them. */
static const char *copyDigits(const char *text, char *digits, size_t *n) {
while (*text >= '0' && *text <= '9') digits[(*n)++] = *text++;
return text;
}

/* Copies a sign behind the n characters that are there; gives what is behind it. */
static const char *copySign(const char *text, char *digits, size_t *n) {
const char *behind = behindOneOf(text, signs);
if (behind > text) digits[(*n)++] = *text == '+' ? '+' : '-';
return behind;
}

/* Copies groups of three digits, all behind one separator. */
static const char *copyGroups(const char *text, const char *const *separator, char *digits, size_t *n) {
for (;;) {
const char *behind = behindOneOf(text, separator);
if (behind == text || strspn(behind, "0123456789") < 3) return text;
memcpy(digits + *n, behind, 3);
*n += 3;
text = behind + 3;
}
}

/* Copies groups of two digits, and one of three behind them, all behind commas: those of 2,07,037. */
static const char *copyIndianGroups(const char *text, char *digits, size_t *n) {
const char *at = text;
size_t copied = *n;
for (; *at == ',' && strspn(at + 1, "0123456789") == 2; at += 3, copied += 2) memcpy(digits + copied, at + 1, 2);
if (at == text || *at != ',' || strspn(at + 1, "0123456789") < 3) return text;
memcpy(digits + copied, at + 1, 3);
*n = copied + 3;
return at + 4;
}

static double withoutParentheses(const char *text, const struct number_format *format);

/* A number in a format; NaN where the text is none. */
static double writtenNumberOf(const char *text, const struct number_format *format) {
char digits[LONGEST_NUMBER + 8];
const char *behind;
const char *const *const *separator;
size_t n = 0, first, whole;
if (strlen(text) > LONGEST_NUMBER) return NAN;
if (format->parentheses && strchr(text, '(')) return withoutParentheses(text, format);
text = copySign(text, digits, &n);
text = copySign(behindSpaces(behindOneOf(behindSpaces(text), format->prefixes)), digits, &n);
if (n > 1) return NAN;
first = n;
text = copyDigits(text, digits, &n);
whole = n - first;
if (whole >= 1 && whole <= 3 && digits[first] != '0')
for (separator = format->separators; *separator && n == first + whole; separator++)
{
text = copyGroups(text, *separator, digits, &n);
if (separator[0][0][0] == ',' && n == first + whole && whole < 3) text = copyIndianGroups(text, digits, &n);
}
if (*text == format->decimal) {
digits[n++] = '.';
text = copyDigits(text + 1, digits, &n);
whole = n - first - 1;
}
if (whole == 0) return NAN;
behind = text + (*text == 'e' || *text == 'E');
if (behind > text) {
behind += *behind == '+' || *behind == '-';
if (*behind >= '0' && *behind <= '9') {
while (text < behind) digits[n++] = *text++;
text = copyDigits(text, digits, &n);
}
}
behind = behindSpaces(text);
if (*behindOneOf(behind, format->suffixes)) return NAN;
digits[n] = 0;
if (!format->minus || strcmp(behind, "-") != 0 || behind[-1] == format->decimal) return strtod(digits, 0);
return first > 0 ? NAN : -strtod(digits, 0);
}

/* An amount in parentheses, as accounts have negative ones. */
static double withoutParentheses(const char *text, const struct number_format *format) {
struct number_format inner = *format;
char copy[LONGEST_NUMBER + 1];
const char *const *sign;
const char *open = strchr(text, '('), *close = strchr(text, ')');
const size_t before = (size_t)(open - text);
if (!close || close < open || strchr(open + 1, '(') || strchr(close + 1, ')') || strpbrk(text, "+-")) return NAN;
for (sign = signs; *sign; sign++) if (strstr(text, *sign)) return NAN;
memcpy(copy, text, before);
strcpy(copy + before, open + 1);
strcpy(copy + before + (close - open - 1), close + 1);
inner.parentheses = 0;
return -writtenNumberOf(trimmed(copy), &inner);
}
`;
