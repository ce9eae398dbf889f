/** The reader of cells that are no values: missing ones, texts that are taken for such and counted, errors. */
export const cellReader = `
/* What the cells of the row hold, and their texts. */
enum { VALUE, MISSING, NOT_FINITE, ODD };
static int cell_kinds[COLUMNS];
static const char *cell_texts[COLUMNS];

/* Texts in columns of numbers or dates that are none, by column: how many, and the first. */
#define EXCERPT 60
static long odd_counts[COLUMNS], odd_lines[COLUMNS];
static char odd_texts[COLUMNS][EXCERPT + 4];

/* Copies a text to be shown: its beginning, without characters that control a terminal. */
static void copyExcerpt(const char *text, char *shown) {
size_t i, length = strlen(text);
const int isCut = length > EXCERPT;
if (isCut) for (length = EXCERPT; ((unsigned char)text[length] & 0xc0) == 0x80; length--) continue;
for (i = 0; i < length; i++) shown[i] = (unsigned char)text[i] < 32 || text[i] == 127 ? ' ' : text[i];
strcpy(shown + length, isCut ? "..." : "");
}

/* Says what was taken for missing values. */
static void reportOdd(void) {
int column;
fflush(stdout);
for (column = 0; column < COLUMNS; column++) {
const long count = odd_counts[column];
const char *s = count > 1 ? "s" : "";
if (count == 0) continue;
fprintf(stderr, "warning: %s: column %s: %ld cell%s that %s no %s%s, ", source, column_names[column], count, s,
count > 1 ? "are" : "is", is_date[column] ? "date" : "number", s);
fprintf(stderr, "taken for %smissing value%s%s ", count > 1 ? "" : "a ", s, drops[column] ? ": no answer" : "");
fprintf(stderr, "(%sline %ld, \\"%s\\")\\n", count > 1 ? "first: " : "", odd_lines[column], odd_texts[column]);
}
}

/* Counts the texts of a row that was answered; without an answer, those that cost it the answer. */
static void countOdd(int isWithout) {
int column;
for (column = 0; column < COLUMNS; column++) {
if (cell_kinds[column] != ODD || (isWithout && !drops[column])) continue;
if (odd_counts[column]++ > 0) continue;
odd_lines[column] = record_line;
copyExcerpt(cell_texts[column], odd_texts[column]);
}
}

/* Ends the program with an error at a cell. */
static void refuseCell(int column, const char *text, const char *what) {
char shown[EXCERPT + 4];
reportOdd();
fprintf(stderr, "error: %s:%ld: column %s: ", source, record_line, column_names[column]);
if (text) {
copyExcerpt(text, shown);
fprintf(stderr, "\\"%s\\" ", shown);
}
fprintf(stderr, "%s\\n", what);
exit(65);
}

/* Ends the program at a cell whose value the model does not take. */
static void refuseValue(int column) {
const char *text = cell_texts[column];
switch (cell_kinds[column]) {
case MISSING: refuseCell(column, 0, "a missing value, where the model needs one"); break;
case NOT_FINITE: refuseCell(column, text, "is not a finite number"); break;
case ODD:
refuseCell(column, text, is_date[column] ? "is no date of the format that the model was trained with" : "is no number");
break;
default: refuseCell(column, text, "is too large for the model");
}
}

static int isMissing(const char *text, const char *const *texts, int column) {
cell_kinds[column] = MISSING;
cell_texts[column] = text;
for (; *texts; texts++) if (strcmp(text, *texts) == 0) return 1;
cell_kinds[column] = VALUE;
return 0;
}
`;

export const numberIn = `
/* Infinity where a text says so: inf, -Infinity; else NaN. */
static double infinityOf(const char *text) {
const int isSigned = *text == '+' || *text == '-';
const char *const words[] = {"inf", "infinity"};
size_t word, i;
for (word = 0; word < 2; word++) {
for (i = 0; words[word][i] && tolower((unsigned char)text[isSigned + i]) == words[word][i]; i++) continue;
if (!words[word][i] && !text[isSigned + i]) return *text == '-' ? -INFINITY : INFINITY;
}
return NAN;
}

/* What stands for a cell: its number, NaN where its text is none. */
static double numberIn(double value, const char *text, int column) {
if (value != value) value = infinityOf(text);
if (!isfinite(value)) cell_kinds[column] = value == value ? NOT_FINITE : ODD;
return value;
}
`;

export const dateIn = `
/* What stands for a cell: its seconds, NaN where its text is no date. */
static double dateIn(double value, int column) {
if (value != value) cell_kinds[column] = ODD;
return value;
}
`;
