/** A CSV file of rows. */
export const rows = (header: string, row: (i: number) => string, count = 60) =>
  `${[header, ...Array.from({ length: count }, (_, i) => row(i))].join('\n')}\n`;

/** A config of nothing but the data and the target, so that training decides all else. */
export const bare = (target: string, data: object = {}) =>
  JSON.stringify({
    data: { train: 'data.csv', target, ...data },
    layers: [],
    optimizer: { type: 'sgd', learning_rate: 0.01 },
    training: { epochs: 1 },
  });

/** Flags of an advice, as one would copy them. */
export const flagsIn = (text: string) =>
  text.match(/--set ('[^']*'|\S+(?<![;,]))/g)!.map((flag) => flag.replaceAll("'", ''));
