/* SPDX-License-Identifier: MIT */
/* The generator of random kernels, between its files.
 *
 * Everything is written as text in one pass, from tables of templates: gen_put() copies a template and
 * replaces its %-codes by what fits. Each statement is a line or several; a line that ends in "//!" is never
 * taken out alone when a failing kernel is reduced (reduce.h), since the kernel might race, hang or fault
 * without it.
 *
 * What keeps kernels deterministic and free of undefined behaviour:
 * - integers wrap as unsigned ones, divisors are not zero, indices are masked or compared first;
 * - floating-point variables hold no NaN, infinity or negative zero (bound_T() in each program), so that only
 *   operations with one correct result can be told apart;
 * - a work-item writes to its own slots alone, or by atomics whose order does not matter, or by the patterns
 *   of gen_sync.c, which come between barriers;
 * - barriers are in uniform control flow: `uniform` below. */
#ifndef VG_TESTS_RANDOM_GEN_H
#define VG_TESTS_RANDOM_GEN_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/random/prng.h"
#include "tests/random/shape.h"
#include "tests/random/strbuf.h"

#define MAX_VARS 160
#define MAX_ARRAYS 32
#define MAX_TILES 4
#define MAX_HELPERS 6
#define MAX_PARAMS 12
#define MAX_NESTING 12
#define MAX_FIELDS 5
#define RECORDS 2
#define CELLS 48

/* What can be read, and often assigned, by name: variables, fields, slots of output buffers. */
struct var {
    char text[48];
    struct shape shape;
    bool assignable;
    bool addressable; /* a private variable of its own */
    bool uniform;     /* the same for the whole work-group; never assigned */
    bool is_index;    /* a small integer: an id or a loop's counter */
};

enum array_space { ARRAY_GLOBAL, ARRAY_CONSTANT, ARRAY_PRIVATE };

/* An array of a power of two of elements, all of them readable. */
struct array {
    char name[16];
    struct shape shape;
    unsigned count;
    enum array_space space; /* private ones are writable */
    bool is_generic;        /* reached through a pointer without address space */
};

/* Local memory of at least as many elements as a work-group has items. */
struct tile {
    char name[16];
    struct shape shape;
    unsigned count;    /* a power of two */
    unsigned exchange; /* number of the helper function that exchanges through it, 0 = none */
};

/* A structure type of the program, with fields f0, f1, ... */
struct record {
    char name[8];
    unsigned field_count;
    struct shape fields[MAX_FIELDS];
};

enum param_form { PARAM_VALUE, PARAM_ARRAY, PARAM_OUT };

struct param {
    enum param_form form;
    struct shape shape;
    enum array_space space; /* of an array */
    bool generic;           /* the pointer names no address space */
};

struct helper {
    char name[16];
    struct shape result;
    bool has_out; /* writes through a pointer, so it is called as a statement */
    unsigned param_count;
    struct param params[MAX_PARAMS];
    unsigned weight;
};

/* A loop or switch around the current statement. `sync`: all items of a group go through it together. */
struct nest {
    bool is_switch, sync;
    unsigned label; /* behind the loop, 0 = not used so far */
};

struct gen {
    struct prng prng;
    struct strbuf out;
    unsigned indent;
    unsigned std;      /* 120, 200, 300 */
    bool exact_divide; /* single precision division and sqrt are correctly rounded */
    bool large;

    struct var vars[MAX_VARS];
    unsigned var_count;
    struct array arrays[MAX_ARRAYS];
    unsigned array_count;
    struct tile tiles[MAX_TILES];
    unsigned tile_count;
    struct record records[RECORDS];
    struct helper helpers[MAX_HELPERS];
    unsigned helper_count;

    unsigned dims;
    bool barriers;     /* the kernel has them, so nobody leaves early alone */
    bool in_helper;    /* control flow is not known to be uniform; returns give `result` */
    bool uniform;      /* the current statement is reached by all items of a group or by none */
    bool only_uniform; /* expressions shall be */
    struct nest nests[MAX_NESTING];
    unsigned nest_count;
    unsigned expr_depth;  /* operators that may still nest */
    unsigned statements;  /* that may still come */
    unsigned weight;      /* how often the current statement is executed per item, at most */
    unsigned most_weight; /* what it may become */
    unsigned peak_weight; /* what it was */
    unsigned names;       /* for fresh ones */
    unsigned fresh;       /* of the current template */
    bool returns_value;   /* the current helper, of type `result` */
    struct shape result;
    struct shape cells;       /* of the arrays for atomics */
    const char *global_cells; /* NULL = none */
    const char *cell_array;   /* of the current template */
    bool local_cells;         /* `pot` */
    bool nullable;            /* the kernel has an argument `maybe`, 64 elements of int or null */
    bool has_pool;            /* `pool`, global memory for exchanges */
    struct shape pool_shape;
    const struct array *array; /* of the current template */
    const struct tile *tile;
    bool used_bound[TYPE_COUNT][MAX_LANES + 1];
    bool used_fold[TYPE_COUNT][MAX_LANES + 1];
};

/* --- gen_scope.c: names ---------------------------------------------------------------------------- */
unsigned gen_name(struct gen *g);
struct var *gen_add_var(struct gen *g, struct shape shape, const char *format, ...) VG_PRINTF(3, 4);
struct array *gen_add_array(struct gen *g, struct shape shape, enum array_space space, unsigned count,
                            const char *name);
/* One of those that satisfy the filter, at random; NULL when there is none. */
typedef bool var_filter(const struct gen *g, const struct var *var, struct shape shape);
const struct var *gen_pick_var(struct gen *g, var_filter *filter, struct shape shape);
const struct array *gen_pick_array(struct gen *g, const struct shape *shape, bool only_inputs);
bool gen_is_readable(const struct gen *g, const struct var *var, struct shape shape);
bool gen_is_assignable(const struct gen *g, const struct var *var, struct shape shape);

/* --- gen_expr.c: expressions ------------------------------------------------------------------------ */
/* Copies the template, with codes replaced (for the type `shape`):
 *   %e expression   %a the same, fit to be assigned   %l assignable variable   %k small number
 *   %t type's name  %u %s names of the unsigned and signed types of the same size   %B the base type's
 *   %U %S %f expressions of the unsigned, signed, floating-point types of the same size   %b of the base type
 *   %c condition    %i index: any integer   %x a lane's number   %w number of bits to shift by
 *   %m bits per lane - 1   %0 %1 fresh names, the same within a template   %% a percent sign
 *   of g->array: %A name, %N elements, %M elements - 1, %D a stride, %Q its address space
 *   of g->tile: %L name, %Z elements
 *   of atomics: %P the array of cells, %G its address space, %X prefix of the functions */
void gen_put(struct gen *g, struct shape shape, const char *format);
void gen_expr(struct gen *g, struct shape shape);
void gen_assigned(struct gen *g, struct shape shape);
void gen_condition(struct gen *g);

/* --- gen_leaf.c -------------------------------------------------------------------------------------- */
void gen_leaf(struct gen *g, struct shape shape);
void gen_index(struct gen *g);
void gen_literal(struct gen *g, struct shape shape);

/* --- gen_put.c, gen_simple.c: lines and blocks ----------------------------------------------------  */
void gen_line(struct gen *g, struct shape shape, const char *format);
/* Lines separated by \n; indentation follows the braces. Fresh names are new. */
void gen_lines(struct gen *g, struct shape shape, const char *format);
/* `count` random statements, in the current scope or in one of their own. */
void gen_body_here(struct gen *g, unsigned count);
void gen_body(struct gen *g, unsigned count);
void gen_statement(struct gen *g);
/* A variable that can be assigned is in scope; declares one otherwise. */
void gen_need_var(struct gen *g, struct shape shape);
void gen_declare(struct gen *g, struct shape shape);

/* --- gen_simple.c, gen_flow.c, gen_sync.c: statements; each emits one, or nothing where none fits. ----- */
typedef void gen_emit(struct gen *g);
gen_emit gen_assign, gen_new_var, gen_new_array, gen_new_struct, gen_array_write, gen_lane_write, gen_guarded,
    gen_atomic, gen_call;
gen_emit gen_if, gen_for, gen_while, gen_switch, gen_break, gen_goto, gen_return;
gen_emit gen_sync;
/* An atomic operation on an array of CELLS cells of g->cells. */
void gen_atomic_on(struct gen *g, const char *cells);
/* Arguments for the helper's pointers are in scope, and it is not called too often. */
bool gen_can_call(struct gen *g, const struct helper *h);
/* A call of helper `h` up to its closing parenthesis. */
void gen_call_text(struct gen *g, const struct helper *h);

/* --- gen_helper.c, gen_kernel.c ---------------------------------------------------------------------- */
void gen_helper(struct gen *g, const char *name);
/* The kernel's helpers and itself; its script directives go to `script`. */
void gen_kernel(struct gen *g, unsigned number, struct strbuf *script);

#endif
