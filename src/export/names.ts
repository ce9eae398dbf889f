import { functions } from './code.js';

/** Words that are no names in JavaScript, C or C++, and macros that headers of C have. */
const taken = new Set(
  (
    'abstract alignas alignof and asm async auto await bool boolean break byte case catch char class compl concept ' +
    'const constexpr continue debugger decltype default delete do double else enum errno eval explicit export extern ' +
    'false final finally float for friend function goto if implements import in inline instanceof int interface let ' +
    'linux long main module mutable namespace native new noexcept not null nullptr operator or package private ' +
    'protected public register reinterpret_cast requires restrict return short signed sizeof stderr stdin stdout ' +
    'static static_assert struct super switch template this thread_local throw throws transient true try typedef ' +
    'typeid typename typeof undefined union unix unsigned using var virtual void volatile wchar_t while with xor ' +
    'yield I NULL EOF NAN INFINITY HUGE_VAL BUFSIZ FOPEN_MAX FILENAME_MAX L_tmpnam SEEK_CUR SEEK_END SEEK_SET ' +
    'TMP_MAX DOMAIN SING OVERFLOW UNDERFLOW PLOSS TLOSS signbit isnan isinf isfinite isnormal fpclassify arguments i386'
  ).split(' '),
);

/** A text as an identifier of ASCII letters, digits and underscores. */
export function identifier(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const name = plain === '' ? 'column' : /^\d/.test(plain) ? `c_${plain}` : plain;
  return taken.has(name) ? `${name}_` : name;
}

/** Makes identifiers of texts, no two the same. */
export function uniqueNames(reserved: Iterable<string> = []): (text: string) => string {
  const used = new Set(reserved);
  return (text) => {
    const name = identifier(text);
    let found = name;
    for (let i = 2; used.has(found); i++) found = `${name}_${i}`;
    used.add(found);
    return found;
  };
}

/** Names of the program's own, beside those of its functions. */
const reserved =
  'values x y answer answers row rows columns classes encode network decide predict refused answerOf numberOf textOf ' +
  'outputs given dateOf levelOf valueOf levelOfText levels faultText fault main float powers text texts';

/** Makes names of constants and memory. */
export const constantNames = (): ((text: string) => string) =>
  uniqueNames([...reserved.split(' '), ...Object.keys(functions)]);
