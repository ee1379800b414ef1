/* SPDX-License-Identifier: MIT */
/* The dispatch table that every object starts with a pointer to, and the entry points by name. */
#ifndef VG_ICD_DISPATCH_H
#define VG_ICD_DISPATCH_H

struct _cl_icd_dispatch;

/* In the layout of the newest loader (OpenCL 3.1), valid for loaders of both contracts: those of ICD 1 call
 * through it, those of ICD 2.0 see its two tags and make a table of their own. */
const struct _cl_icd_dispatch *vg_dispatch_table(void);

/* The entry point of that name; NULL when there is none or it belongs to an extension that we lack. */
void *vg_dispatch_find(const char *name);

#endif
