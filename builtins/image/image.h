/* SPDX-License-Identifier: MIT */
/* What all functions of images share: the descriptor, the kinds of images, and where a pixel lies.
 *
 * Descriptor and sampler are the same for all work-items, so what depends on them alone may branch; all
 * else is computed without branches, for all lanes of a vector at once. */
#ifndef VG_BUILTINS_IMAGE_H
#define VG_BUILTINS_IMAGE_H

#include "builtins/base.h"

/* struct vg_image of compiler/abi.h. ABI: kernel */
struct image {
    global uchar *data;
    ulong row_pitch, slice_pitch;
    uint width, height, depth, array_size;
    uint order, type, pixel_bytes, flags;
};
typedef constant struct image *image_ref;

/* Lowered by vgpu-cc: the descriptor of an image, and a sampler's bits, which are those of its literals. */
__attribute__((const)) uint __vg_sampler(sampler_t sampler);
#define SAMPLER_ADDRESS 14 /* the bits of the address mode */

/* How many coordinates a kind of image has, and whether another one follows that counts layers. */
enum kind { ARRAY = 4, IMAGE_1D = 1, IMAGE_2D = 2, IMAGE_3D = 3, IMAGE_1D_ARRAY = 5, IMAGE_2D_ARRAY = 6 };

/* X takes an image type, the number in the name of its coordinates' type, then its enum kind, then the rest. */
#define VG_IMAGE_KINDS(X, ...)                                                                               \
    X(image1d_t, , IMAGE_1D, ##__VA_ARGS__)                                                                  \
    X(image1d_array_t, 2, IMAGE_1D_ARRAY, ##__VA_ARGS__)                                                     \
    X(image2d_t, 2, IMAGE_2D, ##__VA_ARGS__)                                                                 \
    X(image2d_array_t, 4, IMAGE_2D_ARRAY, ##__VA_ARGS__)                                                     \
    X(image3d_t, 4, IMAGE_3D, ##__VA_ARGS__)
#define VG_BUFFER_KIND(X, ...) X(image1d_buffer_t, , IMAGE_1D, ##__VA_ARGS__)
#define VG_DEPTH_KINDS(X, ...)                                                                               \
    X(image2d_depth_t, 2, IMAGE_2D, ##__VA_ARGS__)                                                           \
    X(image2d_array_depth_t, 4, IMAGE_2D_ARRAY, ##__VA_ARGS__)

#define DECLARE_ACCESS(IMAGE, N, KIND)                                                                       \
    VG_OVERLOAD __attribute__((const)) image_ref __vg_image(read_only IMAGE image);                          \
    VG_OVERLOAD __attribute__((const)) image_ref __vg_image(write_only IMAGE image);                         \
    VG_OVERLOAD __attribute__((const)) image_ref __vg_image(read_write IMAGE image);
VG_IMAGE_KINDS(DECLARE_ACCESS)
VG_BUFFER_KIND(DECLARE_ACCESS)
VG_DEPTH_KINDS(DECLARE_ACCESS)

/* Coordinates of any kind as x, y, z, layer. */
#define SPREAD(T)                                                                                            \
    VG_HELPER T##4 spread(T at, enum kind kind)                                                              \
    {                                                                                                        \
        (void)kind;                                                                                          \
        return (T##4)(at, 0, 0, 0);                                                                          \
    }                                                                                                        \
    VG_HELPER T##4 spread(T##2 at, enum kind kind)                                                           \
    {                                                                                                        \
        return kind & ARRAY ? (T##4)(at.x, 0, 0, at.y) : (T##4)(at, 0, 0);                                   \
    }                                                                                                        \
    VG_HELPER T##4 spread(T##4 at, enum kind kind)                                                           \
    {                                                                                                        \
        return kind & ARRAY ? (T##4)(at.xy, 0, at.z) : (T##4)(at.xyz, 0);                                    \
    }
SPREAD(int)
SPREAD(float)

/* The first pixel of a row. Rows and layers are not negative, and 32 bits hold them and a row's bytes. */
VG_HELPER global uchar *row_at(image_ref image, enum kind kind, int y, int z, int layer)
{
    global uchar *row = image->data;
    if ((kind & 3) >= 2)
        row += (ulong)(uint)y * (uint)image->row_pitch;
    if ((kind & 3) == 3)
        row += (ulong)(uint)z * image->slice_pitch;
    if (kind & ARRAY)
        row += (ulong)(uint)layer * image->slice_pitch;
    return row;
}

#endif
