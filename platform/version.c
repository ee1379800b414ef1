/* SPDX-License-Identifier: MIT */
/* Lists of extensions and features, made from compiler/features.def at compile time. */
#include "platform/version.h"

/* Texts begin with a space for each name, the first of which is skipped. Names are made texts at once: most
 * of them are also macros of the OpenCL headers. */
#define PICK_PLATFORM(text) " " text
#define PICK_DEVICE(text)
#define PICK_LANGUAGE(text)
static const char platform_extensions[] =
#define VG_EXTENSION(name, major, minor, patch, where) PICK_##where(#name)
#include "compiler/features.def"
    "";

static const char device_extensions[] =
#define VG_EXTENSION(name, major, minor, patch, where) " " #name
#include "compiler/features.def"
    "";

#undef PICK_PLATFORM
#define PICK_PLATFORM(...) {__VA_ARGS__},
#undef PICK_DEVICE
#define PICK_DEVICE(...)
#undef PICK_LANGUAGE
#define PICK_LANGUAGE(...)
static const cl_name_version platform_extension_versions[] = {
#define VG_EXTENSION(name, major, minor, patch, where)                                                       \
    PICK_##where(CL_MAKE_VERSION(major, minor, patch), #name)
#include "compiler/features.def"
};

static const cl_name_version device_extension_versions[] = {
#define VG_EXTENSION(name, major, minor, patch, where) {CL_MAKE_VERSION(major, minor, patch), #name},
#include "compiler/features.def"
};

static const cl_name_version c_features[] = {
#define VG_FEATURE(name) {VG_VERSION_3_0, #name},
#include "compiler/features.def"
};

cl_int vg_info_platform_extensions(const void *object, const struct vg_info_out *out)
{
    (void)object;
    return vg_info_put_string(out, platform_extensions + 1);
}

cl_int vg_info_platform_extension_versions(const void *object, const struct vg_info_out *out)
{
    (void)object;
    return vg_info_put(out, platform_extension_versions, sizeof(platform_extension_versions));
}

cl_int vg_info_device_extensions(const void *object, const struct vg_info_out *out)
{
    (void)object;
    return vg_info_put_string(out, device_extensions + 1);
}

cl_int vg_info_device_extension_versions(const void *object, const struct vg_info_out *out)
{
    (void)object;
    return vg_info_put(out, device_extension_versions, sizeof(device_extension_versions));
}

cl_int vg_info_c_features(const void *object, const struct vg_info_out *out)
{
    (void)object;
    return vg_info_put(out, c_features, sizeof(c_features));
}
