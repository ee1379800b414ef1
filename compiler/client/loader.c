/* SPDX-License-Identifier: MIT */
/* Four steps: check the object's tables; give every loaded section, the stubs and the GOT a place in one
 * mapping; copy and relocate; make code and constants read-only. One mapping keeps all references within the
 * object inside the reach of 32-bit offsets; functions outside are called through stubs, variables outside
 * are reached through the GOT. */
#include "compiler/client/loader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/checked.h"

#define PAGE 4096u
#define MAX_IMAGE_BYTES ((size_t)1 << 30)
#define STUB_BYTES 16
#define UNWIND_END_BYTES 8
#define NO_SLOT UINT32_MAX

struct symbol_state {
    bool known; /* address is valid */
    uintptr_t address;
    uint32_t got, stub; /* slots, NO_SLOT = none */
};

enum group { CODE, CONSTANTS, DATA, GROUP_COUNT, NOT_LOADED };

struct load {
    struct vg_elf *image;
    const char *object;
    size_t object_size;
    vg_resolve *resolve;
    void *data;
    struct symbol_state *states; /* [symbol_count] */
    size_t got_count, stub_count;
    size_t *offsets; /* of the sections in the mapping */
    size_t group_at[GROUP_COUNT + 1];
    size_t stubs_at, got_at;
    char *error;
    size_t error_size;
};

/* Always false, so that a failure is one return statement. */
VG_PRINTF(2, 3) static bool fail(struct load *load, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(load->error, load->error_size, format, args);
    va_end(args);
    return false;
}

static bool section_bytes_exist(const struct load *load, const Elf64_Shdr *section)
{
    return section->sh_type == SHT_NOBITS || section->sh_type == SHT_NULL ||
           vg_in_range(section->sh_offset, section->sh_size, load->object_size);
}

static bool read_head(struct load *load)
{
    const Elf64_Ehdr *head = (const Elf64_Ehdr *)(const void *)load->object;
    size_t table;
    if (load->object_size < sizeof *head || (uintptr_t)load->object % _Alignof(Elf64_Ehdr) != 0 ||
        memcmp(head->e_ident, ELFMAG, SELFMAG) != 0)
        return fail(load, "not an ELF object");
    if (head->e_ident[EI_CLASS] != ELFCLASS64 || head->e_ident[EI_DATA] != ELFDATA2LSB ||
        head->e_type != ET_REL || head->e_machine != EM_X86_64)
        return fail(load, "not a relocatable object for x86-64");
    if (head->e_shentsize != sizeof(Elf64_Shdr) || head->e_shoff % _Alignof(Elf64_Shdr) != 0 ||
        !vg_mul(head->e_shnum, sizeof(Elf64_Shdr), &table) ||
        !vg_in_range(head->e_shoff, table, load->object_size))
        return fail(load, "section table outside the object");
    load->image->sections = (const Elf64_Shdr *)(const void *)(load->object + head->e_shoff);
    load->image->section_count = head->e_shnum;
    return true;
}

static enum group group_of(const Elf64_Shdr *section)
{
    if (section->sh_type == SHT_NULL || !(section->sh_flags & SHF_ALLOC) || section->sh_size == 0)
        return NOT_LOADED;
    if (section->sh_flags & SHF_EXECINSTR)
        return CODE;
    return section->sh_flags & SHF_WRITE ? DATA : CONSTANTS;
}

static bool check_section(struct load *load, const Elf64_Shdr *section, size_t index)
{
    if (!section_bytes_exist(load, section))
        return fail(load, "section %zu outside the object", index);
    if (group_of(section) == NOT_LOADED)
        return true;
    if (section->sh_type == SHT_INIT_ARRAY || section->sh_type == SHT_FINI_ARRAY ||
        section->sh_type == SHT_PREINIT_ARRAY)
        return fail(load, "section %zu holds constructors, which kernels cannot have", index);
    if (section->sh_flags & SHF_TLS)
        return fail(load, "section %zu is thread-local, which kernels cannot have", index);
    if ((section->sh_flags & SHF_WRITE) && (section->sh_flags & SHF_EXECINSTR))
        return fail(load, "section %zu is both writable and executable", index);
    if (section->sh_addralign > PAGE || (section->sh_addralign && !vg_is_power_of_two(section->sh_addralign)))
        return fail(load, "section %zu wants an alignment of %llu", index,
                    (unsigned long long)section->sh_addralign);
    return true;
}

static bool read_symbols(struct load *load, const Elf64_Shdr *section)
{
    struct vg_elf *image = load->image;
    if (section->sh_entsize != sizeof(Elf64_Sym) || section->sh_offset % _Alignof(Elf64_Sym) != 0 ||
        section->sh_link >= image->section_count)
        return fail(load, "symbol table malformed");
    const Elf64_Shdr *names = &image->sections[section->sh_link];
    if (names->sh_type != SHT_STRTAB || names->sh_size == 0 || !section_bytes_exist(load, names) ||
        load->object[names->sh_offset + names->sh_size - 1] != 0)
        return fail(load, "names of the symbols malformed");
    image->symbols = (const Elf64_Sym *)(const void *)(load->object + section->sh_offset);
    image->symbol_count = section->sh_size / sizeof(Elf64_Sym);
    image->names = load->object + names->sh_offset;
    for (size_t i = 0; i < image->symbol_count; i++)
        if (image->symbols[i].st_name >= names->sh_size)
            return fail(load, "name of symbol %zu outside its table", i);
    return true;
}

static bool read_tables(struct load *load)
{
    struct vg_elf *image = load->image;
    if (!read_head(load))
        return false;
    for (size_t i = 0; i < image->section_count; i++) {
        if (!check_section(load, &image->sections[i], i))
            return false;
        if (image->sections[i].sh_type == SHT_SYMTAB && !read_symbols(load, &image->sections[i]))
            return false;
    }
    if (!image->symbols)
        return fail(load, "no symbol table");
    load->states = vg_zalloc_array(image->symbol_count, sizeof *load->states);
    load->offsets = vg_zalloc_array(image->section_count, sizeof *load->offsets);
    image->addresses = vg_zalloc_array(image->section_count, sizeof *image->addresses);
    if (!load->states || !load->offsets || !image->addresses)
        return fail(load, "out of memory");
    for (size_t i = 0; i < image->symbol_count; i++)
        load->states[i] = (struct symbol_state){.got = NO_SLOT, .stub = NO_SLOT};
    return true;
}

static bool wants_got(uint32_t type)
{
    return type == R_X86_64_GOTPCREL || type == R_X86_64_GOTPCRELX || type == R_X86_64_REX_GOTPCRELX ||
           type == R_X86_64_GOTPCREL64 || type == R_X86_64_GOT64;
}

static bool wants_stub(uint32_t type)
{
    return type == R_X86_64_PLT32 || type == R_X86_64_PLTOFF64;
}

/* The relocations of a section that is loaded; *count is 0 for every other section. */
static bool relocations_of(struct load *load, const Elf64_Shdr *section, const Elf64_Rela **list,
                           size_t *count)
{
    const struct vg_elf *image = load->image;
    *count = 0;
    bool relocates = section->sh_type == SHT_RELA || section->sh_type == SHT_REL;
    if (!relocates || section->sh_size == 0)
        return true;
    if (section->sh_info >= image->section_count)
        return fail(load, "relocations of a section that does not exist");
    const Elf64_Shdr *target = &image->sections[section->sh_info];
    if (group_of(target) == NOT_LOADED)
        return true;
    if (section->sh_type == SHT_REL || section->sh_entsize != sizeof(Elf64_Rela) ||
        section->sh_offset % _Alignof(Elf64_Rela) != 0 || target->sh_type == SHT_NOBITS)
        return fail(load, "relocation table malformed");
    *list = (const Elf64_Rela *)(const void *)(load->object + section->sh_offset);
    *count = section->sh_size / sizeof(Elf64_Rela);
    return true;
}

/* Counts the GOT slots and stubs that the relocations ask for. */
static bool count_slots(struct load *load)
{
    struct vg_elf *image = load->image;
    for (size_t i = 0; i < image->section_count; i++) {
        const Elf64_Rela *list;
        size_t count;
        if (!relocations_of(load, &image->sections[i], &list, &count))
            return false;
        for (size_t k = 0; k < count; k++) {
            uint32_t symbol = ELF64_R_SYM(list[k].r_info), type = ELF64_R_TYPE(list[k].r_info);
            if (symbol >= image->symbol_count)
                return fail(load, "relocation against symbol %u of %zu", symbol, image->symbol_count);
            struct symbol_state *state = &load->states[symbol];
            if (wants_got(type) && state->got == NO_SLOT)
                state->got = (uint32_t)load->got_count++;
            if (wants_stub(type) && state->stub == NO_SLOT && image->symbols[symbol].st_shndx == SHN_UNDEF)
                state->stub = (uint32_t)load->stub_count++;
        }
    }
    return true;
}

/* Takes `bytes` at the next multiple of align; false when the image grows past its limit. */
static bool take(size_t *at, size_t bytes, size_t align, size_t *offset)
{
    return vg_align_up(*at, align ? align : 1, offset) && vg_add(*offset, bytes, at) &&
           *at <= MAX_IMAGE_BYTES;
}

static bool is_unwind(const Elf64_Shdr *section, const char *section_names, size_t names_size)
{
    static const char name[] = ".eh_frame";
    return vg_in_range(section->sh_name, sizeof name, names_size) &&
           memcmp(section_names + section->sh_name, name, sizeof name) == 0;
}

static bool place_group(struct load *load, enum group group, size_t *at)
{
    const struct vg_elf *image = load->image;
    if (!take(at, 0, PAGE, &load->group_at[group]))
        return false;
    for (size_t i = 0; i < image->section_count; i++) {
        const Elf64_Shdr *section = &image->sections[i];
        /* Unwinders read .eh_frame up to a zero word, which follows each section of constants. */
        size_t extra = group == CONSTANTS ? UNWIND_END_BYTES : 0;
        size_t bytes;
        if (group_of(section) == group && (!vg_add(section->sh_size, extra, &bytes) ||
                                           !take(at, bytes, section->sh_addralign, &load->offsets[i])))
            return false;
    }
    if (group == CODE)
        return take(at, load->stub_count * STUB_BYTES, STUB_BYTES, &load->stubs_at);
    if (group == DATA)
        return take(at, load->got_count * sizeof(uint64_t), sizeof(uint64_t), &load->got_at);
    return true;
}

static bool map_image(struct load *load)
{
    struct vg_elf *image = load->image;
    size_t end = 0;
    for (enum group group = CODE; group < GROUP_COUNT; group++)
        if (!place_group(load, group, &end))
            return fail(load, "larger than %zu bytes", MAX_IMAGE_BYTES);
    if (!take(&end, 0, PAGE, &load->group_at[GROUP_COUNT]) || end == 0)
        return fail(load, "nothing to load");
    char *base = mmap(NULL, end, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base == MAP_FAILED)
        return fail(load, "no memory for %zu bytes of code and data", end);
    image->base = base;
    image->size = end;
    image->code_bytes = load->group_at[CONSTANTS];
    return true;
}

static void copy_sections(struct load *load)
{
    struct vg_elf *image = load->image;
    const Elf64_Ehdr *head = (const Elf64_Ehdr *)(const void *)load->object;
    const Elf64_Shdr *names =
        head->e_shstrndx < image->section_count ? &image->sections[head->e_shstrndx] : NULL;
    for (size_t i = 0; i < image->section_count; i++) {
        const Elf64_Shdr *section = &image->sections[i];
        if (group_of(section) == NOT_LOADED)
            continue;
        char *to = image->base + load->offsets[i];
        image->addresses[i] = (uintptr_t)to;
        if (section->sh_type != SHT_NOBITS)
            memcpy(to, load->object + section->sh_offset, section->sh_size);
        if (group_of(section) == CONSTANTS && names && names->sh_type == SHT_STRTAB &&
            is_unwind(section, load->object + names->sh_offset, names->sh_size))
            image->unwind = to;
    }
}

static bool find_address(struct load *load, size_t index, uintptr_t *address)
{
    const struct vg_elf *image = load->image;
    const Elf64_Sym *symbol = &image->symbols[index];
    struct symbol_state *state = &load->states[index];
    const char *name = image->names + symbol->st_name;
    if (state->known || index == 0) {
        *address = state->address;
        return true;
    }
    if (symbol->st_shndx == SHN_UNDEF) {
        state->address = load->resolve(load->data, name);
        if (!state->address && ELF64_ST_BIND(symbol->st_info) != STB_WEAK)
            return fail(load, "imports %s, which is not available to kernels", name);
    } else if (symbol->st_shndx == SHN_ABS) {
        state->address = symbol->st_value;
    } else if (symbol->st_shndx < image->section_count && image->addresses[symbol->st_shndx]) {
        state->address = image->addresses[symbol->st_shndx] + symbol->st_value;
    } else if (symbol->st_shndx < image->section_count && image->sections[symbol->st_shndx].sh_size == 0) {
        state->address = (uintptr_t)image->base; /* in an empty section: nothing can be read there */
    } else {
        return fail(load, "symbol %s is in section %u, which is not loaded", name, symbol->st_shndx);
    }
    state->known = true;
    *address = state->address;
    return true;
}

static uintptr_t got_base(const struct load *load)
{
    return (uintptr_t)load->image->base + load->got_at;
}

static uintptr_t got_slot(const struct load *load, uint32_t symbol)
{
    return got_base(load) + load->states[symbol].got * sizeof(uint64_t);
}

/* Where a call to the symbol goes: its stub, or itself. */
static uintptr_t call_target(const struct load *load, uint32_t symbol, uintptr_t address)
{
    uint32_t stub = load->states[symbol].stub;
    return stub == NO_SLOT ? address : (uintptr_t)load->image->base + load->stubs_at + stub * STUB_BYTES;
}

/* What a relocation stores, and in how many bytes; 0 bytes when the type is not supported. */
static size_t relocated_value(const struct load *load, const Elf64_Rela *rela, uintptr_t symbol,
                              uintptr_t place, uint64_t *value)
{
    uint32_t index = ELF64_R_SYM(rela->r_info);
    uint64_t addend = (uint64_t)rela->r_addend;
    switch (ELF64_R_TYPE(rela->r_info)) {
    case R_X86_64_64:
        *value = symbol + addend;
        return 8;
    case R_X86_64_PC64:
        *value = symbol + addend - place;
        return 8;
    case R_X86_64_PC32:
        *value = symbol + addend - place;
        return 4;
    case R_X86_64_PLT32:
        *value = call_target(load, index, symbol) + addend - place;
        return 4;
    case R_X86_64_PLTOFF64:
        *value = call_target(load, index, symbol) + addend - got_base(load);
        return 8;
    case R_X86_64_GOTPCREL:
    case R_X86_64_GOTPCRELX:
    case R_X86_64_REX_GOTPCRELX:
        *value = got_slot(load, index) + addend - place;
        return 4;
    case R_X86_64_GOTPCREL64:
        *value = got_slot(load, index) + addend - place;
        return 8;
    case R_X86_64_GOT64:
        *value = got_slot(load, index) + addend - got_base(load);
        return 8;
    case R_X86_64_GOTOFF64:
        *value = symbol + addend - got_base(load);
        return 8;
    case R_X86_64_GOTPC32:
        *value = got_base(load) + addend - place;
        return 4;
    case R_X86_64_GOTPC64:
        *value = got_base(load) + addend - place;
        return 8;
    default:
        return 0;
    }
}

static bool relocate(struct load *load, const Elf64_Rela *rela, size_t target)
{
    const struct vg_elf *image = load->image;
    uint32_t index = ELF64_R_SYM(rela->r_info), type = ELF64_R_TYPE(rela->r_info);
    uintptr_t symbol = 0, place = image->addresses[target] + rela->r_offset;
    uint64_t value;
    if (type == R_X86_64_NONE)
        return true;
    if (!find_address(load, index, &symbol))
        return false;
    const char *name = image->names + image->symbols[index].st_name;
    size_t bytes = relocated_value(load, rela, symbol, place, &value);
    if (bytes == 0)
        return fail(load, "relocation of type %u against %s: the code must be position-independent", type,
                    name);
    if (!vg_in_range(rela->r_offset, bytes, image->sections[target].sh_size))
        return fail(load, "relocation outside section %zu", target);
    if (bytes == 4 && (int64_t)value != (int32_t)value)
        return fail(load, "%s is out of reach", name);
    memcpy((void *)place, &value, bytes);
    return true;
}

static bool relocate_all(struct load *load)
{
    const struct vg_elf *image = load->image;
    for (size_t i = 0; i < image->section_count; i++) {
        const Elf64_Rela *list;
        size_t count;
        if (!relocations_of(load, &image->sections[i], &list, &count))
            return false;
        for (size_t k = 0; k < count; k++)
            if (!relocate(load, &list[k], image->sections[i].sh_info))
                return false;
    }
    return true;
}

/* Fills the GOT, and the stubs: a jump through the address that follows it. */
static bool fill_slots(struct load *load)
{
    static const uint8_t jump[] = {0xff, 0x25, 0, 0, 0, 0};
    for (uint32_t i = 0; i < load->image->symbol_count; i++) {
        const struct symbol_state *state = &load->states[i];
        uintptr_t address = 0;
        if (state->got == NO_SLOT && state->stub == NO_SLOT)
            continue;
        if (!find_address(load, i, &address))
            return false;
        if (state->got != NO_SLOT)
            *(uintptr_t *)got_slot(load, i) = address;
        if (state->stub != NO_SLOT) {
            char *stub = (char *)call_target(load, i, address);
            memcpy(stub, jump, sizeof jump);
            memcpy(stub + sizeof jump, &address, sizeof address);
        }
    }
    return true;
}

static bool protect(struct load *load)
{
    char *base = load->image->base;
    const size_t *at = load->group_at;
    size_t constants = at[DATA] - at[CONSTANTS];
    if (at[CONSTANTS] && mprotect(base, at[CONSTANTS], PROT_READ | PROT_EXEC) != 0)
        return fail(load, "the system does not let memory be made executable");
    if (constants && mprotect(base + at[CONSTANTS], constants, PROT_READ) != 0)
        return fail(load, "the constants cannot be made read-only");
    return true;
}

bool vg_elf_load(const void *object, size_t size, vg_resolve *resolve, void *data, struct vg_elf *image,
                 char *error, size_t error_size)
{
    *image = (struct vg_elf){0};
    struct load load = {.image = image,
                        .object = object,
                        .object_size = size,
                        .resolve = resolve,
                        .data = data,
                        .error = error,
                        .error_size = error_size};
    bool ok = read_tables(&load) && count_slots(&load) && map_image(&load);
    if (ok) {
        copy_sections(&load);
        ok = relocate_all(&load) && fill_slots(&load) && protect(&load);
    }
    vg_free(load.states);
    vg_free(load.offsets);
    if (!ok)
        vg_elf_unload(image);
    return ok;
}

void vg_elf_unload(struct vg_elf *image)
{
    if (image->base)
        munmap(image->base, image->size);
    vg_free(image->addresses);
    *image = (struct vg_elf){0};
}

/* The address of a symbol of this object with `size` bytes behind it; 0 when it is not loaded. */
static uintptr_t defined_address(const struct vg_elf *image, const Elf64_Sym *symbol, size_t size)
{
    size_t section = symbol->st_shndx;
    if (section == SHN_UNDEF || section >= image->section_count || !image->addresses[section] ||
        !vg_in_range(symbol->st_value, size, image->sections[section].sh_size))
        return 0;
    return image->addresses[section] + symbol->st_value;
}

uintptr_t vg_elf_symbol(const struct vg_elf *image, const char *name, size_t size)
{
    for (size_t i = 0; i < image->symbol_count; i++) {
        const Elf64_Sym *symbol = &image->symbols[i];
        uintptr_t address =
            ELF64_ST_BIND(symbol->st_info) != STB_LOCAL ? defined_address(image, symbol, size) : 0;
        if (address && strcmp(image->names + symbol->st_name, name) == 0)
            return address;
    }
    return 0;
}

void vg_elf_functions(const struct vg_elf *image, vg_visit_function *visit, void *data)
{
    for (size_t i = 0; i < image->symbol_count; i++) {
        const Elf64_Sym *symbol = &image->symbols[i];
        uintptr_t address = defined_address(image, symbol, symbol->st_size);
        if (address && ELF64_ST_TYPE(symbol->st_info) == STT_FUNC)
            visit(data, image->names + symbol->st_name, address, symbol->st_size);
    }
}
