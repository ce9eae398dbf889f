import { platform } from '#platform';
import { MlpError } from '../../errors.js';

/** A kind of file that holds rows, but is not read. */
interface Unreadable {
  readonly name: string;
  /** Bytes that it begins with, one character each. */
  readonly begins: readonly string[];
  /** Ending of the name, or text near the beginning, by which kinds that begin alike are told apart. */
  readonly ending?: RegExp;
  readonly holds?: string;
  /** The commands that make a file out of it that is read; `file` is quoted for a shell where it has to be. */
  readonly commands: (file: string) => readonly string[];
}

const named = (file: string, ending: string): string => {
  const plain = file.replace(/^'|'$/g, '').replace(/\.[^./]*$/, '');
  return quoted(`${plain}${ending}`);
};
const quoted = (text: string): string =>
  /^[\w./+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
const withPandas = (read: string) => (file: string) => [
  `python3 -c 'import pandas, sys; pandas.${read}(sys.argv[1]).to_csv(sys.argv[2], index=False)' ` +
    `${file} ${named(file, '.csv')}`,
];
const asSheet = (file: string) => [
  'save it as CSV in a spreadsheet program',
  `libreoffice --headless --convert-to csv ${file}`,
];

const zip = ['PK\x03\x04', 'PK\x05\x06'];

/** Kinds in the order in which they are tried; those with an ending come before the others that begin alike. */
const kinds: readonly Unreadable[] = [
  {
    name: 'an Excel workbook (xlsx)',
    begins: zip,
    ending: /\.xls[xmb]$/i,
    holds: '[Content_Types]',
    commands: asSheet,
  },
  {
    name: 'an OpenDocument spreadsheet (ods)',
    begins: zip,
    ending: /\.ods$/i,
    holds: 'opendocument.sp',
    commands: asSheet,
  },
  {
    name: 'NumPy arrays (npz)',
    begins: zip,
    ending: /\.npz$/i,
    commands: () => ['save them as CSV with numpy.savetxt'],
  },
  { name: 'a zip archive', begins: zip, commands: (file) => [`unzip -p ${file} > ${named(file, '.csv')}`] },
  { name: 'an old Excel workbook (xls)', begins: ['\xd0\xcf\x11\xe0'], commands: asSheet },
  { name: 'xz', begins: ['\xfd7zXZ\0'], commands: (file) => [`xz -dk ${file}`] },
  { name: 'LZ4', begins: ['\x04\x22\x4d\x18'], commands: (file) => [`lz4 -dk ${file}`] },
  { name: 'a 7z archive', begins: ['7z\xbc\xaf\x27\x1c'], commands: (file) => [`7z x ${file}`] },
  { name: 'Feather or Arrow', begins: ['ARROW1\0', 'FEA1\0'], commands: withPandas('read_feather') },
  { name: 'ORC', begins: ['ORC'], ending: /\.orc$/i, commands: withPandas('read_orc') },
  { name: 'HDF5', begins: ['\x89HDF\r\n'], commands: withPandas('read_hdf') },
  {
    name: 'a NumPy array (npy)',
    begins: ['\x93NUMPY'],
    commands: () => ['save it as CSV with numpy.savetxt'],
  },
  {
    name: 'an SQLite database',
    begins: ['SQLite format 3\0'],
    commands: (file) => [
      `sqlite3 -header -csv ${file} 'SELECT * FROM name_of_the_table' > ${named(file, '.csv')}`,
    ],
  },
  {
    name: "R's data (rds)",
    begins: ['X\n\0\0', 'RDX2\nX\n', 'RDX3\nX\n'],
    commands: (file) => [
      `Rscript -e 'write.csv(readRDS("${file}"), "${named(file, '.csv')}", row.names = FALSE)'`,
    ],
  },
  {
    name: 'a tar archive',
    begins: [''],
    ending: /\.(tar(\.\w+)?|tgz|tbz2?|txz)$/i,
    commands: (file) => [`tar -xf ${file}`],
  },
  { name: 'a PDF document', begins: ['%PDF-'], commands: () => ['save its tables as CSV'] },
];

/** Kinds of text that hold rows, but are not read. */
const texts = {
  array: {
    name: 'a JSON array',
    commands: (file: string) => [`jq -c '.[]' ${file} > ${named(file, '.jsonl')}`],
  },
  document: {
    name: 'a JSON document over several lines',
    commands: (file: string) => [`jq -c . ${file} > ${named(file, '.jsonl')}, which has an object a line`],
  },
  markup: {
    name: 'HTML or XML',
    commands: (file: string) => [
      `python3 -c 'import pandas, sys; pandas.read_html(sys.argv[1])[0].to_csv(sys.argv[2], index=False)' ` +
        `${file} ${named(file, '.csv')}`,
    ],
  },
} as const;

/** Number of bytes within which `holds` has to stand. */
const beginning = 128;

/**
 * Refuses a file by its first bytes; true where more of them are needed to tell.
 *
 * @throws MlpError `data` with the command that converts it.
 */
export function refuseUnreadable(head: Uint8Array, name: string, isStream: boolean): boolean {
  const start = platform.decodeLatin1(head, 0, beginning);
  if (start.startsWith(parquet)) throw parquetElsewhere(name, isStream);
  if (isDuckDb(start))
    throw new MlpError(
      'data',
      `${name}: a DuckDB database, which is asked by a query: --sql "SELECT * FROM name_of_the_table ORDER BY ALL" ` +
        '--database FILE, or in a config "train": {"sql": "SELECT …", "database": "FILE"}',
    );
  const found = kinds.find(({ begins, ending, holds }) => {
    if (!begins.some((bytes) => start.startsWith(bytes))) return false;
    return !ending || (ending.test(name) && !isStream) || (holds !== undefined && start.includes(holds));
  });
  if (found) throw refusal(found, name, isStream);
  return (
    parquet.startsWith(start) || kinds.some(({ begins }) => begins.some((bytes) => bytes.startsWith(start)))
  );
}

/** Bytes that no text has: the magic number of Parquet, and the beginning of a page's header. */
const parquet = 'PAR1\x15';

/** Whether a file that begins so is a DuckDB database: it has its mark behind a checksum. */
const isDuckDb = (start: string): boolean => /^.{8}DUCK.\0{3}/s.test(start);

/**
 * Refuses a file that is to be a database, and is none of DuckDB.
 *
 * @throws MlpError `data`.
 */
export function refuseNoDatabase(head: Uint8Array, name: string): void {
  if (isDuckDb(platform.decodeLatin1(head, 0, beginning))) return;
  refuseUnreadable(head, name, false);
  throw new MlpError(
    'data',
    `${name}: not a DuckDB database; of files it takes no database: FROM '${name}' in the query`,
  );
}

const parquetElsewhere = (name: string, isStream: boolean): MlpError =>
  new MlpError(
    'data',
    `${name}: this is Parquet, ` +
      (isStream
        ? 'which is not read from a pipe, as what is in it stands at its end; name a file'
        : 'where text was expected; unpack the file, or say --input-format parquet'),
  );

/** Text that holds rows in another form than lines: what it is, and how to make lines of it. */
export const unreadableText = (kind: keyof typeof texts, name: string, isStream: boolean): MlpError =>
  refusal(texts[kind], name, isStream);

function refusal(
  { name: kind, commands }: Pick<Unreadable, 'name' | 'commands'>,
  name: string,
  isStream: boolean,
) {
  const advice = commands(isStream ? 'FILE' : quoted(name)).join(', or: ');
  return new MlpError('data', `${name}: this is ${kind}, which is not read; convert it first: ${advice}`);
}
