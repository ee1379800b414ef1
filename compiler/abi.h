/* SPDX-License-Identifier: MIT */
/* The contract between compiled kernels and whoever runs them. ABI: kernel
 *
 * A kernel NAME compiles to an ELF object of its own with two symbols:
 *
 *   vg_kernel_entry  a function of type vg_kernel_entry below
 *   vg_kernel_info   const struct vg_code_info
 *
 * The entry runs the work-groups first..last-1 of the linearised grid (x fastest) one after another on the
 * calling thread and returns 0. It never uses the C stack for private arrays of the program: all of that is
 * in scratch.
 *
 * scratch, aligned to 128 bytes:
 *   [-VG_SCRATCH_HEAD, 0)    for whoever looks after a fault: the work-group that the entry is at, as 64 bits
 *                            at -VG_GROUP_BACK; written by the entry alone
 *
 *   [0, launch->frame_at)    local memory of one work-group: kernel-scope __local variables first
 *                            (local_bytes), then what the local pointer arguments name by offset; in kernels
 *                            with VG_CODE_UNINIT its shadow follows, check->local_bytes from its begin, with
 *                            VG_CODE_RACE its cells, at check->cells_at; both are filled by the entry
 *
 *   [launch->frame_at, ...)  vg_code_info.fixed_bytes once, then item_bytes for each work-item of the
 *                            largest group, whose extent in x is counted up to a multiple of width
 *
 * args: one slot per argument at the offset that struct vg_arg_info gives. Values and structs are stored in
 * place; global and constant pointers as addresses (NULL allowed); a local pointer argument as its 64-bit
 * byte offset from scratch. An image is the address of a struct vg_image below, a sampler 8 bytes whose low
 * 32 bits are enum vg_sampler_bits.
 *
 * Work-groups at the upper edges of the range are smaller when local_size does not divide global_size: the
 * extent in each dimension is min(local_size, global_size - group * local_size).
 *
 * Program-scope variables live in an object of their own, one per program, which exports them as symbols;
 * kernel objects reach them through the GOT. Objects may also import the symbols of VG_RUNTIME_SYMBOLS. */
#ifndef VG_COMPILER_ABI_H
#define VG_COMPILER_ABI_H

#include <stdint.h>

#define VG_ABI_VERSION 4
#define VG_ENTRY_SYMBOL "vg_kernel_entry"
#define VG_INFO_SYMBOL "vg_kernel_info"
#define VG_SCRATCH_ALIGN 128
#define VG_SCRATCH_HEAD 128
#define VG_GROUP_BACK 8

struct vg_launch {
    uint64_t global_size[3]; /* 1 past work_dim */
    uint64_t global_offset[3];
    uint64_t local_size[3]; /* as enqueued; the groups at the edge may be smaller */
    uint64_t num_groups[3];
    uint32_t work_dim;
    uint32_t reserved;
    uint64_t frame_at;      /* offset of the frames in scratch, a multiple of VG_SCRATCH_ALIGN */
    void *printf_sink;      /* handed to vg_rt_printf untouched */
    struct vg_check *check; /* of kernels with VG_CODE_CHECKED; others do not look at it */
};

struct vg_check_found; /* compiler/check.h */

/* What checked code knows of an argument that is a pointer. */
struct vg_check_arg {
    uint64_t extent;             /* bytes behind it, 0 for NULL and for values */
    uint64_t readable, writable; /* the same, 0 as well where the buffer's flags do not allow it */
    uintptr_t start;             /* a buffer's address */
    unsigned char *shadow;       /* a byte for each of the buffer's: bits are 1 where nothing was written */
    void *cells;       /* who accessed it, as vg_rt_check_access keeps it; NULL when nobody writes it */
    void *owned_cells; /* to be freed with the struct vg_check; NULL: the cells are another argument's */
};
/* Of words of 64 bits, which begin as 0; one cell for four bytes. */
#define VG_CHECK_CELL_WORDS 3
#define VG_CHECK_CELLS_SCALE 6 /* bytes of cells for a byte */

/* What checked code knows of a launch, and tells of it. The entry returns status once its work-groups are
 * run. */
struct vg_check {
    _Atomic int32_t status; /* VG_CHECK_FAILED when something was found */
    uint32_t arg_count;     /* the kernel's, and behind them the program's variables */
    struct vg_check_found *found;
    uint64_t local_bytes; /* of local memory: a multiple of VG_SCRATCH_ALIGN */
    uint64_t cells_at;    /* offset in scratch of the cells of local memory */
    const struct vg_launch *launch;
    struct vg_check_arg args[];
};
#define VG_CHECK_FAILED (-5) /* CL_OUT_OF_RESOURCES, as for other faults */

typedef int vg_kernel_entry(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                            void *scratch);

enum vg_code_flags {
    VG_CODE_BARRIER = 1,   /* has barriers or work-group functions */
    VG_CODE_FREE_FORM = 2, /* looks at no local or group id or size and has no local memory or barrier */
    VG_CODE_PRINTF = 4,
    VG_CODE_STREAMS =
        8, /* neighbours in a vector access neighbouring memory, nowhere each a place of its own */
    VG_CODE_COLUMNS = 16, /* vectors are of neighbours in y, not in x; free-form kernels only */
    VG_CODE_CHECKED = 32, /* looks for what -cl-vgpu-check= asks */
    VG_CODE_UNINIT = 64,  /* keeps the shadows of struct vg_check_arg */
    VG_CODE_RACE = 128,   /* calls vg_rt_check_access */
};

/* What only code generation knows; a constant in the kernel's object. */
struct vg_code_info {
    uint32_t abi_version;
    uint32_t flags;       /* enum vg_code_flags */
    uint32_t width;       /* work-items per vector; 1 = scalar */
    uint32_t max_group;   /* largest work-group that the code can run, 0 = no limit of its own */
    uint64_t local_bytes; /* kernel-scope local variables */
    uint64_t fixed_bytes;
    uint64_t item_bytes;
    uint64_t private_bytes; /* per work-item, for CL_KERNEL_PRIVATE_MEM_SIZE */
    uint64_t cost;          /* rough instructions per work-item, loops counted once by their depth; a hint */
};

/* What kernels know of an image. */
struct vg_image {
    void *data;           /* first pixel */
    uint64_t row_pitch;   /* bytes between rows (y); in a 1D array, of a layer's single row */
    uint64_t slice_pitch; /* bytes between slices (z), or between layers of an array, 1D arrays included */
    uint32_t width, height, depth, array_size; /* 1 where the kind of image has no such extent */
    uint32_t channel_order, channel_type;      /* as the API names them: CL_RGBA, CL_UNORM_INT8, ... */
    uint32_t pixel_bytes;
    uint32_t flags; /* reserved, 0 */
};

/* The same as in clang's literals: one address mode and one filter. */
enum vg_sampler_bits {
    VG_SAMPLER_NORMALIZED = 1,
    VG_SAMPLER_ADDRESS_NONE = 0,
    VG_SAMPLER_CLAMP_TO_EDGE = 2,
    VG_SAMPLER_CLAMP = 4,
    VG_SAMPLER_REPEAT = 6,
    VG_SAMPLER_MIRRORED_REPEAT = 8,
    VG_SAMPLER_ADDRESS_MASK = 14,
    VG_SAMPLER_NEAREST = 0x10,
    VG_SAMPLER_LINEAR = 0x20,
};

/* printf: arguments packed one after another, each a struct vg_printf_arg followed by `count` elements of
 * `size` bytes, padded to 8. Strings (%s) are passed as the 8-byte address. Appends to the sink whole;
 * returns 0. */
struct vg_printf_arg {
    uint8_t size;     /* of one element: 1, 2, 4, 8 */
    uint8_t count;    /* 1, or the vector's 2, 3, 4, 8, 16 */
    uint8_t is_float; /* half is passed as float, so size is 4 or 8 */
    uint8_t reserved[5];
};
int vg_rt_printf(void *sink, const char *format, const void *args, uint64_t args_bytes);

/* Something was found, of a kind of enum vg_check_flags. site and object are texts of the kernel's object:
 * site is the source line, then behind a NUL what was done there. BOUNDS: so many work-items access what is
 * outside of the object, which is not performed, nor is what else BOUNDS finds; UNINIT: what is done depends
 * on the byte of the object, to which nothing was written; DIVERGENCE: a work-item does not come to the
 * barrier that is the site. What follows is of the first of them; the local id has 16 bits for each
 * dimension. */
void vg_rt_check_found(struct vg_check *check, uint64_t kind, const char *site, const char *object,
                       uint64_t offset, uint64_t extent, uint64_t local_id, uint64_t group_x,
                       uint64_t group_y, uint64_t group_z, uint64_t items);
/* So many bytes are written through a pointer of which the code knows nothing. */
void vg_rt_check_stored(struct vg_check *check, const void *address, uint64_t bytes);

enum vg_access_kind { VG_ACCESS_READ = 1, VG_ACCESS_WRITE, VG_ACCESS_ATOMIC };
/* A work-item accesses so many bytes, which are `offset` bytes behind the begin of the object, or of
 * something without a name (NULL). value: what a write of up to eight bytes stores. epoch: barriers that the
 * work-item has passed which order local memory, and in the high 32 bits those that order global memory. The
 * rest is as above. */
void vg_rt_check_access(struct vg_check *check, const void *scratch, const char *site, const char *object,
                        uint64_t offset, const void *address, uint64_t bytes, uint64_t kind, uint64_t value,
                        uint64_t epoch, uint64_t local_id, uint64_t group_x, uint64_t group_y,
                        uint64_t group_z);

/* Names that a kernel object may import, all in the C calling convention. */
/* clang-format off */
#define VG_RUNTIME_SYMBOLS(X)                                                                                \
    X(memcpy) X(memmove) X(memset) X(memcmp) X(bcmp) VG_RUNTIME_FUNCTIONS(X)
#define VG_RUNTIME_FUNCTIONS(X)                                                                              \
    X(vg_rt_printf) X(vg_rt_check_found) X(vg_rt_check_stored) X(vg_rt_check_access)                                                                                          \
    X(fma) X(fmaf) X(fmod) X(fmodf) X(sqrt) X(sqrtf) X(floor) X(floorf) X(ceil) X(ceilf) X(trunc) X(truncf)  \
    X(rint) X(rintf) X(round) X(roundf) X(nearbyint) X(nearbyintf) X(roundeven) X(roundevenf)                \
    X(fmin) X(fminf) X(fmax) X(fmaxf) X(copysign) X(copysignf) X(ldexp) X(ldexpf)                            \
    X(__truncsfhf2) X(__extendhfsf2)
/* clang-format on */

#endif
