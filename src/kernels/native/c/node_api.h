// What the addon needs of Node-API (nodejs.org/api/n-api.html), whose binary interface does not change: so that no
// headers of Node have to be there to build it.

#include <stdbool.h>
#include <stddef.h>

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_callback_info__ *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env env, napi_callback_info info);
/** 0: it has worked */
typedef int napi_status;

napi_status napi_get_cb_info(
    napi_env env, napi_callback_info info, size_t *count, napi_value *values, napi_value *receiver, void **data);
napi_status napi_get_value_double(napi_env env, napi_value value, double *result);
napi_status napi_create_double(napi_env env, double value, napi_value *result);
napi_status napi_get_typedarray_info(
    napi_env env, napi_value array, int *type, size_t *length, void **data, napi_value *buffer, size_t *offset);
napi_status napi_create_function(
    napi_env env, const char *name, size_t length, napi_callback callback, void *data, napi_value *result);
napi_status napi_set_named_property(napi_env env, napi_value object, const char *name, napi_value value);
