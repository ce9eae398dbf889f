const LINE_FEED: u8 = 0x0a;
const CARRIAGE_RETURN: u8 = 0x0d;

/** Results of the last `split`: fields of each record, blank lines, and the line behind the text. */
export let width: i32 = 0;
export let blankLines: i32 = 0;
export let nextLine: i32 = 0;

/**
 * Splits text that holds no quote and ends with a line end, its first byte on line `line`, at every delimiter and line
 * end. Field k of all begins at text + starts[k] and ends before the delimiter or the line ends ahead of starts[k + 1];
 * lines[r] is the line of record r. Returns the number of records, 0 where they differ in their number of fields.
 * `text` is followed by 15 bytes of 0; `starts` has room for length + 1 numbers, `lines` for length / 2 + 1.
 */
export function split(text: usize, length: i32, delimiter: i32, starts: usize, lines: usize, line: i32): i32 {
  const delimiters = i8x16.splat(<i8>delimiter);
  const lineFeeds = i8x16.splat(LINE_FEED);
  const carriageReturns = i8x16.splat(CARRIAGE_RETURN);
  let records = 0;
  let recordStart = 0;
  let start = starts;
  let recordStarts = starts;
  width = 0;
  blankLines = 0;
  store<i32>(start, 0);
  for (let block = 0; block < length; block += 16) {
    const bytes = v128.load(text + block);
    const lineEnds = v128.or(i8x16.eq(bytes, lineFeeds), i8x16.eq(bytes, carriageReturns));
    let found = i8x16.bitmask(v128.or(i8x16.eq(bytes, delimiters), lineEnds));
    const ends = i8x16.bitmask(lineEnds);
    for (; found; found &= found - 1) {
      const bit = ctz(found);
      const i = block + bit;
      if (!((ends >> bit) & 1)) {
        start += 4;
        store<i32>(start, i + 1);
      } else if (i > recordStart) {
        start += 4;
        store<i32>(start, i + 1);
        const fields = <i32>((start - recordStarts) >> 2);
        if (!records) width = fields;
        else if (fields != width) return 0;
        recordStarts = start;
        recordStart = i + 1;
        store<i32>(lines + (records << 2), line++);
        records++;
      } else {
        const byte = load<u8>(text + i);
        if (byte == CARRIAGE_RETURN || i == 0 || load<u8>(text + i - 1) != CARRIAGE_RETURN) {
          blankLines++;
          line++;
        }
        store<i32>(start, i + 1);
        recordStart = i + 1;
      }
    }
  }
  nextLine = line;
  return records;
}
