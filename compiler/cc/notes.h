/* SPDX-License-Identifier: MIT */
/* What code generation did with a kernel, and on which source lines: the material of the report. */
#ifndef VG_COMPILER_CC_NOTES_H
#define VG_COMPILER_CC_NOTES_H

#include "compiler/cc/ir.h"
#include "compiler/cc/text.h"

enum vg_note {
    VG_NOTE_MASK,    /* a branch whose two sides run one after the other */
    VG_NOTE_AGREED,  /* a branch or an index on which full vectors agree, or start anew */
    VG_NOTE_LOOP,    /* a loop that runs until the last lane leaves */
    VG_NOTE_WHOLE,   /* a memory access of all lanes at once */
    VG_NOTE_SHARED,  /* one place for all lanes */
    VG_NOTE_CHECKED, /* at once when a check at run time allows it */
    VG_NOTE_BY_LANE, /* one memory access per lane */
    VG_NOTE_CALL,    /* a call or atomic operation lane by lane */
    VG_NOTE_SAVED,   /* a value kept in memory across a barrier */
    VG_NOTE_REMADE,  /* a value computed anew behind a barrier */
    VG_NOTES
};

struct vg_note_lines {
    unsigned count;         /* of events */
    unsigned *lines, known; /* the different source lines, in order */
};

struct vg_notes {
    struct vg_note_lines of[VG_NOTES];
};

void vg_notes_add(struct vg_notes *notes, enum vg_note note, LLVMValueRef inst);
void vg_notes_finish(struct vg_notes *notes);
/* " (lines 3, 7)", or nothing when the program was compiled without lines. */
void vg_notes_print_lines(const struct vg_notes *notes, enum vg_note note, struct vg_text *text);

#endif
