import { monthNames, weekdayNames } from '../../../../data/dates/moment.js';
import { textArray } from './text_lists.js';

/** The end of the readers of dates: from what is written to seconds, as `secondsOf` has it. */
export const momentReader = `
/* A moment as it is written. */
struct moment {
int year, month, day, hour, minute, half;
double second, fraction, offset;
};

static const struct moment no_moment = {2000, 1, 1, 0, 0, -1, 0.0, 0.0, 0.0};

/* The value of so many digits; -1 where the text has other characters there. */
static int digitsAt(const char *text, int count) {
int value = 0;
for (; count > 0; count--, text++) {
if (*text < '0' || *text > '9') return -1;
value = 10 * value + (*text - '0');
}
return value;
}

/* Seconds since 1970-01-01T00:00:00Z; NaN where there is no such moment. Hinnant's days_from_civil. */
static double secondsOf(const struct moment *m) {
static const int longest[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
const int isLeap = m->year % 4 == 0 && (m->year % 100 != 0 || m->year % 400 == 0);
const int hour = m->half < 0 ? m->hour : m->hour % 12 + m->half;
const double second = m->second + m->fraction;
double y, era, days;
if (m->month < 1 || m->month > 12 || m->day < 1 || m->day > longest[m->month - 1]) return NAN;
if (m->month == 2 && m->day == 29 && !isLeap) return NAN;
if (hour > 24 || (hour == 24 && m->minute + second > 0.0) || m->minute > 59 || second >= 61.0) return NAN;
y = m->month <= 2 ? m->year - 1 : m->year;
era = floor(y / 400.0);
days = floor((153.0 * (m->month + (m->month > 2 ? -3 : 9)) + 2.0) / 5.0) + m->day - 1.0;
y -= 400.0 * era;
days += 365.0 * y + floor(y / 4.0) - floor(y / 100.0) + era * 146097.0 - 719468.0;
return days * 86400.0 + (hour * 3600.0 + m->minute * 60.0 - m->offset) + second;
}

/* Whether a text begins with a word, in any case. */
static int hasWord(const char *text, const char *word, size_t length) {
size_t i;
for (i = 0; i < length; i++)
if (!text[i] || tolower((unsigned char)text[i]) != tolower((unsigned char)word[i])) return 0;
return 1;
}

/* Bytes of an offset from UTC such as Z, +02:00, -0530 or +02, and its seconds; 0 where there is none. */
static size_t offsetAt(const char *text, double *seconds) {
const int hours = digitsAt(text + (*text != 0), 2);
size_t length = 3;
int minutes = 0;
*seconds = 0.0;
if (hasWord(text, "z", 1)) return 1;
if (hasWord(text, "utc", 3) || hasWord(text, "gmt", 3)) return 3;
if ((*text != '+' && *text != '-') || hours < 0) return 0;
if (digitsAt(text + 3 + (text[3] == ':'), 2) >= 0) {
length += text[3] == ':';
minutes = digitsAt(text + length, 2);
length += 2;
}
*seconds = (*text == '-' ? -1.0 : 1.0) * (hours * 3600.0 + minutes * 60.0);
return length;
}
`;

/** A date of ISO 8601, as `parseIso` reads it. */
export const isoReader = `
/* Seconds of a date of ISO 8601: 2024-05-31, 2024-05, 2024-05-31T14:30, 2024-05-31 14:30:05.25+02:00,
   20240531T143005Z; NaN where the text is none. */
static double isoDateOf(const char *text) {
struct moment m = no_moment;
const int isBasic = strspn(text, "0123456789") == 8;
size_t length;
m.year = digitsAt(text, 4);
if (m.year < 0 || (!isBasic && text[4] != '-')) return NAN;
text += isBasic ? 4 : 5;
m.month = digitsAt(text, 2);
if (m.month < 0) return NAN;
text += 2;
if (!isBasic) {
if (*text == 0) return secondsOf(&m);
if (*text++ != '-') return NAN;
}
m.day = digitsAt(text, 2);
if (m.day < 0) return NAN;
text += 2;
if (*text == 0) return secondsOf(&m);
if (*text == 'T' || *text == 't') text++;
else if (isBasic || !spaceAt(text)) return NAN;
else while (spaceAt(text)) text += spaceAt(text);
m.hour = digitsAt(text, 2);
if (m.hour < 0 || (!isBasic && text[2] != ':')) return NAN;
text += isBasic ? 2 : 3;
m.minute = digitsAt(text, 2);
if (m.minute < 0) return NAN;
text += 2;
if (isBasic ? digitsAt(text, 2) >= 0 : *text == ':') {
char second[64] = "";
text += !isBasic;
if (digitsAt(text, 2) < 0) return NAN;
length = 2;
if ((text[2] == '.' || text[2] == ',') && digitsAt(text + 3, 1) >= 0)
length = 3 + strspn(text + 3, "0123456789");
if (length >= sizeof second) return NAN;
memcpy(second, text, length);
second[2] = length > 2 ? '.' : 0;
m.second = strtod(second, 0);
text += length;
}
length = spaceAt(text);
if (offsetAt(text + length, &m.offset) > 0) text += length + offsetAt(text + length, &m.offset);
return *text ? NAN : secondsOf(&m);
}
`;

/** A date of a format with directives of strptime, as `dateFormat` reads it. */
export const formatReader = `
${textArray('month_names', monthNames)}
${textArray('weekday_names', weekdayNames)}

/* The index of the name that a text begins with, or with its first letters where these are not 0; -1 where none. */
static int nameAt(const char *text, const char *const *names, size_t letters) {
int i;
for (i = 0; names[i]; i++) if (hasWord(text, names[i], letters ? letters : strlen(names[i]))) return i;
return -1;
}

/* Whether a text, to its end, is of a format, and the moment that it gives. */
static int isOfFormat(const char *text, const char *format, struct moment *m) {
const int firstYear = *format == '%' ? digitsAt(format + 1, 4) : -1;
const char directive = *format == '%' ? format[firstYear < 0 ? 1 : 5] : 0;
const char *const *names = strchr("aA", directive) ? weekday_names : month_names;
const int first = firstYear < 0 ? 1969 : firstYear;
int count, value, index;
size_t length;
if (*format == 0) return *text == 0;
if (spaceAt(format)) {
if (!spaceAt(text)) return 0;
while (spaceAt(text)) text += spaceAt(text);
while (spaceAt(format)) format += spaceAt(format);
return isOfFormat(text, format, m);
}
if (directive == 0 || directive == '%')
return hasWord(text, format, 1) && isOfFormat(text + 1, format + (directive ? 2 : 1), m);
format += firstYear < 0 ? 2 : 6;
switch (directive) {
case 'a': case 'A': case 'b': case 'B':
index = nameAt(text, names, directive == 'a' || directive == 'b' ? 3 : 0);
if (index < 0) return 0;
if (names == month_names) m->month = index + 1;
return isOfFormat(text + (directive == 'a' || directive == 'b' ? 3 : strlen(names[index])), format, m);
case 'p':
if (!hasWord(text, "a", 1) && !hasWord(text, "p", 1)) return 0;
m->half = hasWord(text, "p", 1) ? 12 : 0;
length = 1 + (text[1] == '.');
if (!hasWord(text + length, "m", 1)) return 0;
length++;
return (text[length] == '.' && isOfFormat(text + length + 1, format, m)) || isOfFormat(text + length, format, m);
case 'f': {
char fraction[64] = "0.";
length = strspn(text, "0123456789");
if (length == 0 || length > sizeof fraction - 3) return 0;
memcpy(fraction + 2, text, length);
m->fraction = strtod(fraction, 0);
return isOfFormat(text + length, format, m);
}
case 'z':
length = offsetAt(text, &m->offset);
return length > 0 && isOfFormat(text + length, format, m);
}
for (count = directive == 'Y' ? 4 : 2; count >= (directive == 'Y' ? 4 : directive == 'y' ? 2 : 1); count--) {
value = digitsAt(text, count);
if (value < 0 || (directive == 'I' && (value < 1 || value > 12))) continue;
switch (directive) {
case 'Y': m->year = value; break;
case 'y': m->year = first + (value + 100 - first % 100) % 100; break;
case 'm': m->month = value; break;
case 'd': m->day = value; break;
case 'M': m->minute = value; break;
case 'S': m->second = value; break;
default: m->hour = value;
}
if (isOfFormat(text + count, format, m)) return 1;
}
return 0;
}

/* Seconds of a date of a format; NaN where the text is none. */
static double dateOf(const char *text, const char *format) {
struct moment m = no_moment;
return isOfFormat(text, format, &m) ? secondsOf(&m) : NAN;
}
`;
