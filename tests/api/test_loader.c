/* SPDX-License-Identifier: MIT */
/* The contracts with loaders, on the library itself: what it exports, its dispatch table, names, and that
 * loading it and listing the device costs nothing. */
#include "tests/api/api.h"

#include <dirent.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <CL/cl_icd.h>

struct object { /* what every handle points to, by the ICD contract */
    const cl_icd_dispatch *dispatch;
    void *data;
};

typedef cl_int(CL_API_CALL *get_platforms)(cl_uint, cl_platform_id *, cl_uint *);
typedef void *(CL_API_CALL *get_address)(const char *);
typedef void *(CL_API_CALL *get_platform_address)(cl_platform_id, const char *);
typedef cl_int(CL_API_CALL *set_data)(cl_platform_id, void *);

/* The library's path is the only line of the file that tells loaders of it. */
static void *open_library(void)
{
    static char path[4096];
    snprintf(path, sizeof(path), "%s/vgpu.icd", getenv("OCL_ICD_VENDORS"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(path, 1, sizeof(path) - 1, file);
    fclose(file);
    assert_true(length > 1 && path[length - 1] == '\n');
    path[length - 1] = 0;
    assert_null(strpbrk(path, " \r\n"));
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        fail_msg("%s", dlerror());
    return library;
}

static cl_platform_id platform_of(void *library)
{
    cl_platform_id platform = NULL;
    get_platforms get = (get_platforms)api_as_function(dlsym(library, "clIcdGetPlatformIDsKHR"));
    assert_non_null(get);
    assert_success(get(1, &platform, NULL));
    return platform;
}

static void exports_what_loaders_ask_for(void **state)
{
    void *library = open_library();
    assert_non_null(dlsym(library, "clGetExtensionFunctionAddress"));
    assert_non_null(dlsym(library, "clIcdGetPlatformIDsKHR"));
    assert_non_null(dlsym(library, "clGetPlatformInfo"));
    Dl_info info;
    void *other = dlsym(library, "clCreateContext"); /* finds the loader's, if any */
    assert_true(!other || (dladdr(other, &info) && !strstr(info.dli_fname, "vgpu")));
}

static void table_has_the_tags_and_every_slot(void **state)
{
    void *library = open_library();
    const struct object *platform = (const struct object *)platform_of(library);
    void *const *slots = (void *const *)platform->dispatch;
    const size_t known = sizeof(cl_icd_dispatch) / sizeof(void *);
    assert_int_equal((intptr_t)platform->dispatch->clGetPlatformIDs, CL_ICD2_TAG_KHR);
    assert_int_equal((intptr_t)platform->dispatch->clUnloadCompiler, CL_ICD2_TAG_KHR);
    size_t empty = 0;
    for (size_t i = 0; i < known + 1; i++)
        empty += slots[i] == NULL;
    assert_int_equal(empty, 16); /* Direct3D's */
    get_address address = (get_address)api_as_function(dlsym(library, "clGetExtensionFunctionAddress"));
    assert_ptr_equal(slots[known], address("clGetKernelSuggestedLocalWorkSize"));
}

static void every_entry_is_found_by_name(void **state)
{
    void *library = open_library();
    get_address address = (get_address)api_as_function(dlsym(library, "clGetExtensionFunctionAddress"));
    static const char *const names[] = {
#define VG_ENTRY(name, version) #name,
#define VG_TAGGED(name, version) #name,
#define VG_LATER(name, version) #name,
#define VG_ALIAS_SLOT(name, core) #name,
#define VG_ALIAS(name, core) #name,
#define VG_EXTENSION_ENTRY(name) #name,
#define VG_LOADER(name) #name,
#include "icd/entry.def"
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (!address(names[i]))
            fail_msg("%s is not found", names[i]);
    }
    assert_null(address("clNoSuchFunction"));
    assert_null(address("clCreateFromGLBuffer"));
    assert_null(address(""));
    assert_null(address(NULL));
}

static void icd2_functions_need_the_platform(void **state)
{
    void *library = open_library();
    cl_platform_id platform = platform_of(library);
    get_address address = (get_address)api_as_function(dlsym(library, "clGetExtensionFunctionAddress"));
    get_platform_address find =
        (get_platform_address)api_as_function(address("clIcdGetFunctionAddressForPlatformKHR"));
    set_data set = (set_data)api_as_function(address("clIcdSetPlatformDispatchDataKHR"));
    assert_non_null(find(platform, "clCreateBuffer"));
    assert_null(find(NULL, "clCreateBuffer"));
    assert_null(find(platform, "clCreateFromGLBuffer"));
    assert_int_equal(set(NULL, NULL), CL_INVALID_PLATFORM);
}

/* What a loader of ICD 2.0 hands over reaches objects that exist and objects that come. */
static void dispatch_data_is_inherited(void **state)
{
    void *library = open_library();
    cl_platform_id platform = platform_of(library);
    const cl_icd_dispatch *call = ((const struct object *)platform)->dispatch;
    get_address address = (get_address)api_as_function(dlsym(library, "clGetExtensionFunctionAddress"));
    cl_device_id device;
    cl_int code;
    assert_success(call->clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 1, &device, NULL));
    int data;
    assert_success(((set_data)api_as_function(address("clIcdSetPlatformDispatchDataKHR")))(platform, &data));
    cl_context context = call->clCreateContext(NULL, 1, &device, NULL, NULL, &code);
    assert_success(code);
    cl_mem buffer = call->clCreateBuffer(context, 0, 64, NULL, &code);
    assert_success(code);
    cl_event event = call->clCreateUserEvent(context, &code);
    assert_success(code);
    const void *objects[] = {platform, device, context, buffer, event};
    for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++) {
        assert_ptr_equal(((const struct object *)objects[i])->data, &data);
        assert_ptr_equal(((const struct object *)objects[i])->dispatch, call);
    }
    assert_success(call->clReleaseEvent(event));
    assert_success(call->clReleaseMemObject(buffer));
    assert_success(call->clReleaseContext(context));
}

static size_t entries(const char *path)
{
    size_t count = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

static bool has_children(void)
{
    char path[64], first;
    snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "r");
    if (!file)
        return false; /* a kernel without that file */
    bool any = fread(&first, 1, 1, file) == 1;
    fclose(file);
    return any;
}

/* Everything that clinfo does: all queries of platform and device, and a context with a queue and a buffer.
 */
static void listing_starts_no_thread_and_no_process(void **state)
{
    size_t threads = entries("/proc/self/task");
    struct api api = api_open();
    static char value[1 << 16];
    size_t answered = 0;
    for (cl_device_info name = 0x1000; name < 0x10C0; name++)
        answered += clGetDeviceInfo(api.device, name, sizeof(value), value, NULL) == CL_SUCCESS;
    assert_true(answered > 80);
    cl_mem buffer = api_buffer(&api, 4096, NULL);
    assert_int_equal(entries("/proc/self/task"), threads);
    assert_false(has_children());
    assert_success(clReleaseMemObject(buffer));
    api_close(&api);
}

static void process_holds_no_llvm(void **state)
{
    struct api api = api_open();
    char line[4096];
    FILE *maps = fopen("/proc/self/maps", "r");
    assert_non_null(maps);
    bool ours = false;
    while (fgets(line, sizeof(line), maps)) {
        ours |= strstr(line, "libvgpu_icd") != NULL;
        assert_null(strstr(line, "LLVM"));
        assert_null(strstr(line, "clang-cpp"));
    }
    fclose(maps);
    assert_true(ours);
    api_close(&api);
}

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

/* The best of a few fresh loads, since the machine may be busy; the limit is generous for sanitized builds.
 */
static void loading_and_listing_is_quick(void **state)
{
    double best = 1e9;
    for (int i = 0; i < 5; i++) {
        double start = milliseconds();
        void *library = open_library();
        cl_platform_id platform = platform_of(library);
        cl_device_id device;
        char name[256];
        const cl_icd_dispatch *call = ((const struct object *)platform)->dispatch;
        assert_success(call->clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 1, &device, NULL));
        assert_success(call->clGetDeviceInfo(device, CL_DEVICE_NAME, sizeof(name), name, NULL));
        double took = milliseconds() - start;
        best = took < best ? took : best;
        dlclose(library);
    }
    print_message("loading and listing took %.2f ms\n", best);
    assert_true(best < 20);
}

VG_TESTS(test_loader, cmocka_unit_test(exports_what_loaders_ask_for),
         cmocka_unit_test(table_has_the_tags_and_every_slot), cmocka_unit_test(every_entry_is_found_by_name),
         cmocka_unit_test(icd2_functions_need_the_platform), cmocka_unit_test(dispatch_data_is_inherited),
         cmocka_unit_test(listing_starts_no_thread_and_no_process), cmocka_unit_test(process_holds_no_llvm),
         cmocka_unit_test(loading_and_listing_is_quick));
