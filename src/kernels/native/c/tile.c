// The kernels for vectors of one width: KERNELS is the file of their functions, TILE the name of their table.

#include KERNELS
#include "tile.h"

#define WITH(memory_) memory = memory_

static void use_series(uintptr_t at, uint32_t a, int32_t b, uint32_t c, uint32_t d, int32_t e, uint32_t f) {
  WITH(at);
  k_useSeries(a, b, c, d, e, f);
}
static int32_t run(uintptr_t at, uint32_t from, uint32_t to, int32_t times) {
  WITH(at);
  return k_run(from, to, times);
}
static int32_t run_shared(uintptr_t at, uint32_t control, uint32_t table, int32_t parts, int32_t times, int32_t naps) {
  WITH(at);
  return k_runShared(control, table, parts, times, naps);
}
static int32_t serve(uintptr_t at, uint32_t control, int32_t looks) {
  WITH(at);
  return k_serve(control, looks);
}
static int32_t has_parts(uintptr_t at, uint32_t control) {
  WITH(at);
  return k_hasParts(control);
}
static void execute(uintptr_t at, const void *from, const void *to) {
  WITH(at);
  execute_commands(from, to);
}

const Tile TILE = {
    use_series, run, run_shared, serve, has_parts, execute, sizeof parameter_types / sizeof *parameter_types,
    parameter_types};
