/* SPDX-License-Identifier: MIT */
/* Lists of source lines: see notes.h. */
#include "compiler/cc/notes.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static void insert(struct vg_note_lines *lines, unsigned at, unsigned line)
{
    unsigned *list = vg_zalloc_array(lines->known + 1, sizeof *list);
    if (!list)
        abort();
    if (lines->known) {
        memcpy(list, lines->lines, at * sizeof *list);
        memcpy(list + at + 1, lines->lines + at, (lines->known - at) * sizeof *list);
    }
    list[at] = line;
    vg_free(lines->lines);
    lines->lines = list;
    lines->known++;
}

void vg_notes_add(struct vg_notes *notes, enum vg_note note, LLVMValueRef inst)
{
    struct vg_note_lines *lines = &notes->of[note];
    unsigned line = LLVMIsAInstruction(inst) ? LLVMGetDebugLocLine(inst) : 0, at = 0;
    lines->count++;
    while (at < lines->known && lines->lines[at] < line)
        at++;
    if (line != 0 && (at == lines->known || lines->lines[at] != line))
        insert(lines, at, line);
}

void vg_notes_finish(struct vg_notes *notes)
{
    for (unsigned i = 0; i < VG_NOTES; i++)
        vg_free(notes->of[i].lines);
    *notes = (struct vg_notes){0};
}

void vg_notes_print_lines(const struct vg_notes *notes, enum vg_note note, struct vg_text *text)
{
    const struct vg_note_lines *lines = &notes->of[note];
    if (lines->known == 0)
        return;
    vg_text_add(text, lines->known == 1 ? " (line" : " (lines");
    for (unsigned i = 0; i < lines->known; i++)
        vg_text_add(text, "%s %u", i ? "," : "", lines->lines[i]);
    vg_text_add(text, ")");
}
