import { dirname } from 'node:path';
import { syncDirectory } from './atomic.js';
import { type FileSystem, nodeFileSystem, systemCode } from './file_system.js';

/**
 * Makes a directory and those above it, and has them outlast a power failure. Not node's own `recursive`: that one
 * never returns where a file system refuses a name in a directory that is there, as /proc does (node 20).
 */
export function makeDirectories(directory: string, fileSystem: FileSystem = nodeFileSystem): void {
  const make = () => {
    try {
      fileSystem.mkdirSync(directory);
      syncDirectory(dirname(directory), fileSystem);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST' || !fileSystem.statSync(directory).isDirectory()) throw error;
    }
  };
  try {
    make();
  } catch (error) {
    const parent = dirname(directory);
    if (systemCode(error) !== 'ENOENT' || parent === directory) throw error;
    makeDirectories(parent, fileSystem);
    make();
  }
}
