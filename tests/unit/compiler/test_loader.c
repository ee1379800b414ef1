/* SPDX-License-Identifier: MIT */
/* Objects made by a real compiler are loaded and run; objects made wrong on purpose are refused with a
 * reason. */
#include "compiler/client/loader.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/abi.h"
#include "compiler/client/debug.h"
#include "compiler/client/runtime.h"
#include "tests/unit/compiler/files.h"
#include "tests/unit/unit.h"

static char message[256];

static uintptr_t runtime(void *data, const char *name)
{
    const struct vg_elf *variables = data;
    uintptr_t address = variables ? vg_elf_symbol(variables, name, 0) : 0;
    return address ? address : vg_runtime_symbol(name);
}

static bool load(const void *object, size_t size, void *data, struct vg_elf *image)
{
    message[0] = 0;
    bool ok = vg_elf_load(object, size, runtime, data, image, message, sizeof message);
    if (ok)
        assert_non_null(image->base);
    else
        assert_true(message[0] && !image->base && !image->addresses);
    return ok;
}

static void load_file(const char *path, void *data, struct vg_elf *image, void **object)
{
    size_t size;
    *object = file_read(path, &size);
    if (!load(*object, size, data, image))
        fail_msg("%s: %s", path, message);
}

static void a_kernel_runs(void **state)
{
    struct vg_elf image;
    void *object;
    int out[3] = {0}, *slot = out;
    load_file(FAKE_KERNEL_OBJECT, NULL, &image, &object);
    vg_kernel_entry *entry = (vg_kernel_entry *)vg_elf_symbol(&image, VG_ENTRY_SYMBOL, 1);
    const struct vg_code_info *info =
        (const struct vg_code_info *)vg_elf_symbol(&image, VG_INFO_SYMBOL, sizeof *info);
    assert_non_null(entry);
    assert_non_null(info);
    assert_int_equal(info->width, 4);
    assert_int_equal(entry(NULL, &slot, 0, 10, NULL), 0);
    assert_int_equal(out[0], 100);
    assert_int_equal(out[1], 1);
    assert_int_equal(out[2], 'o');
    assert_int_equal(vg_elf_symbol(&image, "calls", 1), 0);
    assert_int_equal(vg_elf_symbol(&image, "absent", 1), 0);
    assert_int_equal(vg_elf_symbol(&image, VG_INFO_SYMBOL, 1 << 20), 0);
    vg_elf_unload(&image);
    assert_null(image.base);
    free(object);
}

static void a_kernel_reaches_the_program_s_variables(void **state)
{
    struct vg_elf variables, image;
    void *objects[2];
    int out = 0, *slot = &out;
    load_file(FAKE_VARIABLES_OBJECT, NULL, &variables, &objects[0]);
    load_file(FAKE_GLOBALS_KERNEL_OBJECT, &variables, &image, &objects[1]);
    vg_kernel_entry *entry = (vg_kernel_entry *)vg_elf_symbol(&image, VG_ENTRY_SYMBOL, 1);
    entry(NULL, &slot, 0, 1, NULL);
    assert_int_equal(out, 42042);
    entry(NULL, &slot, 0, 1, NULL);
    assert_int_equal(out, 43043);
    vg_elf_unload(&image);
    vg_elf_unload(&variables);
    free(objects[0]);
    free(objects[1]);
}

static void protections_are_set(void **state)
{
    struct vg_elf image;
    void *object;
    char line[512], *end;
    bool found = false;
    load_file(FAKE_KERNEL_OBJECT, NULL, &image, &object);
    assert_true(image.code_bytes > 0 && image.code_bytes < image.size);
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps)) {
        if (strtoull(line, &end, 16) == (uintptr_t)image.base) {
            found = true;
            assert_non_null(strstr(end, " r-xp "));
        }
        assert_null(strstr(line, "rwxp"));
    }
    fclose(maps);
    assert_true(found);
    vg_elf_unload(&image);
    free(object);
}

static void a_missing_import_is_named(void **state)
{
    struct vg_elf image;
    size_t size;
    void *object = file_read(FAKE_GLOBALS_KERNEL_OBJECT, &size);
    assert_false(load(object, size, NULL, &image));
    assert_non_null(strstr(message, "program_"));
    free(object);
}

static void every_runtime_symbol_is_known(void **state)
{
    assert_true(vg_runtime_symbol("fma") == (uintptr_t)fma);
    assert_true(vg_runtime_symbol("ldexpf") == (uintptr_t)ldexpf);
    assert_true(vg_runtime_symbol("vg_rt_printf") == (uintptr_t)vg_rt_printf);
    assert_int_equal(vg_runtime_symbol("system"), 0);
    assert_int_equal(vg_runtime_symbol(""), 0);
}

static void every_truncation_is_refused_or_harmless(void **state)
{
    struct vg_elf image;
    size_t size;
    char *object = file_read(FAKE_KERNEL_OBJECT, &size);
    for (size_t cut = 0; cut < size; cut += cut < 256 ? 1 : 16) {
        char *copy = malloc(cut ? cut : 1);
        memcpy(copy, object, cut);
        assert_false(load(copy, cut, NULL, &image)); /* the section table comes last */
        free(copy);
    }
    free(object);
}

/* Loads the object with each of its bytes changed; what it says when it loads is not looked at. */
static void damage_is_survived_by_the_loader(void **state)
{
    struct vg_elf image;
    size_t size, refused = 0;
    unsigned random = 1;
    char *object = file_read(FAKE_KERNEL_OBJECT, &size);
    for (size_t round = 0; round < 20000; round++) {
        char *copy = malloc(size);
        memcpy(copy, object, size);
        for (int flips = 1 + (int)(round % 4); flips > 0; flips--) {
            random = random * 1103515245 + 12345;
            copy[(random >> 3) % size] ^= (char)(1 << (random & 7));
        }
        if (load(copy, size, NULL, &image))
            vg_elf_unload(&image);
        else
            refused++;
        free(copy);
    }
    assert_true(refused > 100);
    free(object);
}

/* An object of one code section with one relocation and the symbols "", `symbol` (undefined). */
struct small_object {
    Elf64_Ehdr head;
    Elf64_Shdr sections[5]; /* none, .text, relocations, symbols, names */
    Elf64_Sym symbols[2];
    Elf64_Rela rela;
    char text[32];
    char names[16];
};

static struct small_object make_small(uint32_t type)
{
    struct small_object o = {.names = "\0memcpy"};
    memcpy(o.head.e_ident, ELFMAG, SELFMAG);
    o.head.e_ident[EI_CLASS] = ELFCLASS64;
    o.head.e_ident[EI_DATA] = ELFDATA2LSB;
    o.head.e_type = ET_REL;
    o.head.e_machine = EM_X86_64;
    o.head.e_shoff = offsetof(struct small_object, sections);
    o.head.e_shentsize = sizeof(Elf64_Shdr);
    o.head.e_shnum = 5;
    o.sections[1] = (Elf64_Shdr){.sh_type = SHT_PROGBITS,
                                 .sh_flags = SHF_ALLOC | SHF_EXECINSTR,
                                 .sh_offset = offsetof(struct small_object, text),
                                 .sh_size = sizeof o.text,
                                 .sh_addralign = 16};
    o.sections[2] = (Elf64_Shdr){.sh_type = SHT_RELA,
                                 .sh_offset = offsetof(struct small_object, rela),
                                 .sh_size = sizeof o.rela,
                                 .sh_link = 3,
                                 .sh_info = 1,
                                 .sh_entsize = sizeof(Elf64_Rela)};
    o.sections[3] = (Elf64_Shdr){.sh_type = SHT_SYMTAB,
                                 .sh_offset = offsetof(struct small_object, symbols),
                                 .sh_size = sizeof o.symbols,
                                 .sh_link = 4,
                                 .sh_entsize = sizeof(Elf64_Sym)};
    o.sections[4] = (Elf64_Shdr){
        .sh_type = SHT_STRTAB, .sh_offset = offsetof(struct small_object, names), .sh_size = sizeof o.names};
    o.symbols[1] = (Elf64_Sym){.st_name = 1, .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE)};
    o.rela = (Elf64_Rela){.r_offset = 8, .r_info = ELF64_R_INFO(1, type)};
    return o;
}

static int64_t relocated(uint32_t type, size_t bytes, struct vg_elf *image)
{
    struct small_object o = make_small(type);
    int64_t value = 0;
    int32_t low;
    if (!load(&o, sizeof o, NULL, image))
        fail_msg("type %u: %s", type, message);
    memcpy(&value, image->base + 8, bytes);
    memcpy(&low, image->base + 8, sizeof low);
    return bytes == 4 ? low : value;
}

static void each_relocation_computes_what_the_abi_says(void **state)
{
    struct vg_elf image;
    uintptr_t target = vg_runtime_symbol("memcpy");

    assert_int_equal(relocated(R_X86_64_64, 8, &image), target);
    vg_elf_unload(&image);

    int64_t value = relocated(R_X86_64_PC64, 8, &image);
    assert_int_equal((uintptr_t)image.base + 8 + (uint64_t)value, target);
    vg_elf_unload(&image);

    /* A call goes to a stub that jumps through the address behind it. */
    value = relocated(R_X86_64_PLT32, 4, &image);
    const char *stub = image.base + 8 + value;
    assert_true(stub > image.base && stub < image.base + image.code_bytes);
    assert_memory_equal(stub, "\xff\x25\0\0\0\0", 6);
    assert_memory_equal(stub + 6, &target, 8);
    vg_elf_unload(&image);

    static const uint32_t got_types[] = {R_X86_64_GOTPCREL, R_X86_64_GOTPCRELX, R_X86_64_REX_GOTPCRELX};
    for (size_t i = 0; i < 3; i++) {
        value = relocated(got_types[i], 4, &image);
        assert_memory_equal(image.base + 8 + value, &target, 8);
        vg_elf_unload(&image);
    }
    value = relocated(R_X86_64_GOTPCREL64, 8, &image);
    assert_memory_equal(image.base + 8 + value, &target, 8);
    vg_elf_unload(&image);
}

static void relocations_relative_to_the_got_agree(void **state)
{
    struct vg_elf image;
    uintptr_t target = vg_runtime_symbol("memcpy");
    uintptr_t got[2];
    int64_t value = relocated(R_X86_64_GOTPC32, 4, &image);
    got[0] = (uintptr_t)value + 8;
    vg_elf_unload(&image);
    value = relocated(R_X86_64_GOTPC64, 8, &image);
    got[1] = (uintptr_t)value + 8;
    vg_elf_unload(&image);
    assert_int_equal(got[0], got[1]); /* the same distance from the start of the image */
    value = relocated(R_X86_64_GOTOFF64, 8, &image);
    assert_int_equal((uintptr_t)image.base + got[0] + (uint64_t)value, target);
    vg_elf_unload(&image);
}

static void objects_that_cannot_be_loaded_say_why(void **state)
{
    static const uint32_t absolute[] = {R_X86_64_32, R_X86_64_32S, R_X86_64_16, R_X86_64_TLSGD, 200};
    struct vg_elf image;
    struct small_object o;
    for (size_t i = 0; i < 5; i++) {
        o = make_small(absolute[i]);
        assert_false(load(&o, sizeof o, NULL, &image));
        assert_non_null(strstr(message, "position-independent"));
    }
#define REFUSE(change, text)                                                                                 \
    o = make_small(R_X86_64_64);                                                                             \
    change;                                                                                                  \
    assert_false(load(&o, sizeof o, NULL, &image));                                                          \
    assert_non_null(strstr(message, text))
    REFUSE(o.head.e_ident[0] = 0, "ELF");
    REFUSE(o.head.e_ident[EI_CLASS] = ELFCLASS32, "x86-64");
    REFUSE(o.head.e_machine = EM_AARCH64, "x86-64");
    REFUSE(o.head.e_type = ET_DYN, "relocatable");
    REFUSE(o.head.e_shoff = sizeof o, "section table");
    REFUSE(o.head.e_shoff += 4, "section table");
    REFUSE(o.head.e_shnum = 0, "symbol table");
    REFUSE(o.sections[1].sh_offset = sizeof o, "section 1");
    REFUSE(o.sections[1].sh_size = UINT64_MAX, "section 1");
    REFUSE(o.sections[1].sh_addralign = 3, "alignment");
    REFUSE(o.sections[1].sh_addralign = 8192, "alignment");
    REFUSE(o.sections[1].sh_flags |= SHF_WRITE, "writable and executable");
    REFUSE(o.sections[1].sh_flags |= SHF_TLS, "thread-local");
    REFUSE(o.sections[1].sh_type = SHT_INIT_ARRAY, "constructors");
    REFUSE((o.sections[1].sh_type = SHT_NOBITS, o.sections[1].sh_size = (size_t)1 << 40), "malformed");
    REFUSE((o.sections[1].sh_type = SHT_NOBITS, o.sections[1].sh_size = (size_t)1 << 40,
            o.sections[2].sh_size = 0),
           "larger than");
    REFUSE(o.sections[1].sh_size = 0, "nothing to load");
    REFUSE((o.sections[1].sh_type = SHT_NULL, o.sections[1].sh_offset = sizeof o), "nothing to load");
    REFUSE(o.sections[2].sh_info = 5, "does not exist");
    REFUSE(o.sections[2].sh_type = SHT_REL, "malformed");
    REFUSE(o.sections[2].sh_entsize = 16, "malformed");
    REFUSE(o.sections[3].sh_type = SHT_PROGBITS, "symbol table");
    REFUSE(o.sections[3].sh_link = 9, "symbol table");
    REFUSE(o.sections[4].sh_size = 3, "names");
    REFUSE(o.symbols[1].st_name = 16, "name of symbol 1");
    REFUSE(o.symbols[1].st_shndx = SHN_COMMON, "memcpy");
    REFUSE(o.symbols[1].st_shndx = 4, "not loaded");
    REFUSE(o.rela.r_info = ELF64_R_INFO(2, R_X86_64_64), "symbol 2");
    REFUSE(o.rela.r_offset = 25, "outside section 1");
    REFUSE(o.rela.r_offset = UINT64_MAX, "outside section 1");
    REFUSE((o.symbols[1].st_shndx = SHN_ABS, o.rela.r_info = ELF64_R_INFO(1, R_X86_64_PC32)), "out of reach");
    REFUSE(o.names[1] = 'x', "xemcpy");
#undef REFUSE
}

static void a_weak_import_may_be_absent(void **state)
{
    struct vg_elf image;
    struct small_object o = make_small(R_X86_64_64);
    int64_t value = -1;
    o.names[1] = 'x';
    o.symbols[1].st_info = ELF64_ST_INFO(STB_WEAK, STT_NOTYPE);
    assert_true(load(&o, sizeof o, NULL, &image));
    memcpy(&value, image.base + 8, sizeof value);
    assert_int_equal(value, 0);
    vg_elf_unload(&image);
}

struct jit_descriptor {
    uint32_t version, action;
    struct vg_jit_entry *relevant, *first;
};
extern struct jit_descriptor __jit_debug_descriptor;

static void loaded_code_is_announced_to_gdb(void **state)
{
    struct vg_elf image;
    struct vg_announced first, second;
    size_t size;
    void *object = file_read(FAKE_KERNEL_OBJECT, &size);
    assert_true(load(object, size, NULL, &image));
    assert_int_equal(__jit_debug_descriptor.version, 1);
    vg_debug_announce(&first, &image, object, size, "one");
    vg_debug_announce(&second, &image, object, size, "two");
    assert_ptr_equal(__jit_debug_descriptor.first, &second.entry);
    assert_ptr_equal(second.entry.next, &first.entry);
    assert_ptr_equal(first.entry.prev, &second.entry);
    const Elf64_Ehdr *head = (const Elf64_Ehdr *)(const void *)first.entry.file;
    const Elf64_Shdr *sections = (const Elf64_Shdr *)(const void *)(first.entry.file + head->e_shoff);
    for (size_t i = 0; i < image.section_count; i++)
        assert_int_equal(sections[i].sh_addr, image.addresses[i]);
    vg_debug_withdraw(&first);
    assert_ptr_equal(__jit_debug_descriptor.first, &second.entry);
    assert_null(second.entry.next);
    vg_debug_withdraw(&second);
    assert_null(__jit_debug_descriptor.first);
    vg_debug_withdraw(&second);
    vg_elf_unload(&image);
    free(object);
}

/* Of the C++ runtime's unwinder, which this program is linked to. */
struct unwind_bases {
    void *text, *data, *function;
};
const void *_Unwind_Find_FDE(void *address, struct unwind_bases *bases);

static void unwinders_find_loaded_code(void **state)
{
    struct vg_elf image;
    struct vg_announced announced;
    struct unwind_bases bases;
    size_t size;
    void *object = file_read(FAKE_KERNEL_OBJECT, &size);
    assert_true(load(object, size, NULL, &image));
    char *entry = (char *)vg_elf_symbol(&image, VG_ENTRY_SYMBOL, 1);
    assert_null(_Unwind_Find_FDE(entry + 1, &bases));
    vg_debug_announce(&announced, &image, object, size, "one");
    assert_non_null(_Unwind_Find_FDE(entry + 1, &bases));
    assert_ptr_equal(bases.function, entry);
    vg_debug_withdraw(&announced);
    assert_null(_Unwind_Find_FDE(entry + 1, &bases));
    vg_elf_unload(&image);
    free(object);
}

static void perf_reads_functions_by_kernel(void **state)
{
    struct vg_elf image;
    struct vg_announced announced;
    size_t size, map_size;
    char path[64], expected[128];
    void *object = file_read(FAKE_KERNEL_OBJECT, &size);
    setenv("VGPU_PERF", "1", 1);
    assert_true(load(object, size, NULL, &image));
    vg_debug_announce(&announced, &image, object, size, "blur");
    snprintf(path, sizeof path, "/tmp/perf-%ld.map", (long)getpid());
    char *map = file_read(path, &map_size);
    map[map_size] = 0;
    snprintf(expected, sizeof expected, "%lx ", (unsigned long)vg_elf_symbol(&image, VG_ENTRY_SYMBOL, 1));
    assert_non_null(strstr(map, expected));
    assert_non_null(strstr(map, " vgpu:blur:vg_kernel_entry\n"));
    unlink(path);
    vg_debug_withdraw(&announced);
    vg_elf_unload(&image);
    free(map);
    free(object);
}

VG_TESTS(test_loader, cmocka_unit_test(a_kernel_runs),
         cmocka_unit_test(a_kernel_reaches_the_program_s_variables), cmocka_unit_test(protections_are_set),
         cmocka_unit_test(a_missing_import_is_named), cmocka_unit_test(every_runtime_symbol_is_known),
         cmocka_unit_test(every_truncation_is_refused_or_harmless),
         cmocka_unit_test(damage_is_survived_by_the_loader),
         cmocka_unit_test(each_relocation_computes_what_the_abi_says),
         cmocka_unit_test(relocations_relative_to_the_got_agree),
         cmocka_unit_test(objects_that_cannot_be_loaded_say_why),
         cmocka_unit_test(a_weak_import_may_be_absent), cmocka_unit_test(loaded_code_is_announced_to_gdb),
         cmocka_unit_test(unwinders_find_loaded_code), cmocka_unit_test(perf_reads_functions_by_kernel));
