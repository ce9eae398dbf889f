import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { guessFormat } from '../../../src/data/sources/guess.js';
import { source } from '../support.js';

test.each([
  ['a,b\n1,2\n', ',', true],
  ['a;b\n1,5;2\n', ';', true],
  ['a\tb', '\t', true],
  ['a|b,c|d\n', '|', true],
  ['1,2\n3,4\n', ',', false],
  ['\ufeff1;2\n', ';', false],
  ['\r\n\n1|2\r3|4', '|', false],
  ['one\n1\n', ',', true],
  ['', ',', true],
  // quotes: what stands in them separates nothing, and is no number of a row without a header
  ['id;"a,b";"c,d"\n', ';', true],
  ['id,"Name; first","Age; years, now"\n', ',', true],
  ['1,2|"q"\n', '|', true],
  ['"2019","2020"\n1,2\n', ',', true],
  ['x;"say ""a, b"", twice"\n', ';', true],
  ['"two\nlines",b,"c;d;e;f"\n', ',', true],
  [`52°31'12.0"N,13°24'18.0"E,x\n`, ',', true],
  // whoever reads the file then says what is wrong with it
  ['a;"b\nc;d', ';', true],
  ['a;"b"c;d\n', ';', true],
  ['a;b\0;c\n', ';', true],
])('%j: delimiter %j, header %j', async (content, delimiter, header) => {
  for (const cut of [0, 1, 2, Math.floor(content.length / 2), content.length]) {
    const bytes = Buffer.from(content);
    const guess = await guessFormat(source(bytes.subarray(0, cut), bytes.subarray(cut)));
    expect(guess).toMatchObject({ delimiter, header, source: { name: 'data.csv' } });
    expect((await buffer(guess.source.input as NodeJS.ReadableStream)).equals(bytes)).toBe(true);
  }
});

test('a file in Latin-1 is guessed at as any', async () => {
  const { delimiter } = await guessFormat(source(Buffer.from('Gr\xf6\xdfe;Gewicht\n1;2\n', 'latin1')));
  expect(delimiter).toBe(';');
});
