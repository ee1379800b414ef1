/* SPDX-License-Identifier: MIT */
/* What checked kernels found (docs/checked.md). The platform makes one for a launch of a kernel with
 * VG_CODE_CHECKED and hands it over as vg_launch.check; it is read once the launch is over. */
#ifndef VG_COMPILER_CHECK_H
#define VG_COMPILER_CHECK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "compiler/abi.h"

#define VG_CHECK_FINDINGS 8 /* told of one launch; the rest is counted */

/* The first of what was found at a place in the source. */
struct vg_check_finding {
    _Atomic(const char *) site; /* NULL: this and the rest are free */
    uint64_t kind;              /* enum vg_check_flags */
    const char *object;         /* NULL: of a barrier, or not known */
    uint64_t offset, extent, local[3], group[3];
    atomic_uint_least64_t count; /* of all such accesses */
    uint64_t item, other_item;   /* of a race: the work-items, numbered by work-group and then within it */
    enum vg_access_kind other_kind;
};

struct vg_check_found {
    struct vg_check_finding findings[VG_CHECK_FINDINGS];
    atomic_uint_least64_t others;
};

/* For this many arguments and the program's variables, with nothing known of them; NULL when out of memory.
 */
struct vg_check *vg_check_create(size_t arg_count);
/* Cells of so many bytes, as vg_rt_check_access keeps them, for owned_cells; NULL when out of memory. */
void *vg_check_cells_create(size_t bytes);
/* NULL is a no-op. */
void vg_check_destroy(struct vg_check *check);

/* For whoever finds something at a site: the finding to fill in, NULL when there is one already, or too many.
 */
struct vg_check_finding *vg_check_note(struct vg_check *check, const char *site, uint64_t items);

/* Whether any program of this process was built to check one of these (enum vg_check_flags), or VGPU_CHECK
 * has all of them so. */
bool vg_check_is_wanted(unsigned checks);
void vg_check_want(unsigned checks);

/* The number of findings that there is something to say of, and one of them. */
size_t vg_check_count(const struct vg_check *check);
const struct vg_check_finding *vg_check_at(const struct vg_check *check, size_t index);
/* "file:line", or "", and "a read of 4 bytes". */
const char *vg_check_line(const struct vg_check_finding *finding);
const char *vg_check_access(const struct vg_check_finding *finding);

#endif
