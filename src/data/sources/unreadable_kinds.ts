import { shellPath } from '../../shell_word.js';

/** A kind of file that holds rows, but is not read, and how to make one of it that is. */
export interface Unreadable {
  readonly name: string;
  /** Words for what a person does. */
  readonly advice?: string;
  /** The command that does it: the file, and a file beside it to be made, both as a shell takes them. */
  readonly command?: (file: string, beside: (ending: string) => string) => string;
}

/** A kind that is known by its first bytes. */
export interface BinaryKind extends Unreadable {
  /** Bytes that it begins with, one character each. */
  readonly begins: readonly string[];
  /** Ending of the name, or text near the beginning, by which kinds that begin alike are told apart. */
  readonly ending?: RegExp;
  readonly holds?: string;
}

const withPandas =
  (read: string): Unreadable['command'] =>
  (file, beside) =>
    `python3 -c 'import pandas, sys; pandas.${read}.to_csv(sys.argv[2], index=False)' ${file} ${beside('.csv')}`;
const withR =
  (read: string): Unreadable['command'] =>
  (file, beside) =>
    `Rscript -e 'a <- commandArgs(TRUE); write.csv(${read}, a[2], row.names = FALSE)' ${file} ${beside('.csv')}`;
const sheet: Omit<Unreadable, 'name'> = {
  advice: 'save it as CSV in a spreadsheet program',
  // it names what it makes by itself, so that this has to lie elsewhere
  command: (file, beside) => `libreoffice --headless --convert-to csv --outdir ${beside('-csv')} ${file}`,
};

const zip = ['PK\x03\x04', 'PK\x05\x06'];

/** Kinds in the order in which they are tried; those with an ending come before the others that begin alike. */
export const binaryKinds: readonly BinaryKind[] = [
  {
    name: 'an Excel workbook (xlsx)',
    begins: zip,
    ending: /\.xls[xmb]$/i,
    holds: '[Content_Types]',
    ...sheet,
  },
  {
    name: 'an OpenDocument spreadsheet (ods)',
    begins: zip,
    ending: /\.ods$/i,
    holds: 'opendocument.sp',
    ...sheet,
  },
  {
    name: 'NumPy arrays (npz)',
    begins: zip,
    ending: /\.npz$/i,
    advice: 'save them as CSV with numpy.savetxt',
  },
  { name: 'a zip archive', begins: zip, command: (file, beside) => `unzip -p ${file} > ${beside('.csv')}` },
  { name: 'an old Excel workbook (xls)', begins: ['\xd0\xcf\x11\xe0'], ...sheet },
  { name: 'xz', begins: ['\xfd7zXZ\0'], command: (file, beside) => `xz -dc ${file} > ${beside('.csv')}` },
  {
    name: 'LZ4',
    begins: ['\x04\x22\x4d\x18'],
    command: (file, beside) => `lz4 -dc ${file} > ${beside('.csv')}`,
  },
  {
    name: 'a 7z archive',
    begins: ['7z\xbc\xaf\x27\x1c'],
    command: (file, beside) => `7z x -so ${file} > ${beside('.csv')}`,
  },
  {
    name: 'Feather or Arrow',
    begins: ['ARROW1\0', 'FEA1\0'],
    command: withPandas('read_feather(sys.argv[1])'),
  },
  { name: 'ORC', begins: ['ORC'], ending: /\.orc$/i, command: withPandas('read_orc(sys.argv[1])') },
  { name: 'HDF5', begins: ['\x89HDF\r\n'], command: withPandas('read_hdf(sys.argv[1])') },
  { name: 'a NumPy array (npy)', begins: ['\x93NUMPY'], advice: 'save it as CSV with numpy.savetxt' },
  {
    name: 'an SQLite database',
    begins: ['SQLite format 3\0'],
    command: (file, beside) =>
      `sqlite3 -header -csv ${file} 'SELECT * FROM name_of_the_table' > ${beside('.csv')}`,
  },
  { name: "R's data (rds)", begins: ['X\n\0\0'], command: withR('readRDS(a[1])') },
  { name: "R's data (rda)", begins: ['RDX2\nX\n', 'RDX3\nX\n'], command: withR('get(load(a[1])[1])') },
  {
    name: 'a tar archive',
    begins: [''],
    ending: /\.(tar(\.\w+)?|tgz|tbz2?|txz)$/i,
    command: (file) => `tar -xf ${file}`,
  },
  { name: 'a PDF document', begins: ['%PDF-'], advice: 'save its tables as CSV' },
];

/** Kinds of text that hold rows, but are not read. */
export const textKinds = {
  array: {
    name: 'a JSON array',
    command: (file, beside) => `jq -c '.[]' ${file} > ${beside('.jsonl')}`,
  },
  document: {
    name: 'a JSON document over several lines',
    command: (file, beside) => `jq -c . ${file} > ${beside('.jsonl')}`,
  },
  markup: { name: 'HTML or XML', command: withPandas('read_html(sys.argv[1])[0]') },
} as const satisfies Record<string, Unreadable>;

/** Words and commands that make a file that is read of one that is not. */
export function conversion({ advice, command }: Unreadable, file: string): string {
  const made = command?.(shellPath(file), (ending) => shellPath(beside(file, ending)));
  return [advice, made].filter((each) => each !== undefined).join(', or: ');
}

/** Path beside a file, never that of the file itself, not even where case makes no difference. */
function beside(file: string, ending: string): string {
  const plain = file.replace(/\.[^./]*$/, '');
  if (plain !== file && /\.(csv|tsv|psv|txt|jsonl|ndjson)$/i.test(plain) && ending === '.csv') return plain;
  const path = `${plain}${ending}`;
  return path.toLowerCase() === file.toLowerCase() ? `${plain}-rows${ending}` : path;
}
