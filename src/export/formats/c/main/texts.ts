import { decimal, isCanonical } from '../../../../data/numbers/decimal.js';
import { booleanWords } from '../../../../data/table/booleans.js';
import type { InputColumn } from '../../../program/index.js';
import type { Shared } from './text_lists.js';

/** Lists by which texts of a category column are found, as `indexTexts` finds them. */
export function matching({ texts = [] }: InputColumn, lists: Shared<readonly string[]>): string {
  const known = texts.map(({ text }) => text);
  const areCanonical = known.every(
    (text) => !Number.isFinite(decimal(text)) || isCanonical(text, decimal(text)),
  );
  const words = booleanWords(known);
  const caseless = known.filter((text) => words.includes(text.toLowerCase()));
  const name = (list: readonly string[]) => (list.length > 0 ? lists.name(list) : '0');
  const numbers = areCanonical ? known.filter((text) => Number.isFinite(decimal(text))) : [];
  return `${name(numbers)}, ${name(caseless)}`;
}

export const textReader = `
/* A byte of a text in lower case: of ASCII, and of the Latin and Cyrillic letters that words for yes and no have. */
static int lowerAt(const char *text, size_t i) {
const int c = (unsigned char)text[i], next = c ? (unsigned char)text[i + 1] : 0;
const int before = i > 0 ? (unsigned char)text[i - 1] : 0;
if (c == 0xd0 && next >= 0xa0 && next <= 0xaf) return 0xd1;
if (before == 0xd0 && c >= 0x90 && c <= 0xaf) return c < 0xa0 ? c + 0x20 : c - 0x20;
if (before == 0xc3 && c >= 0x80 && c <= 0x9e && c != 0x97) return c + 0x20;
return tolower(c);
}

/* The category that a text is written for: itself; a number by its value, such as 1.0 for 1; yes or no in any case. */
static const char *textOf(const char *text, const char *const *numbers, const char *const *caseless) {
const double value = numberOf(text);
size_t i;
if (numbers && value == value && strspn(text, "+-0123456789") != strlen(text))
for (; *numbers; numbers++) if (numberOf(*numbers) == value) return *numbers;
if (caseless)
for (; *caseless; caseless++) {
for (i = 0; text[i] && lowerAt(text, i) == lowerAt(*caseless, i); i++) continue;
if (!text[i] && !(*caseless)[i]) return *caseless;
}
return text;
}
`;
