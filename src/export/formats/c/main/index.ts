import { type Preprocessing, targetNames } from '../../../../data/preprocessing/index.js';
import { type CellFormat, cellFormat } from '../../../../data/table/cells.js';
import { MissingTexts } from '../../../../data/table/missing_texts.js';
import type { InputColumn, Program } from '../../../program/index.js';
import { wrapped } from '../../syntax.js';
import { cText } from '../syntax.js';
import { cellReader, dateIn, numberIn } from './cells.js';
import { formatReader, isoReader, momentReader } from './dates.js';
import {
  formatText,
  numberFormat,
  numberSigns,
  plainNumberReader,
  writtenFormat,
  writtenNumberReader,
} from './numbers.js';
import { recordReader } from './records.js';
import { spaceReader } from './spaces.js';
import { Shared, textArray } from './text_lists.js';
import { matching, textReader } from './texts.js';

/** Names of the fields of the structs, by columns and by values of an answer. */
export interface Fields {
  readonly columns: readonly string[];
  readonly answers: readonly string[];
}

/**
 * The program that reads CSV as the model's data are written and prints predictions: `main`, with what it needs. What
 * is missing, and where it ends with an error, is as `mlp predict` has it.
 */
export function mainText(
  { columns, answers }: Program,
  { columns: fields, answers: answerFields }: Fields,
  preprocessing: Preprocessing,
  prefix: string,
): string {
  const lists = new Shared('texts', textArray);
  const formats = new Shared(
    'format',
    (name: string, format: NonNullable<ReturnType<typeof writtenFormat>>) => formatText(name, format, lists),
  );
  const dateFormats = dateFormatsOf(preprocessing);
  const readers = columns.map((column): readonly [string, string] => {
    const cells = cellFormat(preprocessing.cells, column.name);
    const missing = lists.name([...new MissingTexts(cells.missing_values).of(column.type)]);
    if (column.type === 'category') return [missing, `textOf(text, ${matching(column, lists)})`];
    return column.type === 'date'
      ? [missing, `dateIn(${dateCall(dateFormats.get(column.name)!)}, column)`]
      : [missing, `numberIn(${numberCall(cells, formats)}, text, column)`];
  });
  const cases = columns.map(({ type }, i) => {
    const [missing, value] = readers[i];
    const none = type === 'category' ? '0' : 'NAN';
    return `case ${i}: row->${fields[i]} = isMissing(text, ${missing}, column) ? ${none} : ${value}; break;`;
  });
  const has = (type: InputColumn['type']) => columns.some((column) => column.type === type);
  const used = [...dateFormats.values()];
  const isWritten = formats.lines.length > 0;
  const hasPlain = has('category') || readers.some(([, value]) => value.includes('(numberOf('));
  const header = answers.map((answer) => answer.name).map(csvField);
  const printed = answers.map(({ classes }, i) => {
    const value = `answer->${answerFields[i]}`;
    const comma = i > 0 ? "putchar(',');\n" : '';
    return `${comma}${classes ? `printText(${value})` : `printf("%.17g", ${value})`};`;
  });
  return `
/* A program that reads a CSV file, written as the data that the model was trained on, and prints a prediction for each
   row. A text in a column of numbers or dates that is none is a missing value, as for mlp predict: a warning counts
   them. It ends at the first row that cannot be answered, with its line and the column. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#define COLUMNS ${columns.length}

static const char *const column_names[COLUMNS] = {
${wrapped(columns.map((column) => cText(column.name)))}
};
/* Whether columns are of dates, and whether a missing value costs the row its answer. */
${flags('is_date', columns, ({ type }) => type === 'date')}
${flags('drops', columns, ({ missing }) => missing === 'drop')}

${lists.lines.join('\n')}
${isWritten ? `${numberFormat}\n${formats.lines.join('\n')}` : ''}
${recordReader(preprocessing)}
${spaceReader}${cellReader}
${hasPlain || isWritten ? numberSigns : ''}${hasPlain ? plainNumberReader : ''}
${isWritten ? writtenNumberReader : ''}${has('number') ? numberIn : ''}
${has('date') ? momentReader : ''}${used.includes('iso') ? isoReader : ''}
${used.some((format) => format !== 'iso') ? formatReader : ''}${has('date') ? dateIn : ''}
${has('category') ? textReader : ''}
static void setField(struct ${prefix}_row *row, int column, char *field) {
const char *text = trimmed(field);
switch (column) {
${cases.join('\n')}
}
}

${answers.some(({ classes }) => classes) ? textPrinter : ''}
static void printAnswer(const struct ${prefix}_answer *answer) {
${printed.join('\n')}
}
${preprocessing.header ? namedPlaces : numberedPlaces(preprocessing, columns)}
int main(int arguments, char *argument[]) {
int places[COLUMNS];
int column, count, code;
long rows = 0;
FILE *file = arguments > 1 ? fopen(argument[1], "rb") : stdin;
struct ${prefix}_row row;
struct ${prefix}_answer answer;
if (${prefix}_self_test() != 0) {
fputs("error: this program was compiled so that it does not give the bits of mlp predict: compile with "
"-ffp-contract=off\\n", stderr);
return 70;
}
if (arguments > 2) {
fputs("error: expected one file, or none to read stdin\\n", stderr);
return 2;
}
if (!file) {
fprintf(stderr, "error: %s: cannot be read\\n", argument[1]);
return 66;
}
if (arguments > 1) source = argument[1];
${Array.from({ length: preprocessing.skip_rows }, () => 'skipLine(file);').join('\n')}
count = first_fields = readRecord(file);
if (count == 0) refuse("no data: the file is empty");
findPlaces(places, count);
${preprocessing.header ? 'count = readRecord(file);' : ''}
for (; count > 0; count = readRecord(file)) {
if (count != first_fields) refuse(count < first_fields ? "fewer fields than in the first line"
: "more fields than in the first line: a field that contains the delimiter has to be quoted");
${preprocessing.header ? 'if (isHeader(places, count)) continue;' : ''}
for (column = 0; column < COLUMNS; column++) setField(&row, column, record_fields[places[column]]);
code = ${prefix}_predict(&row, &answer);
if (code > 0) refuseValue(code - 1);
if (rows++ == 0) puts(${cText(header.join(','))});
countOdd(code < 0);
if (code < 0) fputs(${cText(','.repeat(answers.length - 1))}, stdout);
else printAnswer(&answer);
putchar('\\n');
}
if (rows == 0 && !ferror(file)) refuse("no data: there are no rows");
if (ferror(file) || fflush(stdout) != 0 || ferror(stdout)) {
reportOdd();
fputs("error: cannot read, or write, to the end\\n", stderr);
return 74;
}
reportOdd();
return 0;
}
`;
}

const flags = (name: string, columns: readonly InputColumn[], of: (column: InputColumn) => boolean): string =>
  `static const char ${name}[COLUMNS] = {\n${wrapped(columns.map((column) => String(Number(of(column)))))}\n};`;

const csvField = (text: string): string => (/[,"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Formats of the columns of dates, by name. */
const dateFormatsOf = ({ features }: Preprocessing): ReadonlyMap<string, string> =>
  new Map(features.flatMap((feature) => (feature.kind === 'date' ? [[feature.name, feature.format]] : [])));

const dateCall = (format: string): string =>
  format === 'iso' ? 'isoDateOf(text)' : `dateOf(text, ${cText(format)})`;

function numberCall(
  cells: CellFormat,
  formats: Shared<NonNullable<ReturnType<typeof writtenFormat>>>,
): string {
  const format = writtenFormat(cells);
  return format ? `writtenNumberOf(text, &${formats.name(format)})` : 'numberOf(text)';
}

/** Finds columns by their names. */
const namedPlaces = `
static void findPlaces(int *places, int count) {
int column, place;
for (place = 0; place < count; place++) record_fields[place] = trimmed(record_fields[place]);
for (column = 0; column < COLUMNS; column++) {
places[column] = -1;
for (place = 0; place < count; place++) {
if (strcmp(record_fields[place], column_names[column]) != 0) continue;
if (places[column] >= 0) refuseCell(column, 0, "the header has it twice");
places[column] = place;
}
if (places[column] < 0) refuseCell(column, 0, "the header does not have it");
}
}

/* Whether a record repeats the header, as in files that were put together. */
static int isHeader(const int *places, int count) {
int column;
for (column = 0; column < COLUMNS; column++)
if (strcmp(trimmed(record_fields[places[column]]), column_names[column]) != 0) return 0;
return count > 1;
}
`;

/** Columns of a file without a header: at the places of the training data, with targets and weights or without. */
function numberedPlaces(preprocessing: Preprocessing, columns: readonly InputColumn[]): string {
  const { columns: all, weight } = preprocessing;
  const others = [...targetNames(preprocessing), weight];
  const inputs = all.filter((name) => !others.includes(name));
  const places = (names: readonly string[]) => columns.map(({ name }) => String(names.indexOf(name)));
  const table = (name: string, names: readonly string[]) =>
    `static const int ${name}[COLUMNS] = {\n${wrapped(places(names))}\n};`;
  return `
static void findPlaces(int *places, int count) {
${table('of_all', all)}
${table('of_inputs', inputs)}
if (count != ${all.length} && count != ${inputs.length})
refuse("expected ${all.length} fields as in the training data");
memcpy(places, count == ${all.length} ? of_all : of_inputs, sizeof of_all);
}
`;
}

const textPrinter = `
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
`;
