/* SPDX-License-Identifier: MIT */
/* Requests to and replies from the compiler program. WIRE: compiler
 *
 * The client holds one SOCK_SEQPACKET socket to `vgpu-cc --serve`, which finds its end as standard input. A
 * request is one datagram, struct vg_wire_call, with three descriptors attached, in this order: the request
 * (a memfd), the reply (an empty memfd that the compiler fills) and the write end of a pipe. The server forks
 * a child for each request, at most `jobs` at a time, and takes requests from the socket as they come. The
 * child fills the reply and writes one struct vg_wire_done to the pipe. The server closes its own copies of
 * the descriptors once the child has them, but keeps the pipe's write end to report a limit that the child
 * ran into (VG_WIRE_TIMEOUT, VG_WIRE_MEMORY) after it has ended the child; end-of-file without a record means
 * that the compiler died. A waiting request whose pipe has no reader any more (poll gives POLLERR) was given
 * up by its client and is dropped. The server exits at end-of-file of the socket. Since every request brings
 * its own reply, nothing is shared between requests, and a forked child of the application may use the same
 * socket.
 *
 * VG_WIRE_HURRY is no request: the client now waits for one that it sent ahead, named by the read end of its
 * pipe, three times over. Unless that is being worked on, it is next. Nothing answers.
 *
 * Request and reply are the same container: head, section table, bytes. Readers check every offset. */
#ifndef VG_COMPILER_WIRE_H
#define VG_COMPILER_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VG_WIRE_MAGIC 0x57474356u /* "VCGW" */
#define VG_WIRE_VERSION 1u

enum vg_wire_op {
    VG_WIRE_COMPILE =
        1,        /* SOURCE, OPTIONS, HEADER_NAME/HEADER_TEXT pairs -> LOG, [BITCODE, PROGRAM], DEPENDENCY* */
    VG_WIRE_LINK, /* BITCODE+, OPTIONS -> LOG, [BITCODE, PROGRAM] */
    VG_WIRE_CODE, /* BITCODE, OPTIONS, KERNEL, ISA -> LOG, [OBJECT]; KERNEL "" = the program's data object */
    VG_WIRE_HURRY,
};

enum vg_wire_section {
    VG_SECTION_SOURCE = 1,
    VG_SECTION_OPTIONS,     /* text as the application gave it */
    VG_SECTION_HEADER_NAME, /* followed by its HEADER_TEXT */
    VG_SECTION_HEADER_TEXT,
    VG_SECTION_BITCODE,
    VG_SECTION_PROGRAM,    /* vg_program_info_encode */
    VG_SECTION_KERNEL,     /* kernel name */
    VG_SECTION_ISA,        /* vg_target_name text */
    VG_SECTION_OBJECT,     /* ELF */
    VG_SECTION_LOG,        /* text */
    VG_SECTION_DEPENDENCY, /* absolute path of a file on disk that an #include read */
    VG_SECTION_STAGE,      /* uint32_t enum vg_option_stage: which entry the OPTIONS were for */
    VG_SECTION_DIRECTORY, /* the application's current directory: relative -I paths start there (COMPILE only)
                           */
    VG_SECTION_CLIENT = 0x100, /* from here on: of the client's own files, never on the wire */
};

struct vg_wire_call {
    uint32_t magic, version;
    uint32_t op;           /* enum vg_wire_op */
    uint32_t timeout_ms;   /* 0 = none */
    uint64_t memory_bytes; /* limit of the child, 0 = none */
};

enum vg_wire_status {
    VG_WIRE_OK = 0,
    VG_WIRE_REJECTED, /* the program is wrong: LOG says why */
    VG_WIRE_BROKEN,   /* the request is malformed */
    VG_WIRE_TIMEOUT,  /* the child ran into timeout_ms, or */
    VG_WIRE_MEMORY,   /* into memory_bytes */
};

struct vg_wire_done {
    uint32_t magic;
    uint32_t status; /* enum vg_wire_status */
};

struct vg_wire_part {
    uint32_t kind; /* enum vg_wire_section */
    const void *data;
    size_t size;
};

/* The container as a heap block (vg_free); NULL when out of memory. */
void *vg_wire_pack(const struct vg_wire_part *parts, size_t count, size_t *size);
/* Writes the container to fd from its start. False on an I/O error or lack of memory. */
bool vg_wire_write(int fd, const struct vg_wire_part *parts, size_t count);

/* A container mapped from a descriptor (which stays the caller's) or borrowed from memory. */
struct vg_wire_view {
    const void *base;
    size_t size, count;
    bool mapped;
};
bool vg_wire_map(int fd, struct vg_wire_view *view);
bool vg_wire_borrow(const void *bytes, size_t size, struct vg_wire_view *view);
void vg_wire_unmap(struct vg_wire_view *view);
/* The index-th section (from 0); false past the end. Texts are followed by a NUL that size does not count. */
bool vg_wire_part_at(const struct vg_wire_view *view, size_t index, struct vg_wire_part *part);
/* The n-th section (from 0) of a kind; false when there is none. */
bool vg_wire_find(const struct vg_wire_view *view, uint32_t kind, size_t n, struct vg_wire_part *part);

#endif
