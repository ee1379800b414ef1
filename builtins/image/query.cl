/* SPDX-License-Identifier: MIT */
/* get_image_width and the other questions about an image. */
#include "builtins/image/image.h"

#define QUERY(NAME, T, FIELD, IMAGE, ACCESS)                                                                 \
    VG_OVERLOAD T NAME(ACCESS IMAGE image)                                                                   \
    {                                                                                                        \
        return (T)__vg_image(image)->FIELD;                                                                  \
    }
#define QUERIES(NAME, T, FIELD, IMAGE)                                                                       \
    QUERY(NAME, T, FIELD, IMAGE, read_only)                                                                  \
    QUERY(NAME, T, FIELD, IMAGE, write_only)                                                                 \
    QUERY(NAME, T, FIELD, IMAGE, read_write)

#define OF_ALL(IMAGE, N, KIND)                                                                               \
    QUERIES(get_image_width, int, width, IMAGE)                                                              \
    QUERIES(get_image_channel_data_type, int, type, IMAGE)                                                   \
    QUERIES(get_image_channel_order, int, order, IMAGE)
VG_IMAGE_KINDS(OF_ALL)
VG_BUFFER_KIND(OF_ALL)
VG_DEPTH_KINDS(OF_ALL)

#define PLANE(IMAGE, ACCESS)                                                                                 \
    VG_OVERLOAD int2 get_image_dim(ACCESS IMAGE image)                                                       \
    {                                                                                                        \
        return (int2)(get_image_width(image), get_image_height(image));                                      \
    }
#define OF_PLANES(IMAGE)                                                                                     \
    QUERIES(get_image_height, int, height, IMAGE)                                                            \
    PLANE(IMAGE, read_only)                                                                                  \
    PLANE(IMAGE, write_only)                                                                                 \
    PLANE(IMAGE, read_write)
OF_PLANES(image2d_t)
OF_PLANES(image2d_array_t)
OF_PLANES(image2d_depth_t)
OF_PLANES(image2d_array_depth_t)

QUERIES(get_image_height, int, height, image3d_t)
QUERIES(get_image_depth, int, depth, image3d_t)

#define SOLID(ACCESS)                                                                                        \
    VG_OVERLOAD int4 get_image_dim(ACCESS image3d_t image)                                                   \
    {                                                                                                        \
        return (int4)(get_image_width(image), get_image_height(image), get_image_depth(image), 0);           \
    }
SOLID(read_only)
SOLID(write_only)
SOLID(read_write)

QUERIES(get_image_array_size, size_t, array_size, image1d_array_t)
QUERIES(get_image_array_size, size_t, array_size, image2d_array_t)
QUERIES(get_image_array_size, size_t, array_size, image2d_array_depth_t)
