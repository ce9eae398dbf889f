export { blankLines, nextLine, split, width } from './split';
export { readNumbers } from './numbers';
