/* SPDX-License-Identifier: MIT */
/* A table is a program for a machine with the registers address, file and line; it appends a row whenever
 * something changes. It is run until two rows enclose the instruction. */
#include "compiler/client/lines.h"

#include <string.h>

#include "base/checked.h"

enum standard { COPY = 1, ADVANCE_PC, ADVANCE_LINE, SET_FILE, CONST_ADD_PC = 8, FIXED_ADVANCE_PC };
enum extended { END_SEQUENCE = 1, SET_ADDRESS };

struct reader {
    const uint8_t *at, *end;
    bool bad; /* read past the end: what was read is 0 */
};

struct section {
    const uint8_t *bytes;
    size_t size, index;
};

struct row {
    uintptr_t address;
    uint64_t file, line;
};

struct table {
    const struct vg_elf *image;
    const char *object;
    size_t object_size;
    struct section section; /* .debug_line */
    uintptr_t wanted;
    /* Of the unit at hand. */
    uint8_t least_length, line_range, opcode_base;
    int8_t line_base;
    struct reader files, operand_counts;
    struct row now, last;
    bool has_last;
};

static uint64_t take(struct reader *reader, size_t bytes)
{
    uint64_t value = 0;
    if ((size_t)(reader->end - reader->at) < bytes) {
        reader->bad = true;
        reader->at = reader->end;
        return 0;
    }
    memcpy(&value, reader->at, bytes);
    reader->at += bytes;
    return value;
}

/* A number of any length; *bits is how many were read. */
static uint64_t take_number(struct reader *reader, unsigned *bits)
{
    uint64_t value = 0;
    uint8_t byte;
    *bits = 0;
    do {
        byte = (uint8_t)take(reader, 1);
        if (*bits < 64)
            value |= (uint64_t)(byte & 0x7f) << *bits;
        *bits += 7;
    } while (byte & 0x80);
    return value;
}

static uint64_t take_unsigned(struct reader *reader)
{
    unsigned bits;
    return take_number(reader, &bits);
}

static int64_t take_signed(struct reader *reader)
{
    unsigned bits;
    uint64_t value = take_number(reader, &bits);
    if (bits < 64 && value >> (bits - 1) & 1)
        value |= UINT64_MAX << bits;
    return (int64_t)value;
}

/* A text with its end; "" when there is none. */
static const char *take_text(struct reader *reader)
{
    const uint8_t *start = reader->at;
    const uint8_t *zero = memchr(start, 0, (size_t)(reader->end - start));
    if (!zero) {
        reader->bad = true;
        return "";
    }
    reader->at = zero + 1;
    return (const char *)start;
}

static bool section_bytes(const struct table *table, size_t index, struct section *out)
{
    const Elf64_Shdr *header = &table->image->sections[index];
    if (header->sh_type == SHT_NOBITS || !vg_in_range(header->sh_offset, header->sh_size, table->object_size))
        return false;
    *out = (struct section){(const uint8_t *)table->object + header->sh_offset, header->sh_size, index};
    return true;
}

static bool find_section(const struct table *table, const char *name, struct section *out)
{
    const Elf64_Ehdr *head = (const Elf64_Ehdr *)(const void *)table->object;
    struct section names;
    if (head->e_shstrndx >= table->image->section_count || !section_bytes(table, head->e_shstrndx, &names))
        return false;
    for (size_t i = 0; i < table->image->section_count; i++) {
        size_t at = table->image->sections[i].sh_name, length = strlen(name) + 1;
        if (vg_in_range(at, length, names.size) && memcmp(names.bytes + at, name, length) == 0)
            return section_bytes(table, i, out);
    }
    return false;
}

/* Where the symbol of a relocation was loaded. */
static uintptr_t relocated(const struct table *table, const Elf64_Rela *rela)
{
    const struct vg_elf *image = table->image;
    size_t symbol = ELF64_R_SYM(rela->r_info);
    size_t section = symbol < image->symbol_count ? image->symbols[symbol].st_shndx : SHN_UNDEF;
    if (section == SHN_UNDEF || section >= image->section_count || !image->addresses[section])
        return 0;
    return image->addresses[section] + image->symbols[symbol].st_value + (uintptr_t)rela->r_addend;
}

/* The address that stands at `at`: the object has a relocation in its place. */
static uintptr_t address_at(const struct table *table, const uint8_t *at)
{
    struct section list;
    for (size_t i = 0; i < table->image->section_count; i++) {
        const Elf64_Shdr *header = &table->image->sections[i];
        if (header->sh_type != SHT_RELA || header->sh_info != table->section.index ||
            !section_bytes(table, i, &list))
            continue;
        for (size_t k = 0; k + sizeof(Elf64_Rela) <= list.size; k += sizeof(Elf64_Rela)) {
            Elf64_Rela rela;
            memcpy(&rela, list.bytes + k, sizeof rela);
            if (rela.r_offset == (size_t)(at - table->section.bytes))
                return relocated(table, &rela);
        }
    }
    return 0;
}

static const char *file_name(struct reader files, uint64_t wanted)
{
    for (uint64_t number = 1;; number++) {
        const char *name = take_text(&files);
        if (!*name || number == wanted)
            return name;
        for (int i = 0; i < 3; i++) /* directory, time and length */
            take_unsigned(&files);
    }
}

static void start_sequence(struct table *table)
{
    table->now = (struct row){.file = 1, .line = 1};
    table->has_last = false;
}

/* Whether the instruction lies between the last row and this one. */
static bool add_row(struct table *table)
{
    uintptr_t begin = table->last.address, end = table->now.address;
    if (table->has_last && table->wanted >= begin && table->wanted < end)
        return true;
    table->last = table->now;
    table->has_last = true;
    return false;
}

static void advance(struct table *table, uint64_t steps)
{
    table->now.address += steps * table->least_length;
}

static bool run_extended(struct table *table, struct reader *program)
{
    uint64_t length = take_unsigned(program);
    const uint8_t *start = program->at;
    if (length == 0 || length > (uint64_t)(program->end - start)) {
        program->bad = true;
        return false;
    }
    bool found = false;
    switch (take(program, 1)) {
    case END_SEQUENCE:
        found = add_row(table);
        if (!found)
            start_sequence(table);
        break;
    case SET_ADDRESS:
        table->now.address = address_at(table, program->at);
        break;
    }
    program->at = start + length;
    return found;
}

static bool run_standard(struct table *table, uint8_t opcode, struct reader *program)
{
    switch (opcode) {
    case COPY:
        return add_row(table);
    case ADVANCE_PC:
        advance(table, take_unsigned(program));
        return false;
    case ADVANCE_LINE:
        table->now.line += (uint64_t)take_signed(program);
        return false;
    case SET_FILE:
        table->now.file = take_unsigned(program);
        return false;
    case CONST_ADD_PC:
        advance(table, (255u - table->opcode_base) / table->line_range);
        return false;
    case FIXED_ADVANCE_PC:
        table->now.address += take(program, 2);
        return false;
    default: /* says how many operands it has, so that it can be skipped */
        for (uint8_t i = 0; i < table->operand_counts.at[opcode - 1]; i++)
            take_unsigned(program);
        return false;
    }
}

static bool run(struct table *table, struct reader *program)
{
    start_sequence(table);
    while (program->at < program->end && !program->bad) {
        uint8_t opcode = (uint8_t)take(program, 1);
        bool found;
        if (opcode >= table->opcode_base) {
            unsigned special = opcode - table->opcode_base;
            advance(table, special / table->line_range);
            table->now.line += (uint64_t)((int64_t)table->line_base + special % table->line_range);
            found = add_row(table);
        } else {
            found = opcode ? run_standard(table, opcode, program) : run_extended(table, program);
        }
        if (found)
            return true;
    }
    return false;
}

/* Reads a unit's header and leaves its program; false when it is of a version that we do not read. */
static bool read_header(struct table *table, struct reader *unit)
{
    uint64_t version = take(unit, 2), length = take(unit, 4);
    if (version != 4 || length > (uint64_t)(unit->end - unit->at))
        return false;
    struct reader header = {unit->at, unit->at + length, false};
    unit->at += length;
    table->least_length = (uint8_t)take(&header, 1);
    take(&header, 2); /* operations per instruction, and which rows are statements */
    table->line_base = (int8_t)take(&header, 1);
    table->line_range = (uint8_t)take(&header, 1);
    table->opcode_base = (uint8_t)take(&header, 1);
    table->operand_counts = header;
    for (unsigned i = 1; i < table->opcode_base; i++)
        take(&header, 1);
    while (*take_text(&header))
        continue;
    table->files = header;
    return !header.bad && table->line_range && table->opcode_base;
}

static bool find_in(struct table *table, struct reader *unit)
{
    return read_header(table, unit) && run(table, unit);
}

bool vg_lines_find(const struct vg_elf *image, const void *object, size_t size, uintptr_t pc,
                   struct vg_line *line)
{
    struct table table = {.image = image, .object = object, .object_size = size, .wanted = pc};
    if (!find_section(&table, ".debug_line", &table.section))
        return false;
    struct reader all = {table.section.bytes, table.section.bytes + table.section.size, false};
    while (all.at < all.end && !all.bad) {
        uint64_t length = take(&all, 4);
        if (length > (uint64_t)(all.end - all.at))
            return false;
        struct reader unit = {all.at, all.at + length, false};
        all.at += length;
        if (find_in(&table, &unit)) {
            *line = (struct vg_line){file_name(table.files, table.last.file), table.last.line};
            return line->number != 0; /* 0: of code that comes from no line */
        }
    }
    return false;
}
