/* SPDX-License-Identifier: MIT */
/* Entry points of the OpenGL, EGL and device-fission extensions, which we lack. Loaders of ICD 1 forward them
 * to every platform, so that each must be there and say so; by name they are not to be had. */
#include "base/error.h"
#include "icd/entry.h"

static cl_int refuse(const char *entry, const char *extension)
{
    return vg_fail(CL_INVALID_OPERATION, "%s: the platform does not have %s", entry, extension);
}

static void *refuse_object(const char *entry, const char *extension, cl_int *errcode_ret)
{
    cl_int code = refuse(entry, extension);
    if (errcode_ret)
        *errcode_ret = code;
    return NULL;
}

#define GL "cl_khr_gl_sharing"
#define EGL "cl_khr_egl_image"

cl_mem CL_API_CALL clCreateFromGLBuffer(cl_context context, cl_mem_flags flags, cl_GLuint bufobj,
                                        cl_int *errcode_ret)
{
    (void)context, (void)flags, (void)bufobj;
    return refuse_object(__func__, GL, errcode_ret);
}

cl_mem CL_API_CALL clCreateFromGLTexture(cl_context context, cl_mem_flags flags, cl_GLenum target,
                                         cl_GLint miplevel, cl_GLuint texture, cl_int *errcode_ret)
{
    (void)context, (void)flags, (void)target, (void)miplevel, (void)texture;
    return refuse_object(__func__, GL, errcode_ret);
}

cl_mem CL_API_CALL clCreateFromGLTexture2D(cl_context context, cl_mem_flags flags, cl_GLenum target,
                                           cl_GLint miplevel, cl_GLuint texture, cl_int *errcode_ret)
{
    (void)context, (void)flags, (void)target, (void)miplevel, (void)texture;
    return refuse_object(__func__, GL, errcode_ret);
}

cl_mem CL_API_CALL clCreateFromGLTexture3D(cl_context context, cl_mem_flags flags, cl_GLenum target,
                                           cl_GLint miplevel, cl_GLuint texture, cl_int *errcode_ret)
{
    (void)context, (void)flags, (void)target, (void)miplevel, (void)texture;
    return refuse_object(__func__, GL, errcode_ret);
}

cl_mem CL_API_CALL clCreateFromGLRenderbuffer(cl_context context, cl_mem_flags flags, cl_GLuint renderbuffer,
                                              cl_int *errcode_ret)
{
    (void)context, (void)flags, (void)renderbuffer;
    return refuse_object(__func__, GL, errcode_ret);
}

cl_int CL_API_CALL clGetGLObjectInfo(cl_mem memobj, cl_gl_object_type *gl_object_type,
                                     cl_GLuint *gl_object_name)
{
    (void)memobj, (void)gl_object_type, (void)gl_object_name;
    return refuse(__func__, GL);
}

cl_int CL_API_CALL clGetGLTextureInfo(cl_mem memobj, cl_gl_texture_info param_name, size_t param_value_size,
                                      void *param_value, size_t *param_value_size_ret)
{
    (void)memobj, (void)param_name, (void)param_value_size, (void)param_value, (void)param_value_size_ret;
    return refuse(__func__, GL);
}

cl_int CL_API_CALL clEnqueueAcquireGLObjects(cl_command_queue queue, cl_uint num_objects,
                                             const cl_mem *objects, cl_uint num_events,
                                             const cl_event *events, cl_event *event)
{
    (void)queue, (void)num_objects, (void)objects, (void)num_events, (void)events, (void)event;
    return refuse(__func__, GL);
}

cl_int CL_API_CALL clEnqueueReleaseGLObjects(cl_command_queue queue, cl_uint num_objects,
                                             const cl_mem *objects, cl_uint num_events,
                                             const cl_event *events, cl_event *event)
{
    (void)queue, (void)num_objects, (void)objects, (void)num_events, (void)events, (void)event;
    return refuse(__func__, GL);
}

cl_int CL_API_CALL clGetGLContextInfoKHR(const cl_context_properties *properties,
                                         cl_gl_context_info param_name, size_t param_value_size,
                                         void *param_value, size_t *param_value_size_ret)
{
    (void)properties, (void)param_name, (void)param_value_size, (void)param_value, (void)param_value_size_ret;
    return refuse(__func__, GL);
}

cl_event CL_API_CALL clCreateEventFromGLsyncKHR(cl_context context, cl_GLsync sync, cl_int *errcode_ret)
{
    (void)context, (void)sync;
    return refuse_object(__func__, "cl_khr_gl_event", errcode_ret);
}

cl_mem CL_API_CALL clCreateFromEGLImageKHR(cl_context context, CLeglDisplayKHR display, CLeglImageKHR image,
                                           cl_mem_flags flags, const cl_egl_image_properties_khr *properties,
                                           cl_int *errcode_ret)
{
    (void)context, (void)display, (void)image, (void)flags, (void)properties;
    return refuse_object(__func__, EGL, errcode_ret);
}

cl_int CL_API_CALL clEnqueueAcquireEGLObjectsKHR(cl_command_queue queue, cl_uint num_objects,
                                                 const cl_mem *objects, cl_uint num_events,
                                                 const cl_event *events, cl_event *event)
{
    (void)queue, (void)num_objects, (void)objects, (void)num_events, (void)events, (void)event;
    return refuse(__func__, EGL);
}

cl_int CL_API_CALL clEnqueueReleaseEGLObjectsKHR(cl_command_queue queue, cl_uint num_objects,
                                                 const cl_mem *objects, cl_uint num_events,
                                                 const cl_event *events, cl_event *event)
{
    (void)queue, (void)num_objects, (void)objects, (void)num_events, (void)events, (void)event;
    return refuse(__func__, EGL);
}

cl_event CL_API_CALL clCreateEventFromEGLSyncKHR(cl_context context, CLeglSyncKHR sync,
                                                 CLeglDisplayKHR display, cl_int *errcode_ret)
{
    (void)context, (void)sync, (void)display;
    return refuse_object(__func__, "cl_khr_egl_event", errcode_ret);
}

cl_int CL_API_CALL clCreateSubDevicesEXT(cl_device_id in_device,
                                         const cl_device_partition_property_ext *properties,
                                         cl_uint num_entries, cl_device_id *out_devices, cl_uint *num_devices)
{
    (void)in_device, (void)properties, (void)num_entries, (void)out_devices, (void)num_devices;
    return refuse(__func__, "cl_ext_device_fission");
}
