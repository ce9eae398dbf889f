import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Jazzer.js's binary for Linux asks for glibc 2.38 and libstdc++ 13 (Ubuntu 24.04, Debian 13), though all that it takes
 * of them is `strtol` and `strtoul` under the names of C23, and a mark for the linker that is never called. This
 * rewrites the file so that it loads with older ones: the two functions by their old names, the mark optional, and no
 * version asked for. ELF, little-endian, 64 bits.
 */
export function acceptOldLibraries(path) {
  const file = readFileSync(path);
  const sections = sectionsOf(file);
  const symbols = sections.get(SYMBOLS);
  const names = sections.get(NAMES);
  const versions = sections.get(VERSIONS_OF_SYMBOLS);
  const needed = neededVersions(file, sections.get(NEEDED_VERSIONS), names.offset);
  for (const version of newVersions) {
    const at = needed.get(version)?.offset;
    if (at !== undefined) file.writeUInt16LE(WEAK_VERSION, at + 4);
  }
  for (let i = 0; i * 24 < symbols.size; i++) {
    const at = symbols.offset + i * 24;
    const name = textAt(file, names.offset + file.readUInt32LE(at));
    if (name.startsWith(prefixOfC23)) {
      file.writeUInt32LE(file.readUInt32LE(at) + prefixOfC23.length, at); // the rest of the same text
      file.writeUInt16LE(needed.get('GLIBC_2.2.5').index, versions.offset + 2 * i);
    } else if (name === linkerMark) {
      file[at + 4] = (WEAK_SYMBOL << 4) | (file[at + 4] & 0xf);
    }
  }
  writeFileSync(path, file);
}

const newVersions = ['GLIBC_2.38', 'GLIBCXX_3.4.32'];
const prefixOfC23 = '__isoc23_';
const linkerMark = '_ZSt21ios_base_library_initv';

const [SYMBOLS, NAMES, VERSIONS_OF_SYMBOLS, NEEDED_VERSIONS] = [11, 3, 0x6fffffff, 0x6ffffffe];
const WEAK_VERSION = 2;
const WEAK_SYMBOL = 2;

/** Offsets of the sections by type; of the tables of names, the first, which is that of the dynamic symbols. */
function sectionsOf(file) {
  const start = Number(file.readBigUInt64LE(0x28));
  const size = file.readUInt16LE(0x3a);
  const sections = new Map();
  for (let i = 0; i < file.readUInt16LE(0x3c); i++) {
    const at = start + i * size;
    const type = file.readUInt32LE(at + 4);
    if (sections.has(type)) continue;
    const [offset, bytes] = [0x18, 0x20].map((field) => Number(file.readBigUInt64LE(at + field)));
    sections.set(type, { offset, size: bytes });
  }
  return sections;
}

/** The versions that are asked for: where each stands in the file, and the index by which symbols name it. */
function neededVersions(file, { offset }, names) {
  const versions = new Map();
  for (let library = offset, more = true; more; ) {
    let at = library + file.readUInt32LE(library + 8);
    for (let i = 0; i < file.readUInt16LE(library + 2); i++) {
      const name = textAt(file, names + file.readUInt32LE(at + 8));
      versions.set(name, { offset: at, index: file.readUInt16LE(at + 6) });
      at += file.readUInt32LE(at + 12);
    }
    const next = file.readUInt32LE(library + 12);
    more = next !== 0;
    library += next;
  }
  return versions;
}

const textAt = (file, offset) => file.toString('latin1', offset, file.indexOf(0, offset));
