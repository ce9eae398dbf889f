/**
 * The parts of hyparquet that are used, loaded where a file is Parquet: the metadata, the headers of pages, their
 * inflation and encodings. Its readers of whole columns put each cell into an array of objects, which takes longer than
 * reading CSV.
 */
export { parquetMetadataAsync } from 'hyparquet';
export { parquetHeader } from 'hyparquet/src/column.js';
export { parseFloat16 } from 'hyparquet/src/convert.js';
export { decompressPage, readDataPage } from 'hyparquet/src/datapage.js';
export { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
export { readPlain } from 'hyparquet/src/plain.js';
export { compressors } from 'hyparquet-compressors';
