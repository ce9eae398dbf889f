// The kernels compiled for one kind of vectors, as a table of functions. The memory is an address, all other unsigned
// values are offsets in it; see wasm/assembly/program.ts.

#pragma once
#include <stdint.h>

typedef struct {
  void (*useSeries)(uintptr_t memory, uint32_t, int32_t, uint32_t, uint32_t, int32_t, uint32_t);
  int32_t (*run)(uintptr_t memory, uint32_t from, uint32_t to, int32_t times);
  int32_t (*runShared)(uintptr_t memory, uint32_t control, uint32_t table, int32_t parts, int32_t times, int32_t naps);
  int32_t (*serve)(uintptr_t memory, uint32_t control, int32_t looks);
  int32_t (*hasParts)(uintptr_t memory, uint32_t control);
  /** Runs commands that lie anywhere. */
  void (*execute)(uintptr_t memory, const void *from, const void *to);
  /** Number of functions that a command can have, and the parameters of each: addresses, integers, numbers (f). */
  uint32_t functions;
  const char *const *parameters;
} Tile;

extern const Tile tile_avx512, tile_avx2, tile_plain;
