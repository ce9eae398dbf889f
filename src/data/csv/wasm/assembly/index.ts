export { blankLines, nextLine, split, width } from './split';
export { readColumn, readColumns } from './numbers';
