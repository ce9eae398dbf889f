// The kernels as an addon of Node: those of all tiles, of which the caller names one by its lanes. All functions take
// the lanes and the address of a backend's memory first, then offsets in it.

#include "node_api.h"
#include "tile.h"
#include <string.h>

#define MOST_VALUES 24

typedef struct {
  double values[MOST_VALUES];
  size_t count;
} Values;

static Values values_of(napi_env env, napi_callback_info info) {
  Values given = {.count = MOST_VALUES};
  napi_value values[MOST_VALUES];
  napi_get_cb_info(env, info, &given.count, values, 0, 0);
  for (size_t i = 0; i < given.count && i < MOST_VALUES; i++) {
    given.values[i] = 0;
    napi_get_value_double(env, values[i], &given.values[i]);
  }
  return given;
}

static napi_value number(napi_env env, double value) {
  napi_value result = 0;
  napi_create_double(env, value, &result);
  return result;
}

/** The value of a parameter: none that was given is out of the range of its type. */
#define I(i) ((int32_t)(int64_t)given.values[i])
#define U(i) ((uint32_t)given.values[i])
#define FUNCTION(name) static napi_value addon_##name(napi_env env, napi_callback_info info)
#define BEGIN \
  const Values given = values_of(env, info); \
  const Tile *tile = tile_of((int)given.values[0]); \
  const uintptr_t memory = (uintptr_t)given.values[1]; \
  if (tile == 0) return 0

static const Tile *tile_of(int lanes) {
  switch (lanes) {
#if defined(AVX512)
    case 8: return &tile_avx512;
#endif
#if defined(AVX2)
    case 4: return &tile_avx2;
#endif
    case 2: return &tile_plain;
    default: return 0;
  }
}

/** The address of the first byte of a typed array. */
FUNCTION(address) {
  size_t count = 1;
  napi_value array;
  void *data = 0;
  napi_get_cb_info(env, info, &count, &array, 0, 0);
  napi_get_typedarray_info(env, array, 0, 0, &data, 0, 0);
  return number(env, (double)(uintptr_t)data);
}

FUNCTION(useSeries) {
  BEGIN;
  tile->useSeries(memory, U(2), I(3), U(4), U(5), I(6), U(7));
  return 0;
}

FUNCTION(run) {
  BEGIN;
  return number(env, tile->run(memory, U(2), U(3), I(4)));
}

FUNCTION(runShared) {
  BEGIN;
  return number(env, tile->runShared(memory, U(2), U(3), I(4), I(5), I(6)));
}

FUNCTION(serve) {
  BEGIN;
  return number(env, tile->serve(memory, U(2), I(3)));
}

FUNCTION(hasParts) {
  BEGIN;
  return number(env, tile->hasParts(memory, U(2)));
}

/** Calls a function of the interpreter's table by its number. */
FUNCTION(call) {
  BEGIN;
  const uint32_t function = U(2);
  if (function == 0 || function >= tile->functions) return 0;
  uint64_t command[MOST_VALUES] = {function};
  const char *types = tile->parameters[function];
  size_t i = 0;
  for (; types[i] && i + 3 < given.count; i++) {
    if (types[i] == 'f') memcpy(command + 1 + i, given.values + 3 + i, 8);
    else {
      const int64_t integer = (int64_t)given.values[3 + i];
      memcpy(command + 1 + i, &integer, 8);
    }
  }
  tile->execute(memory, command, command + 1 + i);
  return 0;
}

/** Lanes of the widest vectors that this processor has, of those that kernels were compiled for. */
FUNCTION(processorLanes) {
  (void)info;
#if defined(__x86_64__)
  __builtin_cpu_init();
#endif
#if defined(AVX512)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw"))
    return number(env, 8);
#endif
#if defined(AVX2)
  if (__builtin_cpu_supports("avx2")) return number(env, 4);
#endif
  return number(env, 2);
}

/** The number of the kernels of WebAssembly that it was built beside: FINGERPRINT. */
FUNCTION(fingerprint) {
  (void)info;
  return number(env, FINGERPRINT);
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
#define ADD(name) \
  do { \
    napi_value function; \
    napi_create_function(env, #name, sizeof #name - 1, addon_##name, 0, &function); \
    napi_set_named_property(env, exports, #name, function); \
  } while (0)
  ADD(address);
  ADD(useSeries);
  ADD(run);
  ADD(runShared);
  ADD(serve);
  ADD(hasParts);
  ADD(call);
  ADD(processorLanes);
  ADD(fingerprint);
  return exports;
}
