/* SPDX-License-Identifier: MIT */
/* clGetDeviceInfo: one row for each query of OpenCL 1.0 to 3.0. */
#include <limits.h>
#include <string.h>

#include "base/alloc.h"
#include "base/cpu.h"
#include "base/error.h"
#include "base/sysfs.h"
#include "base/topology.h"
#include "compiler/kernel_info.h"
#include "kernels/kernels.h"
#include "memory/memory.h"
#include "platform/device.h"
#include "platform/image.h"
#include "platform/info.h"
#include "platform/partition.h"
#include "platform/platform.h"
#include "platform/version.h"

/* Large enough for every table that programs keep in constant memory, small enough that a program which fills
 * the whole of it to be sure stays quick. Constant memory is ordinary memory. */
#define MAX_CONSTANT_BUFFER_BYTES ((cl_ulong)64 * 1024 * 1024)

/* Work-items are what gets vectorised, so kernels gain nothing by vector types. */
#define PREFERRED_LANES 1

static cl_int compute_units(const void *object, const struct vg_info_out *out)
{
    return vg_info_put_uint(out, vg_device_compute_units(object));
}

static cl_int clock_mhz(const void *object, const struct vg_info_out *out)
{
    (void)object;
    return vg_info_put_uint(out, vg_sysfs_clock_mhz(""));
}

static cl_int max_alloc(const void *object, const struct vg_info_out *out)
{
    (void)object;
    return vg_info_put_ulong(out, vg_device_max_alloc());
}

static cl_int max_constant_buffer(const void *object, const struct vg_info_out *out)
{
    (void)object;
    cl_ulong limit = vg_device_max_alloc();
    return vg_info_put_ulong(out, limit < MAX_CONSTANT_BUFFER_BYTES ? limit : MAX_CONSTANT_BUFFER_BYTES);
}

/* Where RAM is the only tier there is nothing to count below it. */
#define MEMORY_ROW(function, bytes)                                                                          \
    static cl_int function(const void *object, const struct vg_info_out *out)                                \
    {                                                                                                        \
        (void)object;                                                                                        \
        return vg_info_put_ulong(out, bytes);                                                                \
    }
MEMORY_ROW(global_mem, vg_memory_budget())
MEMORY_ROW(memory_used, vg_memory_stats().used)
MEMORY_ROW(memory_peak, vg_memory_stats().peak)
MEMORY_ROW(memory_ram_size, vg_memory_is_paged() ? vg_paging_stats().ram_budget : vg_memory_budget())
MEMORY_ROW(memory_resident, vg_memory_is_paged() ? vg_paging_stats().ram_used : vg_memory_stats().used)
MEMORY_ROW(memory_stored, vg_paging_stats().stored)
MEMORY_ROW(memory_read, vg_paging_stats().read_bytes + vg_paging_stats().unpacked_bytes)
MEMORY_ROW(memory_written, vg_paging_stats().written_bytes + vg_paging_stats().packed_bytes)
#undef MEMORY_ROW

static cl_int cache_bytes(const void *object, const struct vg_info_out *out)
{
    (void)object;
    struct vg_cache_sizes sizes = vg_cache_sizes();
    return vg_info_put_ulong(out, sizes.l3_bytes ? sizes.l3_bytes : sizes.l2_bytes);
}

static cl_int cache_line(const void *object, const struct vg_info_out *out)
{
    (void)object;
    struct vg_cache_sizes sizes = vg_cache_sizes();
    return vg_info_put_uint(out, sizes.line_bytes ? sizes.line_bytes : VG_CACHE_LINE);
}

static cl_int vector_width(const void *object, const struct vg_info_out *out)
{
    const struct vg_device *device = object;
    return vg_info_put_size(out, device->vector_width);
}

static cl_int native_lanes(const void *object, const struct vg_info_out *out, cl_uint type_bytes)
{
    const struct vg_device *device = object;
    return vg_info_put_uint(out, device->vector_width * 4 / type_bytes);
}

static cl_int native_8(const void *object, const struct vg_info_out *out)
{
    return native_lanes(object, out, 1);
}

static cl_int native_16(const void *object, const struct vg_info_out *out)
{
    return native_lanes(object, out, 2);
}

static cl_int native_32(const void *object, const struct vg_info_out *out)
{
    return native_lanes(object, out, 4);
}

static cl_int native_64(const void *object, const struct vg_info_out *out)
{
    return native_lanes(object, out, 8);
}

static cl_int single_fp(const void *object, const struct vg_info_out *out)
{
    (void)object;
    const cl_device_fp_config always = CL_FP_DENORM | CL_FP_INF_NAN | CL_FP_ROUND_TO_NEAREST |
                                       CL_FP_ROUND_TO_ZERO | CL_FP_ROUND_TO_INF |
                                       CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT;
    return vg_info_put_ulong(out, always | (vg_cpu()->fma ? CL_FP_FMA : 0));
}

/* True where one instruction makes the sum of four products. */
static cl_int dot_acceleration(const void *object, const struct vg_info_out *out)
{
    (void)object;
    const cl_bool has = vg_cpu()->vnni;
    const cl_device_integer_dot_product_acceleration_properties_khr all = {has, has, has, has, has, has};
    return vg_info_put(out, &all, sizeof all);
}

static cl_int name_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_device *device = object;
    return vg_info_put_string(out, device->name);
}

static cl_int platform_row(const void *object, const struct vg_info_out *out)
{
    (void)object;
    return vg_info_put_pointer(out, vg_platform());
}

/* ---- Partition ---- */

static cl_int partition_schemes(const void *object, const struct vg_info_out *out)
{
    static const cl_device_partition_property none[] = {0};
    static const cl_device_partition_property schemes[] = {
        CL_DEVICE_PARTITION_EQUALLY, CL_DEVICE_PARTITION_BY_COUNTS, CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN};
    cl_device_affinity_domain domains;
    if (vg_device_compute_units(object) < 2)
        return vg_info_put(out, none, sizeof(none));
    VG_TRY(vg_device_domains(object, &domains));
    return vg_info_put(out, schemes, sizeof(schemes) - (domains ? 0 : sizeof(*schemes)));
}

static cl_int affinity_domains(const void *object, const struct vg_info_out *out)
{
    cl_device_affinity_domain domains;
    VG_TRY(vg_device_domains(object, &domains));
    return vg_info_put_ulong(out, domains);
}

static cl_int partition_type(const void *object, const struct vg_info_out *out)
{
    const struct vg_device *device = object;
    return vg_info_put(out, device->partition, device->partition_bytes);
}

/* ---- Identity ---- */

/* FNV-1a, continued from hash. */
static cl_ulong hash_text(const char *text, cl_ulong hash)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3ull;
    return hash;
}

/* A UUID that is the same for the same texts: 128 bits of hash in the shape of a version 8 UUID. */
static cl_int put_uuid(const struct vg_info_out *out, const char *first, const char *second)
{
    const cl_ulong basis = 0xcbf29ce484222325ull;
    const cl_ulong halves[2] = {hash_text(second, hash_text(first, basis)),
                                hash_text(first, hash_text(second, ~basis))};
    cl_uchar uuid[CL_UUID_SIZE_KHR];
    memcpy(uuid, halves, sizeof(uuid));
    uuid[6] = (cl_uchar)((uuid[6] & 0x0f) | 0x80);
    uuid[8] = (cl_uchar)((uuid[8] & 0x3f) | 0x80);
    return vg_info_put(out, uuid, sizeof(uuid));
}

static cl_int device_uuid(const void *object, const struct vg_info_out *out)
{
    (void)object;
    return put_uuid(out, VG_PLATFORM_NAME, vg_cpu()->brand);
}

static cl_int driver_uuid(const void *object, const struct vg_info_out *out)
{
    (void)object;
    return put_uuid(out, VG_VENDOR, VGPU_VERSION);
}

/* ---- Built-in kernels ---- */

static cl_int built_in_names(const void *object, const struct vg_info_out *out)
{
    size_t size = 1;
    for (size_t i = 0; i < vg_built_in_count(); i++)
        size += strlen(vg_built_in_at(i)->info.name) + 1;
    char *names = vg_zalloc(size), *at = names;
    for (size_t i = 0; names && i < vg_built_in_count(); i++) {
        at = stpcpy(at, i == 0 ? "" : ";");
        at = stpcpy(at, vg_built_in_at(i)->info.name);
    }
    cl_int err = names ? vg_info_put_string(out, names)
                       : vg_fail(CL_OUT_OF_HOST_MEMORY, "the names of the built-in kernels");
    vg_free(names);
    return (void)object, err;
}

static cl_int built_in_versions(const void *object, const struct vg_info_out *out)
{
    size_t count = vg_built_in_count();
    cl_name_version *list = vg_zalloc_array(count, sizeof(*list));
    if (!list)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "a list of %zu built-in kernels", count);
    for (size_t i = 0; i < count; i++) {
        list[i].version = CL_MAKE_VERSION(VG_BUILT_IN_VERSION_MAJOR, VG_BUILT_IN_VERSION_MINOR, 0);
        strncpy(list[i].name, vg_built_in_at(i)->info.name, sizeof(list[i].name) - 1);
    }
    cl_int err = vg_info_put(out, list, count * sizeof(*list));
    vg_free(list);
    return (void)object, err;
}

#define MEMORY_CAPABILITIES                                                                                  \
    (CL_DEVICE_ATOMIC_ORDER_RELAXED | CL_DEVICE_ATOMIC_ORDER_ACQ_REL | CL_DEVICE_ATOMIC_ORDER_SEQ_CST |      \
     CL_DEVICE_ATOMIC_SCOPE_WORK_GROUP | CL_DEVICE_ATOMIC_SCOPE_DEVICE | CL_DEVICE_ATOMIC_SCOPE_ALL_DEVICES)

static const cl_name_version c_versions[] = {
    {CL_MAKE_VERSION(1, 0, 0), "OpenCL C"},
    {CL_MAKE_VERSION(1, 1, 0), "OpenCL C"},
    {CL_MAKE_VERSION(1, 2, 0), "OpenCL C"},
    {CL_MAKE_VERSION(3, 0, 0), "OpenCL C"},
};

static const cl_uchar no_luid[CL_LUID_SIZE_KHR];
static const size_t sub_group_sizes[] = {VG_SUB_GROUP_SIZES};
/* Of every floating-point type. */
#define FP_ATOMICS                                                                                           \
    (CL_DEVICE_GLOBAL_FP_ATOMIC_LOAD_STORE_EXT | CL_DEVICE_GLOBAL_FP_ATOMIC_ADD_EXT |                        \
     CL_DEVICE_GLOBAL_FP_ATOMIC_MIN_MAX_EXT | CL_DEVICE_LOCAL_FP_ATOMIC_LOAD_STORE_EXT |                     \
     CL_DEVICE_LOCAL_FP_ATOMIC_ADD_EXT | CL_DEVICE_LOCAL_FP_ATOMIC_MIN_MAX_EXT)

static const size_t item_sizes[] = {VG_MAX_WORK_GROUP, VG_MAX_WORK_GROUP, VG_MAX_WORK_GROUP};

static const struct vg_info_row device_rows[] = {
    /* Identity. */
    VG_FIELD(CL_DEVICE_TYPE, vg_device, type, cl_device_type),
    VG_FIELD(CL_DEVICE_VENDOR_ID, vg_device, vendor_id, cl_uint),
    VG_CALL(CL_DEVICE_NAME, name_row),
    VG_CONST_TEXT(CL_DEVICE_VENDOR, VG_VENDOR),
    VG_CONST_TEXT(CL_DRIVER_VERSION, VGPU_VERSION),
    VG_CONST_TEXT(CL_DEVICE_PROFILE, "FULL_PROFILE"),
    VG_CONST_TEXT(CL_DEVICE_VERSION, "OpenCL 3.0 vGPU " VGPU_VERSION),
    VG_CONST(CL_DEVICE_NUMERIC_VERSION, cl_version, VG_VERSION_3_0),
    /* The highest version of which every optional feature is there; 3.0 is in the list of all versions. */
    VG_CONST_TEXT(CL_DEVICE_OPENCL_C_VERSION, "OpenCL C 1.2 vGPU " VGPU_VERSION),
    VG_CONST(CL_DEVICE_OPENCL_C_NUMERIC_VERSION_KHR, cl_version_khr, CL_MAKE_VERSION(1, 2, 0)),
    VG_CONST_ARRAY(CL_DEVICE_OPENCL_C_ALL_VERSIONS, c_versions),
    VG_CALL(CL_DEVICE_OPENCL_C_FEATURES, vg_info_c_features),
    VG_CALL(CL_DEVICE_EXTENSIONS, vg_info_device_extensions),
    VG_CALL(CL_DEVICE_EXTENSIONS_WITH_VERSION, vg_info_device_extension_versions),
    /* None has been submitted to Khronos; the format demands a date, so the first there is. */
    VG_CONST_TEXT(CL_DEVICE_LATEST_CONFORMANCE_VERSION_PASSED, "v0000-01-01-00"),
    VG_CALL(CL_DEVICE_PLATFORM, platform_row),
    VG_CALL(CL_DEVICE_REFERENCE_COUNT, vg_info_api_refs),
    VG_CALL(CL_DEVICE_UUID_KHR, device_uuid),
    VG_CALL(CL_DRIVER_UUID_KHR, driver_uuid),
    VG_CONST(CL_DEVICE_LUID_VALID_KHR, cl_bool, CL_FALSE),
    VG_CONST_ARRAY(CL_DEVICE_LUID_KHR, no_luid),
    VG_CONST(CL_DEVICE_NODE_MASK_KHR, cl_uint, 0),

    /* Partition. */
    VG_FIELD(CL_DEVICE_PARENT_DEVICE, vg_device, parent, cl_device_id),
    VG_CALL(CL_DEVICE_PARTITION_MAX_SUB_DEVICES, compute_units),
    VG_CALL(CL_DEVICE_PARTITION_PROPERTIES, partition_schemes),
    VG_CALL(CL_DEVICE_PARTITION_AFFINITY_DOMAIN, affinity_domains),
    VG_CALL(CL_DEVICE_PARTITION_TYPE, partition_type),

    /* Work. */
    VG_CALL(CL_DEVICE_MAX_COMPUTE_UNITS, compute_units),
    VG_CALL(CL_DEVICE_MAX_CLOCK_FREQUENCY, clock_mhz),
    VG_CONST(CL_DEVICE_MAX_WORK_ITEM_DIMENSIONS, cl_uint, VG_MAX_WORK_DIM),
    VG_CONST_ARRAY(CL_DEVICE_MAX_WORK_ITEM_SIZES, item_sizes),
    VG_CONST(CL_DEVICE_MAX_WORK_GROUP_SIZE, size_t, VG_MAX_WORK_GROUP),
    VG_CALL(CL_DEVICE_PREFERRED_WORK_GROUP_SIZE_MULTIPLE, vector_width),
    VG_CONST(CL_DEVICE_NON_UNIFORM_WORK_GROUP_SUPPORT, cl_bool, CL_TRUE),
    VG_CONST(CL_DEVICE_WORK_GROUP_COLLECTIVE_FUNCTIONS_SUPPORT, cl_bool, CL_TRUE),
    /* A sub-group holds work-items of one row, of which a work-group may have as many as work-items. */
    VG_CONST(CL_DEVICE_MAX_NUM_SUB_GROUPS, cl_uint, VG_MAX_WORK_GROUP),
    VG_CONST(CL_DEVICE_SUB_GROUP_INDEPENDENT_FORWARD_PROGRESS, cl_bool, CL_FALSE),
    VG_CONST_ARRAY(CL_DEVICE_SUB_GROUP_SIZES_INTEL, sub_group_sizes),
    VG_CONST(CL_DEVICE_MAX_PARAMETER_SIZE, size_t, VG_MAX_PARAMETER_BYTES),
    VG_CONST(CL_DEVICE_MAX_CONSTANT_ARGS, cl_uint, VG_MAX_CONSTANT_ARGS),
    VG_CONST(CL_DEVICE_PRINTF_BUFFER_SIZE, size_t, VG_PRINTF_BYTES),
    VG_CONST(CL_DEVICE_EXECUTION_CAPABILITIES, cl_device_exec_capabilities,
             CL_EXEC_KERNEL | CL_EXEC_NATIVE_KERNEL),
    VG_CALL(CL_DEVICE_BUILT_IN_KERNELS, built_in_names),
    VG_CALL(CL_DEVICE_BUILT_IN_KERNELS_WITH_VERSION, built_in_versions),
    VG_CONST(CL_DEVICE_COMPILER_AVAILABLE, cl_bool, CL_TRUE),
    VG_CONST(CL_DEVICE_LINKER_AVAILABLE, cl_bool, CL_TRUE),
    VG_CONST_TEXT(CL_DEVICE_IL_VERSION, ""),
    VG_EMPTY(CL_DEVICE_ILS_WITH_VERSION),

    /* Vectors and numbers. */
    VG_CONST(CL_DEVICE_PREFERRED_VECTOR_WIDTH_CHAR, cl_uint, PREFERRED_LANES),
    VG_CONST(CL_DEVICE_PREFERRED_VECTOR_WIDTH_SHORT, cl_uint, PREFERRED_LANES),
    VG_CONST(CL_DEVICE_PREFERRED_VECTOR_WIDTH_INT, cl_uint, PREFERRED_LANES),
    VG_CONST(CL_DEVICE_PREFERRED_VECTOR_WIDTH_LONG, cl_uint, PREFERRED_LANES),
    VG_CONST(CL_DEVICE_PREFERRED_VECTOR_WIDTH_FLOAT, cl_uint, PREFERRED_LANES),
    VG_CONST(CL_DEVICE_PREFERRED_VECTOR_WIDTH_DOUBLE, cl_uint, PREFERRED_LANES),
    VG_CONST(CL_DEVICE_PREFERRED_VECTOR_WIDTH_HALF, cl_uint, PREFERRED_LANES),
    VG_CALL(CL_DEVICE_NATIVE_VECTOR_WIDTH_CHAR, native_8),
    VG_CALL(CL_DEVICE_NATIVE_VECTOR_WIDTH_SHORT, native_16),
    VG_CALL(CL_DEVICE_NATIVE_VECTOR_WIDTH_INT, native_32),
    VG_CALL(CL_DEVICE_NATIVE_VECTOR_WIDTH_LONG, native_64),
    VG_CALL(CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT, native_32),
    VG_CALL(CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE, native_64),
    VG_CALL(CL_DEVICE_NATIVE_VECTOR_WIDTH_HALF, native_16),
    VG_CALL(CL_DEVICE_SINGLE_FP_CONFIG, single_fp),
    VG_CONST(CL_DEVICE_DOUBLE_FP_CONFIG, cl_device_fp_config,
             CL_FP_DENORM | CL_FP_INF_NAN | CL_FP_ROUND_TO_NEAREST | CL_FP_ROUND_TO_ZERO |
                 CL_FP_ROUND_TO_INF | CL_FP_FMA),
    VG_CONST(CL_DEVICE_HALF_FP_CONFIG, cl_device_fp_config,
             CL_FP_DENORM | CL_FP_INF_NAN | CL_FP_ROUND_TO_NEAREST | CL_FP_FMA),
    VG_CONST(CL_DEVICE_EXTERNAL_MEMORY_IMPORT_HANDLE_TYPES_KHR, cl_external_memory_handle_type_khr,
             CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR),
    VG_CONST(CL_DEVICE_EXTERNAL_MEMORY_IMPORT_ASSUME_LINEAR_IMAGES_HANDLE_TYPES_KHR,
             cl_external_memory_handle_type_khr, CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR),
    VG_CONST(CL_DEVICE_SINGLE_FP_ATOMIC_CAPABILITIES_EXT, cl_device_fp_atomic_capabilities_ext, FP_ATOMICS),
    VG_CONST(CL_DEVICE_DOUBLE_FP_ATOMIC_CAPABILITIES_EXT, cl_device_fp_atomic_capabilities_ext, FP_ATOMICS),
    VG_CONST(CL_DEVICE_HALF_FP_ATOMIC_CAPABILITIES_EXT, cl_device_fp_atomic_capabilities_ext, FP_ATOMICS),
    VG_CONST(CL_DEVICE_INTEGER_DOT_PRODUCT_CAPABILITIES_KHR, cl_device_integer_dot_product_capabilities_khr,
             CL_DEVICE_INTEGER_DOT_PRODUCT_INPUT_4x8BIT_PACKED_KHR |
                 CL_DEVICE_INTEGER_DOT_PRODUCT_INPUT_4x8BIT_KHR),
    VG_CALL(CL_DEVICE_INTEGER_DOT_PRODUCT_ACCELERATION_PROPERTIES_8BIT_KHR, dot_acceleration),
    VG_CALL(CL_DEVICE_INTEGER_DOT_PRODUCT_ACCELERATION_PROPERTIES_4x8BIT_PACKED_KHR, dot_acceleration),
    VG_CONST(CL_DEVICE_KERNEL_CLOCK_CAPABILITIES_KHR, cl_device_kernel_clock_capabilities_khr,
             CL_DEVICE_KERNEL_CLOCK_SCOPE_DEVICE_KHR | CL_DEVICE_KERNEL_CLOCK_SCOPE_WORK_GROUP_KHR |
                 CL_DEVICE_KERNEL_CLOCK_SCOPE_SUB_GROUP_KHR),
    VG_CONST(CL_DEVICE_ENDIAN_LITTLE, cl_bool, CL_TRUE),

    /* Memory. */
    VG_CONST(CL_DEVICE_ADDRESS_BITS, cl_uint, sizeof(void *) * CHAR_BIT),
    VG_CALL(CL_DEVICE_GLOBAL_MEM_SIZE, global_mem),
    VG_CALL(CL_DEVICE_MAX_MEM_ALLOC_SIZE, max_alloc),
    VG_CALL(CL_DEVICE_MEMORY_USED_VGPU, memory_used),
    VG_CALL(CL_DEVICE_MEMORY_PEAK_VGPU, memory_peak),
    VG_CALL(CL_DEVICE_MEMORY_RAM_SIZE_VGPU, memory_ram_size),
    VG_CALL(CL_DEVICE_MEMORY_RESIDENT_VGPU, memory_resident),
    VG_CALL(CL_DEVICE_MEMORY_STORED_VGPU, memory_stored),
    VG_CALL(CL_DEVICE_MEMORY_READ_VGPU, memory_read),
    VG_CALL(CL_DEVICE_MEMORY_WRITTEN_VGPU, memory_written),
    VG_CONST(CL_DEVICE_GLOBAL_MEM_CACHE_TYPE, cl_device_mem_cache_type, CL_READ_WRITE_CACHE),
    VG_CALL(CL_DEVICE_GLOBAL_MEM_CACHE_SIZE, cache_bytes),
    VG_CALL(CL_DEVICE_GLOBAL_MEM_CACHELINE_SIZE, cache_line),
    VG_CONST(CL_DEVICE_LOCAL_MEM_TYPE, cl_device_local_mem_type, CL_GLOBAL),
    VG_CONST(CL_DEVICE_LOCAL_MEM_SIZE, cl_ulong, VG_LOCAL_MEM_BYTES),
    VG_CALL(CL_DEVICE_MAX_CONSTANT_BUFFER_SIZE, max_constant_buffer),
    VG_CONST(CL_DEVICE_MAX_GLOBAL_VARIABLE_SIZE, size_t, VG_MAX_GLOBAL_VARIABLE),
    VG_CONST(CL_DEVICE_GLOBAL_VARIABLE_PREFERRED_TOTAL_SIZE, size_t, VG_MAX_GLOBAL_VARIABLE),
    VG_CONST(CL_DEVICE_MEM_BASE_ADDR_ALIGN, cl_uint, (VG_MEM_ALIGN_BYTES * CHAR_BIT)),
    VG_CONST(CL_DEVICE_MIN_DATA_TYPE_ALIGN_SIZE, cl_uint, VG_MEM_ALIGN_BYTES),
    VG_CONST(CL_DEVICE_ERROR_CORRECTION_SUPPORT, cl_bool, CL_FALSE),
    VG_CONST(CL_DEVICE_HOST_UNIFIED_MEMORY, cl_bool, CL_TRUE),
    VG_CONST(CL_DEVICE_SVM_CAPABILITIES, cl_device_svm_capabilities, 0),
    VG_CONST(CL_DEVICE_GENERIC_ADDRESS_SPACE_SUPPORT, cl_bool, CL_TRUE),
    VG_CONST(CL_DEVICE_ATOMIC_MEMORY_CAPABILITIES, cl_device_atomic_capabilities, MEMORY_CAPABILITIES),
    VG_CONST(CL_DEVICE_ATOMIC_FENCE_CAPABILITIES, cl_device_atomic_capabilities,
             MEMORY_CAPABILITIES | CL_DEVICE_ATOMIC_SCOPE_WORK_ITEM),
    VG_CONST(CL_DEVICE_PREFERRED_PLATFORM_ATOMIC_ALIGNMENT, cl_uint, 0),
    VG_CONST(CL_DEVICE_PREFERRED_GLOBAL_ATOMIC_ALIGNMENT, cl_uint, 0),
    VG_CONST(CL_DEVICE_PREFERRED_LOCAL_ATOMIC_ALIGNMENT, cl_uint, 0),

    /* Queues. */
    VG_CONST(CL_DEVICE_AVAILABLE, cl_bool, CL_TRUE),
    VG_CONST(CL_DEVICE_QUEUE_ON_HOST_PROPERTIES, cl_command_queue_properties,
             CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE | CL_QUEUE_PROFILING_ENABLE),
    VG_CONST(CL_DEVICE_PROFILING_TIMER_RESOLUTION, size_t, 1),
    VG_CONST(CL_DEVICE_PREFERRED_INTEROP_USER_SYNC, cl_bool, CL_TRUE),
    VG_CONST(CL_DEVICE_DEVICE_ENQUEUE_CAPABILITIES, cl_device_device_enqueue_capabilities, 0),
    VG_CONST(CL_DEVICE_QUEUE_ON_DEVICE_PROPERTIES, cl_command_queue_properties, 0),
    VG_CONST(CL_DEVICE_QUEUE_ON_DEVICE_PREFERRED_SIZE, cl_uint, 0),
    VG_CONST(CL_DEVICE_QUEUE_ON_DEVICE_MAX_SIZE, cl_uint, 0),
    VG_CONST(CL_DEVICE_MAX_ON_DEVICE_QUEUES, cl_uint, 0),
    VG_CONST(CL_DEVICE_MAX_ON_DEVICE_EVENTS, cl_uint, 0),
    VG_CONST(CL_DEVICE_PIPE_SUPPORT, cl_bool, CL_FALSE),
    VG_CONST(CL_DEVICE_MAX_PIPE_ARGS, cl_uint, 0),
    VG_CONST(CL_DEVICE_PIPE_MAX_ACTIVE_RESERVATIONS, cl_uint, 0),
    VG_CONST(CL_DEVICE_PIPE_MAX_PACKET_SIZE, cl_uint, 0),

    /* Images. */
    VG_CONST(CL_DEVICE_IMAGE_SUPPORT, cl_bool, CL_TRUE),
    VG_CONST(CL_DEVICE_MAX_READ_IMAGE_ARGS, cl_uint, VG_MAX_READ_IMAGE_ARGS),
    VG_CONST(CL_DEVICE_MAX_WRITE_IMAGE_ARGS, cl_uint, VG_MAX_WRITE_IMAGE_ARGS),
    VG_CONST(CL_DEVICE_MAX_READ_WRITE_IMAGE_ARGS, cl_uint, VG_MAX_READ_WRITE_IMAGE_ARGS),
    VG_CONST(CL_DEVICE_IMAGE2D_MAX_WIDTH, size_t, VG_IMAGE_MAX_WIDTH),
    VG_CONST(CL_DEVICE_IMAGE2D_MAX_HEIGHT, size_t, VG_IMAGE_MAX_WIDTH),
    VG_CONST(CL_DEVICE_IMAGE3D_MAX_WIDTH, size_t, VG_IMAGE_MAX_3D),
    VG_CONST(CL_DEVICE_IMAGE3D_MAX_HEIGHT, size_t, VG_IMAGE_MAX_3D),
    VG_CONST(CL_DEVICE_IMAGE3D_MAX_DEPTH, size_t, VG_IMAGE_MAX_3D),
    VG_CONST(CL_DEVICE_IMAGE_MAX_BUFFER_SIZE, size_t, VG_IMAGE_MAX_BUFFER),
    VG_CONST(CL_DEVICE_IMAGE_MAX_ARRAY_SIZE, size_t, VG_IMAGE_MAX_LAYERS),
    VG_CONST(CL_DEVICE_IMAGE_PITCH_ALIGNMENT, cl_uint, VG_IMAGE_PITCH_ALIGN),
    VG_CONST(CL_DEVICE_IMAGE_BASE_ADDRESS_ALIGNMENT, cl_uint, VG_IMAGE_BASE_ALIGN),
    VG_CONST(CL_DEVICE_MAX_SAMPLERS, cl_uint, VG_MAX_SAMPLERS),
};
static const struct vg_info_table device_table = VG_INFO_TABLE("clGetDeviceInfo", device_rows);

cl_int vg_device_info(const struct vg_device *device, cl_device_info name, size_t capacity, void *value,
                      size_t *size_ret)
{
    return vg_info_get(&device_table, device, name, capacity, value, size_ret);
}
