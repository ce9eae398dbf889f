import { textArray } from './text_lists.js';

/** Blanks beyond ASCII, as `trim` has them. */
const wideSpaces = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
  (character) => character > '\x7f' && /\s/.test(character),
);

/** Blanks, and texts without those around them. */
export const spaceReader = `
${textArray('wide_spaces', wideSpaces)}

/* Behind the first of some texts that this one begins with; where it begins with none, the text. */
static const char *behindOneOf(const char *text, const char *const *starts) {
for (; *starts; starts++) {
const size_t length = strlen(*starts);
if (strncmp(text, *starts, length) == 0) return text + length;
}
return text;
}

/* Bytes of the blank that a text begins with; 0 where it begins with none. */
static size_t spaceAt(const char *text) {
if ((unsigned char)*text < 128) return *text == ' ' || (*text >= '\\t' && *text <= '\\r');
return (size_t)(behindOneOf(text, wide_spaces) - text);
}

static char *trimmed(char *text) {
char *end, *at;
while (spaceAt(text)) text += spaceAt(text);
for (end = at = text; *at;) {
const size_t space = spaceAt(at);
if (space) at += space;
else end = ++at;
}
*end = 0;
return text;
}
`;
