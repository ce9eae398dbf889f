import { decimal, isCanonical } from '../../../data/numbers/decimal.js';
import type { Preprocessing } from '../../../data/preprocessing/index.js';
import { booleanWords } from '../../../data/table/booleans.js';
import { cellFormat } from '../../../data/table/cells.js';
import { MissingTexts } from '../../../data/table/missing_texts.js';
import type { InputColumn, Program } from '../../program/index.js';
import { wrapped } from '../syntax.js';
import { cText } from './syntax.js';

/** Names of the fields of the structs, by columns and by values of an answer. */
export interface Fields {
  readonly columns: readonly string[];
  readonly answers: readonly string[];
}

/** The texts of a list that several columns may share. */
class TextLists {
  readonly lines: string[] = [];
  private readonly known = new Map<string, string>();

  /** The name of a list. */
  name(texts: readonly string[]): string {
    const key = JSON.stringify(texts);
    const found = this.known.get(key);
    if (found) return found;
    const name = `texts_${this.known.size + 1}`;
    this.known.set(key, name);
    this.lines.push(`static const char *const ${name}[] = {\n${wrapped([...texts.map(cText), '0'])}\n};`);
    return name;
  }
}

/** Lists by which texts of a category column are found, as `indexTexts` finds them. */
function matching({ texts = [] }: InputColumn, lists: TextLists): string {
  const known = texts.map(({ text }) => text);
  const areCanonical = known.every(
    (text) => !Number.isFinite(decimal(text)) || isCanonical(text, decimal(text)),
  );
  const hasNumbers = known.some((text) => Number.isFinite(decimal(text)));
  const words = booleanWords(known);
  const caseless = known.filter((text) => words.includes(text.toLowerCase()));
  const name = (list: readonly string[]) => (list.length > 0 ? lists.name(list) : '0');
  const numbers = areCanonical && hasNumbers ? known.filter((text) => Number.isFinite(decimal(text))) : [];
  return `${name(numbers)}, ${name(caseless)}`;
}

/** The program that reads CSV and prints predictions: `main`, with what it needs. */
export function mainText(
  { columns, answers }: Program,
  { columns: fields, answers: answerFields }: Fields,
  preprocessing: Preprocessing,
  prefix: string,
): string {
  const lists = new TextLists();
  const setting = (i: number, value: string) => `case ${i}: row->${fields[i]} = ${value}; break;`;
  const cases = columns.map((column, i) => {
    const missing = new MissingTexts(cellFormat(preprocessing.cells, column.name).missing_values).of(
      column.type,
    );
    const list = lists.name([...missing]);
    if (column.type === 'category')
      return setting(i, `isOneOf(text, ${list}) ? 0 : textOf(text, ${matching(column, lists)})`);
    const read = column.type === 'date' ? 'dateOf' : 'numberOf';
    return setting(i, `isOneOf(text, ${list}) ? NAN : ${read}(text)`);
  });
  const has = (type: InputColumn['type']) => columns.some((column) => column.type === type);
  const header = answers.map((answer) => answer.name).map(csvField);
  const printed = answers.map(({ classes }, i) => {
    const value = `answer->${answerFields[i]}`;
    const comma = i > 0 ? "putchar(',');\n" : '';
    return `${comma}${classes ? `printText(${value})` : `printf("%.17g", ${value})`};`;
  });
  return `
/* A program that reads a CSV file and prints a prediction for each row. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#define COLUMNS ${columns.length}
#define LONGEST_RECORD 4194304
#define MOST_FIELDS 65536

static const char *const column_names[COLUMNS] = {
${wrapped(columns.map((column) => cText(column.name)))}
};

${lists.lines.join('\n')}

static int isOneOf(const char *text, const char *const *texts) {
for (; *texts; texts++) if (strcmp(text, *texts) == 0) return 1;
return 0;
}

static char *trimmed(char *text) {
char *end = text + strlen(text);
while (end > text && isspace((unsigned char)end[-1])) *--end = 0;
while (isspace((unsigned char)*text)) text++;
return text;
}

/* A decimal number; NaN where the text is none. */
static double numberOf(const char *text) {
char *end;
const char *digits = text + (*text == '-' || *text == '+');
double value;
if (*text == 0 || strspn(text, "+-.0123456789eE") != strlen(text)) {
char lower[10] = "";
size_t i;
for (i = 0; digits[i] && i < 9; i++) lower[i] = (char)tolower((unsigned char)digits[i]);
if (strcmp(lower, "inf") == 0 || strcmp(lower, "infinity") == 0) return *text == '-' ? -INFINITY : INFINITY;
return NAN;
}
value = strtod(text, &end);
return *end ? NAN : value;
}
${has('date') ? dateReader : ''}${has('category') ? textReader : ''}
static void setField(struct ${prefix}_row *row, int column, char *field) {
char *text = trimmed(field);
switch (column) {
${cases.join('\n')}
}
}

static void printText(const char *text) {
if (!strpbrk(text, ",\\"\\r\\n")) {
fputs(text, stdout);
return;
}
putchar('"');
for (; *text; text++) {
if (*text == '"') putchar('"');
putchar(*text);
}
putchar('"');
}

static void printAnswer(const struct ${prefix}_answer *answer) {
${printed.join('\n')}
}

static char record[LONGEST_RECORD];
static char *record_fields[MOST_FIELDS];

/* Reads a record into record_fields: how many, 0 at the end of the file, -1 where it is too long. Empty lines are
   passed over. */
static int readRecord(FILE *file) {
size_t length = 0;
int count = 1, quoted = 0, begins = 1, any = 0, c;
record_fields[0] = record;
while ((c = getc(file)) != EOF) {
if (length + 2 > LONGEST_RECORD) return -1;
if (quoted) {
if (c != '"') {
record[length++] = (char)c;
continue;
}
c = getc(file);
if (c == '"') {
record[length++] = '"';
continue;
}
quoted = 0;
if (c == EOF) break;
}
if (c == '"' && begins) {
quoted = any = 1;
begins = 0;
} else if (c == ${cCharacter(preprocessing.delimiter)}) {
if (count == MOST_FIELDS) return -1;
record[length++] = 0;
record_fields[count++] = record + length;
begins = any = 1;
} else if (c == '\\n') {
if (any) break;
length = 0;
begins = 1;
} else if (c != '\\r') {
record[length++] = (char)c;
begins = 0;
any = 1;
}
}
record[length] = 0;
return any ? count : 0;
}

int main(int arguments, char *argument[]) {
int places[COLUMNS];
long line = 0;
int column, count, code;
FILE *file = arguments > 1 ? fopen(argument[1], "rb") : stdin;
struct ${prefix}_row row;
struct ${prefix}_answer answer;
if (${prefix}_self_test() != 0) {
fputs("error: this program was compiled so that it does not give the bits of mlp predict: compile with "
"-std=c99, or with -ffp-contract=off, and without -ffast-math\\n", stderr);
return 70;
}
if (!file) {
fprintf(stderr, "error: %s: cannot be read\\n", argument[1]);
return 66;
}
count = readRecord(file);
${preprocessing.header ? headerText : headerlessText(preprocessing, columns)}
puts(${cText(header.join(','))});
for (;;) {
${preprocessing.header ? 'count = readRecord(file);' : 'if (line > 0) count = readRecord(file);'}
if (count == 0) return 0;
line++;
for (column = 0; column < COLUMNS; column++) {
if (count <= places[column]) {
fprintf(stderr, "error: row %ld: too few fields, or too long\\n", line);
return 65;
}
setField(&row, column, record_fields[places[column]]);
}
code = ${prefix}_predict(&row, &answer);
if (code > 0) {
fprintf(stderr, "error: row %ld, column %s: a value is missing, or is no finite number\\n", line,
column_names[code - 1]);
return 65;
}
if (code < 0) fputs(${cText(','.repeat(answers.length - 1))}, stdout);
else printAnswer(&answer);
putchar('\\n');
}
}
`;

  function csvField(text: string): string {
    return /[,"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
}

const cCharacter = (text: string): string =>
  text === '\t' ? "'\\t'" : text === "'" || text === '\\' ? `'\\${text}'` : `'${text}'`;

const headerText = `for (column = 0; column < COLUMNS; column++) {
int place = 0;
if (count > 0 && column == 0 && strncmp(record_fields[0], "\\357\\273\\277", 3) == 0) record_fields[0] += 3;
while (place < count && strcmp(trimmed(record_fields[place]), column_names[column]) != 0) place++;
if (place >= count) {
fprintf(stderr, "error: no column %s\\n", column_names[column]);
return 65;
}
places[column] = place;
}`;

/** Code for a file without a header: columns are at their places among those of the training data, with those of targets or without. */
const headerlessText = ({ columns: all }: Preprocessing, columns: readonly InputColumn[]): string =>
  columns.map(({ name }, i) => `places[${i}] = ${all.indexOf(name)};`).join('\n');

const dateReader = `
/* Seconds since 1970-01-01T00:00:00Z of YYYY-MM-DD, with HH:MM or HH:MM:SS behind a blank or a T, or of a number of
   them; NaN where the text is neither. */
static double dateOf(const char *text) {
int year, month, day, hour = 0, minute = 0, read = 0, more = 0;
double second = 0.0, y, era, days;
if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &read) < 3 || read != 10) return numberOf(text);
if (month < 1 || month > 12 || day < 1 || day > 31) return NAN;
if (text[read] != 0) {
if (sscanf(text + read + 1, "%2d:%2d%n", &hour, &minute, &more) < 2) return NAN;
read += 1 + more;
if (text[read] == ':') second = strtod(text + read + 1, 0);
}
y = month <= 2 ? year - 1 : year;
era = floor(y / 400.0);
days = floor((153.0 * (month + (month > 2 ? -3 : 9)) + 2.0) / 5.0) + day - 1.0;
y -= 400.0 * era;
days += 365.0 * y + floor(y / 4.0) - floor(y / 100.0) + era * 146097.0 - 719468.0;
return days * 86400.0 + (hour * 3600.0 + minute * 60.0) + second;
}
`;

const textReader = `
/* The category that a text is written for: itself; a number by its value, such as 1.0 for 1; a yes or no in any case. */
static const char *textOf(const char *text, const char *const *numbers, const char *const *caseless) {
const double value = numberOf(text);
size_t i;
if (numbers && value == value && strspn(text, "+-0123456789") != strlen(text))
for (; *numbers; numbers++) if (numberOf(*numbers) == value) return *numbers;
if (caseless)
for (; *caseless; caseless++) {
for (i = 0; text[i] && tolower((unsigned char)text[i]) == tolower((unsigned char)(*caseless)[i]); i++) continue;
if (!text[i] && !(*caseless)[i]) return *caseless;
}
return text;
}
`;
