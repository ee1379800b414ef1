/* SPDX-License-Identifier: MIT */
/* From a program's module to an object: the steps of code generation in their order. */
#include "compiler/cc/pipeline.h"

#include <llvm-c/Analysis.h>
#include <llvm-c/BitReader.h>
#include <llvm-c/BitWriter.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/builtins.h"
#include "compiler/cc/check.h"
#include "compiler/cc/gen.h"
#include "compiler/cc/globals.h"
#include "compiler/cc/late.h"
#include "compiler/cc/machine.h"
#include "compiler/cc/metadata.h"
#include "compiler/cc/report.h"
#include "compiler/cc/retarget.h"
#include "compiler/cc/simd/masks.h"
#include "compiler/cc/simd/simd.h"

/* Before inlining: clang leaves each variable in memory, which would be copied with the functions. */
static const char tidy_passes[] = "function(sroa<modify-cfg>,early-cse,simplifycfg)";

static const char dissolve_passes[] = "always-inline,globaldce";

/* For code that is not to be optimised: LLVM's selection of instructions can take exponential time over
 * values that are computed twice (SelectionDAG::ReplaceAllUsesWith merges the users of each pair, and
 * theirs). */
static const char plain_passes[] = "always-inline,globaldce,function(early-cse)";

/* Before regions: everything that shrinks the body, so that few values live across barriers. Nothing that
 * depends on the loops over work-items. */
static const char prepare_passes[] =
    "function(sroa<modify-cfg>,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>,"
    "simplifycfg,loop-mssa(loop-rotate,licm),gvn,instcombine<no-verify-fixpoint>,adce,simplifycfg,"
    "loop(indvars,loop-deletion,loop-unroll-full),sroa<modify-cfg>,early-cse<memssa>,"
    "instcombine<no-verify-fixpoint>,simplifycfg)";

/* After: the body dissolves in the loops over work-items, and is then optimised for the machine. The larger
 * the code, the less is tried, so that the time stays in proportion; some of LLVM's passes are far from
 * linear. A body that is made of vectors already leaves LLVM's vectorisers nothing to do, and some of the
 * others were found to change no code of that kind. */
#define DISSOLVE "always-inline,globaldce,"
#define COMBINE "instcombine<no-verify-fixpoint>"
#define CLEAN "sroa<modify-cfg>,early-cse<memssa>,simplifycfg," COMBINE
#define HOIST "loop-mssa(loop-rotate,licm,simple-loop-unswitch),simplifycfg"
#define COUNT "loop(loop-idiom,indvars,loop-deletion,loop-unroll-full),sroa<modify-cfg>,gvn"
#define REST "jump-threading,dse,loop-mssa(licm),adce,simplifycfg"
#define LOOPS HOIST "," COMBINE "," COUNT ",sccp," COMBINE "," REST
#define VECTORS "loop-distribute,loop-vectorize," COMBINE ",slp-vectorizer,vector-combine"
#define UNROLL "loop-unroll<O2;no-runtime>"
#define FINISH                                                                                               \
    UNROLL ",sroa<preserve-cfg>," COMBINE ",loop-mssa(licm),alignment-from-assumptions,div-rem-pairs,"       \
           "simplifycfg"
#define WIDE                                                                                                 \
    HOIST "," COUNT ",jump-threading,dse,adce,simplifycfg,vector-combine," UNROLL "," COMBINE                \
          ",loop-mssa(licm)"

static const struct {
    uint64_t instructions; /* of the kernel, up to which the passes are run */
    const char *scalar, *wide;
} finish_passes[] = {
    {4000, DISSOLVE "function(" CLEAN "," LOOPS "," VECTORS "," FINISH ")",
     DISSOLVE "function(" CLEAN "," WIDE ",div-rem-pairs,simplifycfg)"},
    {30000, DISSOLVE "function(" CLEAN "," LOOPS ",div-rem-pairs,simplifycfg)",
     DISSOLVE "function(" CLEAN "," LOOPS ",div-rem-pairs,simplifycfg)"},
    {UINT64_MAX, DISSOLVE "function(" CLEAN ",adce)", DISSOLVE "function(" CLEAN ",adce)"},
};

bool vg_run_passes(struct vg_gen *gen, const char *passes)
{
    LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
    LLVMErrorRef error = LLVMRunPasses(gen->module, passes, gen->machine, options);
    LLVMDisposePassBuilderOptions(options);
    if (!error)
        return true;
    char *message = LLVMGetErrorMessage(error);
    vg_text_add(gen->log, "error: %s\n", message);
    LLVMDisposeErrorMessage(message);
    return false;
}

static bool find_kernel(struct vg_gen *gen, const char *name)
{
    gen->kernel = LLVMGetNamedFunction(gen->module, name);
    if (gen->kernel && !LLVMIsDeclaration(gen->kernel))
        return true;
    vg_text_add(gen->log, "error: the program has no kernel %s\n", name);
    return false;
}

static bool keep_only(struct vg_gen *gen, const char *name)
{
    if (!find_kernel(gen, name))
        return false;
    vg_globals_import(gen->module);
    VG_EACH_FUNCTION (function, gen->module)
        if (!LLVMIsDeclaration(function))
            LLVMSetLinkage(function, function == gen->kernel ? LLVMExternalLinkage : LLVMInternalLinkage);
    return vg_run_passes(gen, "globaldce");
}

/* The library's functions become part of the module. */
static bool link_library(struct vg_gen *gen, const char *name)
{
    if (gen->options->checks & VG_CHECK_DIVERGENCE)
        vg_check_watch_copies(gen);
    if (!vg_builtins_link(gen->module, gen->log))
        return false;
    gen->module = vg_retarget_opaque_types(gen->module);
    return gen->module && find_kernel(gen, name);
}

/* Instructions, each counted eight times per loop around it, as far as the order of the blocks tells. */
static uint64_t estimate_cost(LLVMValueRef function)
{
    size_t count = LLVMCountBasicBlocks(function), at = 0;
    LLVMBasicBlockRef *blocks = vg_zalloc_array(count, sizeof(LLVMBasicBlockRef));
    uint64_t *weight = vg_zalloc_array(count, sizeof *weight), cost = 0;
    if (blocks && weight) {
        LLVMGetBasicBlocks(function, blocks);
        for (size_t i = 0; i < count; i++)
            weight[i] = 1;
        for (at = 0; at < count; at++) {
            LLVMValueRef last = LLVMGetBasicBlockTerminator(blocks[at]);
            for (unsigned s = 0; s < LLVMGetNumSuccessors(last); s++)
                for (size_t head = 0; head <= at; head++)
                    if (blocks[head] == LLVMGetSuccessor(last, s))
                        for (size_t i = head; i <= at; i++)
                            weight[i] = weight[i] < 4096 ? weight[i] * 8 : weight[i];
        }
        for (at = 0; at < count; at++)
            VG_EACH_INST (inst, blocks[at])
                cost += weight[at];
    }
    vg_free(blocks);
    vg_free(weight);
    return cost;
}

static uint64_t count_instructions(LLVMModuleRef module)
{
    uint64_t count = 0;
    VG_EACH_FUNCTION (function, module)
        VG_EACH_BLOCK (block, function)
            VG_EACH_INST (inst, block)
                count++;
    return count;
}

/* Code past the last tier is also generated the quick way. */
static bool run_finish(struct vg_gen *gen)
{
    uint64_t count = count_instructions(gen->module);
    unsigned tier = 0;
    while (count > finish_passes[tier].instructions)
        tier++;
    if (tier == sizeof finish_passes / sizeof *finish_passes - 1) {
        LLVMDisposeTargetMachine(gen->machine);
        gen->machine = vg_machine_create(gen->target, false);
    }
    bool wide = gen->code.width > 1;
    return vg_run_passes(gen, wide ? finish_passes[tier].wide : finish_passes[tier].scalar);
}

static void set_function_attributes(struct vg_gen *gen)
{
    enum { UNWIND_TABLES = 2 /* for any instruction */ };
    unsigned kind = LLVMGetEnumAttributeKindForName("uwtable", 7);
    VG_EACH_FUNCTION (function, gen->module) {
        if (LLVMIsDeclaration(function))
            continue;
        LLVMAddAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                                LLVMCreateEnumAttribute(gen->context, kind, UNWIND_TABLES));
        LLVMAddTargetDependentFunctionAttr(function, "prefer-vector-width",
                                           vg_machine_vector_bits(gen->target.isa));
    }
}

static bool is_sound(struct vg_gen *gen, const char *after)
{
    char *message = NULL;
    bool broken = LLVMVerifyModule(gen->module, LLVMReturnStatusAction, &message);
    if (broken)
        vg_text_add(gen->log, "error: internal error of the compiler after %s: %s\n", after, message);
    LLVMDisposeMessage(message);
    return !broken;
}

/* What must not be optimised any more. */
static bool finish_forms(struct vg_gen *gen)
{
    vg_lower_local_atomics(gen);
    vg_lower_half(gen);
    vg_lower_late(gen);
    vg_masks_widen(gen);
    return vg_run_passes(gen, "function(adce)");
}

static bool generate_kernel(struct vg_gen *gen, const char *name)
{
    bool optimise = !gen->options->opt_disable;
    vg_private_copy_byval(gen);
    if (!link_library(gen, name))
        return false;
    if (gen->options->checks && !vg_check_instrument(gen)) /* of the program as it is written */
        return false;
    if (!vg_lower_early(gen))
        return false;
    vg_guard_divisions(gen); /* first, because optimisation makes use of what is undefined */
    if (optimise && !vg_run_passes(gen, tidy_passes))
        return false;
    vg_flatten_vector_functions(gen);
    vg_outline_reads(gen);
    if (!vg_inline_policy(gen))
        return false;
    if (!vg_run_passes(gen, dissolve_passes))
        return false;
    vg_workitem_hoist(gen);
    if ((optimise && !vg_run_passes(gen, prepare_passes)) || !find_kernel(gen, name))
        return false;
    vg_workitem_survey(gen);
    gen->code.cost = estimate_cost(gen->kernel);
    vg_context_add(gen);
    vg_local_place(gen);
    vg_workitem_split(gen);
    if (!vg_simd_plan(gen))
        return false;
    vg_simd_place_arrays(gen);
    if (!vg_private_place(gen))
        return false;
    if (gen->has_barrier && (!vg_simd_analyse(gen) || !vg_regions_split(gen)))
        return false;
    if (gen->code.width > 1 && !vg_simd_widen(gen))
        return false;
    vg_workitem_lower(gen);
    vg_entry_build(gen);
    vg_entry_info(gen);
    set_function_attributes(gen);
    if (!is_sound(gen, "the loops over work-items"))
        return false;
    if (optimise)
        return run_finish(gen) && finish_forms(gen);
    vg_lower_half(gen);
    vg_lower_late(gen);
    return vg_run_passes(gen, plain_passes);
}

static bool generate_data(struct vg_gen *gen)
{
    vg_globals_export(gen->module);
    return vg_run_passes(gen, "globaldce");
}

static LLVMMemoryBufferRef emit(struct vg_gen *gen, enum vg_emit form)
{
    if (form == VG_EMIT_IR) {
        char *text = LLVMPrintModuleToString(gen->module);
        LLVMMemoryBufferRef buffer = LLVMCreateMemoryBufferWithMemoryRangeCopy(text, strlen(text), "ir");
        LLVMDisposeMessage(text);
        return buffer;
    }
    LLVMCodeGenFileType type = form == VG_EMIT_OBJECT ? LLVMObjectFile : LLVMAssemblyFile;
    LLVMMemoryBufferRef buffer = NULL;
    char *message = NULL;
    if (LLVMTargetMachineEmitToMemoryBuffer(gen->machine, gen->module, type, &message, &buffer)) {
        vg_text_add(gen->log, "error: code generation failed: %s\n", message);
        LLVMDisposeMessage(message);
        return NULL;
    }
    return buffer;
}

/* What a first try leaves behind. */
static void reset(struct vg_gen *gen, LLVMModuleRef module)
{
    vg_simd_finish(gen);
    vg_values_finish(&gen->arrays);
    vg_values_finish(&gen->barrier_sites);
    vg_notes_finish(&gen->notes);
    vg_free(gen->element_bytes);
    vg_free(gen->callees);
    const struct vg_gen kept = *gen;
    *gen = (struct vg_gen){.context = kept.context,
                           .module = module,
                           .machine = kept.machine,
                           .layout = kept.layout,
                           .builder = kept.builder,
                           .target = kept.target,
                           .options = kept.options,
                           .info = kept.info,
                           .log = kept.log,
                           .report = kept.report,
                           .give_up = kept.give_up,
                           .code = {.abi_version = VG_ABI_VERSION, .width = 1}};
    LLVMSetCurrentDebugLocation2(gen->builder, NULL); /* it belongs to the module that is gone */
    vg_gen_types(gen);
}

static LLVMModuleRef read_again(struct vg_gen *gen, LLVMMemoryBufferRef kept)
{
    LLVMModuleRef module = NULL;
    if (LLVMParseBitcodeInContext2(gen->context, kept, &module))
        vg_text_add(gen->log, "error: internal error of the compiler: its own bitcode cannot be read\n");
    return module;
}

/* The vectoriser may find out late that it cannot do a kernel; that is then generated again, from a copy. */
static bool generate_or_again(struct vg_gen *gen, const char *name)
{
    if (!keep_only(gen, name))
        return false;
    LLVMMemoryBufferRef kept = LLVMWriteBitcodeToMemoryBuffer(gen->module);
    bool ok = generate_kernel(gen, name);
    if (!ok && gen->give_up && gen->module) {
        LLVMDisposeModule(gen->module);
        reset(gen, NULL);
        gen->module = read_again(gen, kept);
        ok = gen->module && generate_kernel(gen, name);
    }
    LLVMDisposeMemoryBuffer(kept);
    return ok;
}

static bool generate(struct vg_gen *gen, const char *name)
{
    if (!*name)
        return generate_data(gen);
    LLVMValueRef kernel = LLVMGetNamedFunction(gen->module, name);
    struct vg_kernel_info *info = vg_zalloc(sizeof *info);
    struct vg_program_info owner = {.kernel_count = 1, .kernels = info};
    bool ok = info != NULL;
    if (ok && kernel)
        ok = vg_metadata_read_kernel(kernel, info, gen->log);
    gen->info = info;
    ok = ok && generate_or_again(gen, name);
    if (ok && gen->report)
        vg_report_add(gen->report, gen);
    vg_program_info_finish(&owner);
    gen->info = NULL;
    return ok;
}

LLVMMemoryBufferRef vg_generate(LLVMModuleRef module, const struct vg_generate *what, struct vg_text *log,
                                struct vg_code_info *code)
{
    struct vg_gen gen = {.context = LLVMGetModuleContext(module),
                         .module = module,
                         .target = what->target,
                         .options = what->options,
                         .log = log,
                         .report = what->report,
                         .code = {.abi_version = VG_ABI_VERSION, .width = 1}};
    gen.machine = vg_machine_create(what->target, !what->options->opt_disable);
    gen.layout = LLVMCreateTargetDataLayout(gen.machine);
    gen.builder = LLVMCreateBuilderInContext(gen.context);
    vg_gen_types(&gen);
    bool ok = generate(&gen, what->kernel);
    LLVMMemoryBufferRef result = ok ? emit(&gen, what->emit) : NULL;
    if (code)
        *code = gen.code;
    vg_simd_finish(&gen);
    vg_values_finish(&gen.arrays);
    vg_values_finish(&gen.barrier_sites);
    vg_notes_finish(&gen.notes);
    vg_free(gen.element_bytes);
    vg_free(gen.callees);
    LLVMDisposeBuilder(gen.builder);
    if (gen.module)
        LLVMDisposeModule(gen.module);
    LLVMDisposeTargetData(gen.layout);
    LLVMDisposeTargetMachine(gen.machine);
    return result;
}
