import { join } from 'node:path';
import { binaryModule, compileBinary } from './assemblyscript.mjs';
import { writeGenerated } from './stage.mjs';

const directory = 'src/data/csv/wasm';
const binary = join(directory, 'binary.ts');

/** The scanner of CSV, whose memory is its own: above its constants it is the caller's. */
export const csv = {
  inputs: [join(directory, 'assembly')],
  outputs: [binary],
  async make() {
    const flags = ['--memoryBase', '64', '--initialMemory', '1'];
    writeGenerated(binary, binaryModule(await compileBinary(directory, flags)));
  },
};
