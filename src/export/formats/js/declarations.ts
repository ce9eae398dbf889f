import type { AnswerColumn, InputColumn, Program } from '../../program/index.js';

const text = (value: string): string => JSON.stringify(value);

const valueType = ({ type }: InputColumn): string =>
  ({ number: 'number', category: 'string', date: 'Date | number' })[type];

const inputField = (column: InputColumn): string => `  ${text(column.name)}: ${valueType(column)} | null;`;

const answerType = ({ classes }: AnswerColumn): string =>
  classes ? classes.map(text).join(' | ') : 'number';

const answerField = (answer: AnswerColumn, canMiss: boolean): string =>
  `  readonly ${text(answer.name)}: ${answerType(answer)}${canMiss ? ' | null' : ''};`;

/** The declarations of a module. */
export function declarations({ name, columns, answers }: Program): string {
  const canMiss = columns.some(({ missing }) => missing === 'drop');
  const classes = answers[0].classes
    ? '\n/** The classes, in the order of their probabilities. */\nexport declare const classes: readonly string[];\n'
    : '';
  return `/**
 * A row of ${text(name).replaceAll('*/', '* /')}: null stands for a missing value. Others are passed over.
 */
export interface Row {
${columns.map(inputField).join('\n')}
}

export interface Prediction {
${answers.map((answer) => answerField(answer, canMiss)).join('\n')}
}

/** The columns that a row is given by, in order. */
export declare const columns: readonly {
  readonly name: string;
  readonly type: 'number' | 'category' | 'date';
  readonly categories?: readonly string[];
}[];
${classes}
/** Predicts a row, or each of several. */
export declare function predict(row: Row): Prediction;
export declare function predict(rows: readonly Row[]): Prediction[];
`;
}
