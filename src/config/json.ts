import {
  type DocumentNode,
  type MemberNode,
  parse,
  type StringNode,
  type ValueNode,
} from '@humanwhocodes/momoa';
import { MlpError } from '../errors.js';
import { formatCount } from '../format_count.js';
import { syntaxProblem } from './json_syntax.js';
import { forbiddenKey, formatPath, inPath, isForbidden, type Path } from './path.js';

const maxCharacters = 2 ** 22;
/** Most levels of nesting: enough for any config, and few enough for recursion. */
export const maxDepth = 100;

export interface JsonDocument {
  readonly value: unknown;
  /**
   * Position `source:line:column` of the value at `path`, or of what encloses it if there is none; with `key`, of that
   * key in it.
   */
  where(path: Path, key?: string): string;
}

/** Line and column in a text, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads strict JSON. `locate` makes the text of a position in messages.
 *
 * @throws MlpError `config` for text that is no JSON, nests too deeply or is too long; for a key that is there twice or
 * has a meaning in JavaScript; for a number too large for a double.
 */
export function parseJson(
  text: string,
  source: string,
  locate = ({ line, column }: Position) => `${source}:${line}:${column}`,
): JsonDocument {
  const fail = (at: Position, message: string) => new MlpError('config', `${locate(at)}: ${message}`);
  if (text.length > maxCharacters)
    throw new MlpError(
      'config',
      `${source}: longer than the ${formatCount(maxCharacters)} characters a config may have; ` +
        'weights to start from belong in a model file (training.init_from)',
    );
  const tooDeep = offsetOfDepth(text, maxDepth + 1);
  if (tooDeep >= 0)
    throw fail(positionOf(text, tooDeep), `lists and objects are nested more than ${maxDepth} deep`);

  const { body } = parseStrictly(text, fail);
  return {
    value: plainValue(body, [], text, fail),
    where: (path, key) => locate(find(body, path, key).loc.start),
  };
}

type Fail = (at: Position, message: string) => MlpError;

/** Offset at which `depth` brackets are open for the first time, or −1. Brackets need not match. */
function offsetOfDepth(text: string, depth: number): number {
  let open = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (inString) {
      if (character === '\\') i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') {
      if (++open === depth) return i;
    } else if (character === ']' || character === '}') open--;
  }
  return -1;
}

/** Line and column of an offset; lines end in LF, CRLF or CR, as for the parser. */
function positionOf(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n?|\n/);
  return { line: lines.length, column: lines[lines.length - 1].length + 1 };
}

function parseStrictly(text: string, fail: Fail): DocumentNode {
  try {
    return parse(text, { mode: 'json' });
  } catch (error) {
    // Its line and column are past the last ones where the text ends in a line end.
    const { offset } = error as { offset: number };
    if (text.trim() !== '' && endsTooEarly(text))
      throw fail(
        positionOf(text, text.trimEnd().length),
        'not valid JSON: the text ends too early: check that every {, [ and " is closed',
      );
    throw fail(positionOf(text, offset), `not valid JSON: ${syntaxProblem(text, offset)}`);
  }
}

/** Whether text appended could make it valid JSON: a NUL put at its end is then the first character refused. */
function endsTooEarly(text: string): boolean {
  try {
    parse(`${text}\0`, { mode: 'json' });
    return false;
  } catch (error) {
    const { offset, message } = error as { offset: number; message: string };
    const rest = text.slice(offset).trimEnd();
    const isWord = rest !== '' && ['true', 'false', 'null'].some((word) => word.startsWith(rest));
    return isWord || message.includes("'\0'") || message.startsWith('Unexpected end of input');
  }
}

const controlCharacter = /[^ -\u{10ffff}]/u;

function plainValue(node: ValueNode, path: Path, text: string, fail: Fail): unknown {
  const at = node.loc.start;
  switch (node.type) {
    case 'Object': {
      const value: Record<string, unknown> = {};
      const names = new Map<string, MemberNode['name']>();
      for (const member of node.members) {
        const name = nameOf(member);
        const position = member.name.loc.start;
        const inner = [...path, name];
        if (isForbidden(name)) throw fail(position, forbiddenKey(name, path));
        const other = names.get(name)?.loc.start;
        if (other)
          throw fail(
            position,
            `${formatPath(inner)}: this key is also on line ${other.line}, column ${other.column}; keep one of them`,
          );
        names.set(name, member.name);
        checkString(member.name as StringNode, text, fail);
        value[name] = plainValue(member.value, inner, text, fail);
      }
      return value;
    }
    case 'Array':
      return node.elements.map(({ value }, i) => plainValue(value, [...path, i], text, fail));
    case 'Number': {
      if (Number.isFinite(node.value)) return node.value;
      const written = text.slice(at.offset, node.loc.end.offset);
      throw fail(at, inPath(path, `${shorten(written)} is too large: numbers end at 1.8e308`));
    }
    case 'String':
      checkString(node, text, fail);
      return node.value;
    case 'Boolean':
      return node.value;
    default:
      return null;
  }
}

export const shorten = (text: string) => (text.length <= 40 ? text : `${text.slice(0, 39)}…`);

const nameOf = ({ name }: MemberNode): string => (name.type === 'String' ? name.value : name.name);

/** Refuses control characters in a string, such as line ends: the parser lets them through, JSON wants them escaped. */
function checkString({ loc: { start, end } }: StringNode, text: string, fail: Fail): void {
  const index = text.slice(start.offset, end.offset).search(controlCharacter);
  if (index >= 0)
    throw fail(
      positionOf(text, start.offset + index),
      'not valid JSON: a text has to end on its line; a line end or tab in it is written \\n or \\t',
    );
}

function find(node: ValueNode, path: Path, key?: string): { loc: ValueNode['loc'] } {
  if (path.length === 0) {
    const member = node.type === 'Object' && node.members.find((candidate) => nameOf(candidate) === key);
    return member ? member.name : node;
  }
  const [step, ...rest] = path;
  let inner: ValueNode | undefined;
  if (node.type === 'Array') inner = node.elements[Number(step)]?.value;
  else if (node.type === 'Object')
    inner = node.members.find((candidate) => nameOf(candidate) === String(step))?.value;
  return inner ? find(inner, rest, key) : node;
}
