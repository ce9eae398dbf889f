import type { Preprocessing } from '../../../../data/preprocessing/index.js';
import { cCharacter, cText } from '../syntax.js';

/** The reader of records: RFC 4180 in UTF-8, with LF, CRLF or CR. */
export const recordReader = ({ delimiter, comment, skip_rows: skipped }: Preprocessing): string => `
#define LONGEST_RECORD 4194304
#define MOST_FIELDS 65536

static const char *source = "stdin";
static char record[LONGEST_RECORD];
static char *record_fields[MOST_FIELDS];
/* Fields of the first record, the line on which the record begins, and that of what is read next. */
static int first_fields = 0;
static long record_line = 1, next_line = 1;

static void reportOdd(void);

/* Ends the program with an error at the record. */
static void refuse(const char *what) {
reportOdd();
fprintf(stderr, "error: %s:%ld: %s\\n", source, record_line, what);
exit(65);
}

/* Reads what belongs to the line end that begins with this character. */
static void endLine(FILE *file, int c) {
next_line++;
if (c == '\\r' && (c = getc(file)) != '\\n' && c != EOF) ungetc(c, file);
}

${
  comment || skipped > 0
    ? `
static void skipLine(FILE *file) {
int c = getc(file);
while (c != EOF && c != '\\n' && c != '\\r') c = getc(file);
if (c != EOF) endLine(file, c);
}
`
    : ''
}
static int isUtf8(const char *text, size_t length) {
size_t i, more = 0;
for (i = 0; i < length; i++) {
const int c = (unsigned char)text[i];
if (more > 0 ? (c & 0xc0) != 0x80 : c >= 0x80 && (c < 0xc2 || c > 0xf4)) return 0;
more = more > 0 ? more - 1 : c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
}
return more == 0;
}

/* Reads a record into record_fields, and gives their number, 0 at the end of the file. Lines without
   anything, which are missing values where there is one column,${comment ? ' and comments' : ''} are passed over. */
static int readRecord(FILE *file) {
enum { BEFORE, PLAIN, QUOTED, BEHIND } state = BEFORE;
size_t length = 0;
int count = 1, any = 0, blank = 0, c;
record_line = next_line;
record_fields[0] = record;
for (;;) {
c = getc(file);
if (length + 2 > LONGEST_RECORD || count == MOST_FIELDS) refuse("a record that is too long");
if (state == QUOTED) {
if (c == EOF) refuse("a quote that is never closed");
if (c == 0) refuse("a NUL byte: not a CSV file in UTF-8");
if (c == '\\n' || c == '\\r') {
record[length++] = (char)c;
if (c == '\\r') {
c = getc(file);
if (c == '\\n') record[length++] = '\\n';
else if (c != EOF) ungetc(c, file);
}
next_line++;
} else if (c != '"') record[length++] = (char)c;
else {
c = getc(file);
if (c == '"') record[length++] = '"';
else {
state = BEHIND;
if (c != EOF) ungetc(c, file);
}
}
} else if (c == EOF || c == '\\n' || c == '\\r') {
if (c != EOF) endLine(file, c);
if (any || (first_fields == 1 && (blank || c != EOF))) break;
if (c == EOF) return 0;
record_line = next_line;
blank = 0;
} else if (c == ${cCharacter(delimiter)}) {
record[length++] = 0;
record_fields[count++] = record + length;
state = BEFORE;
any = 1;
} else if (c == 0) refuse("a NUL byte: not a CSV file in UTF-8");
else if (state != PLAIN && (c == ' ' || c == '\\t')) blank = 1;
else if (state == BEHIND) refuse("text after a closing quote; a quote within a quoted field is written twice");
else if (state == BEFORE && c == '"') {
state = QUOTED;
any = 1;
} else {
state = PLAIN;
any = 1;
record[length++] = (char)c;
if (record_line == 1 && count == 1 && length == 3 && strncmp(record, "\\357\\273\\277", 3) == 0) {
state = BEFORE;
length = any = 0;
}${
  comment
    ? `
if (count == 1 && !blank && length == ${comment.length} && strncmp(record, ${cText(comment)}, ${comment.length}) == 0) {
skipLine(file);
record_line = next_line;
state = BEFORE;
length = any = 0;
}`
    : ''
}
}
}
record[length] = 0;
if (!isUtf8(record, length)) refuse("a byte that is no UTF-8");
return count;
}
`;
