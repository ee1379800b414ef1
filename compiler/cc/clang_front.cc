/* SPDX-License-Identifier: MIT */
/* clang's front end and LLVM's linker behind the C functions of clang_front.h. The program's text and headers
 * live in an in-memory file system over the real one; its working directory is a folder of its own, so that
 * relative names find them first and the disk second. */
#include "compiler/cc/clang_front.h"

#include <cstring>
#include <new>
#include <string>

#include <clang/CodeGen/CodeGenAction.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/CompilerInvocation.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <clang/Frontend/Utils.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Demangle/Demangle.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/ReplaceConstant.h>
#include <llvm/Linker/Linker.h>
#include <llvm/Support/CrashRecoveryContext.h>
#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/cc/blobs.h"

namespace
{

constexpr const char *home = "/.vgpu";
constexpr const char *base_header = "/.vgpu/base/clang/opencl-c-base.h";
constexpr const char *base_folder = "/.vgpu/base";

using MemoryFiles = llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem>;

void addFile(llvm::vfs::InMemoryFileSystem &files, const char *name, const char *text, size_t size)
{
    files.addFile(name, 0, llvm::MemoryBuffer::getMemBuffer(llvm::StringRef(text, size), name));
}

MemoryFiles memoryFiles(const vg_front_input &input)
{
    auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
    files->setCurrentWorkingDirectory(home);
    addFile(*files, base_header, vg_blob_base_header, vg_blob_base_header_end - vg_blob_base_header);
    addFile(*files, input.source.name, input.source.text, input.source.size);
    for (size_t i = 0; i < input.header_count; i++)
        addFile(*files, input.headers[i].name, input.headers[i].text, input.headers[i].size);
    return files;
}

/* The files that were read from disk, for the cache of the client. */
std::string diskFiles(const clang::DependencyCollector &collector, llvm::vfs::InMemoryFileSystem &files)
{
    std::string list;
    for (const std::string &name : collector.getDependencies()) {
        if (files.exists(name))
            continue;
        llvm::SmallString<256> path(name);
        llvm::sys::fs::make_absolute(path);
        list.append(path.begin(), path.end());
        list.push_back('\0');
    }
    list.push_back('\0');
    return list;
}

char *copy(const std::string &text)
{
    char *bytes = static_cast<char *>(malloc(text.size() + 1));
    if (bytes)
        memcpy(bytes, text.c_str(), text.size() + 1);
    return bytes;
}

std::shared_ptr<clang::CompilerInvocation> parseArguments(const vg_front_input &input, llvm::raw_ostream &log)
{
    llvm::SmallVector<const char *, 64> args(input.args, input.args + input.arg_count);
    args.push_back("-internal-isystem");
    args.push_back(base_folder);
    args.push_back(input.source.name);
    llvm::IntrusiveRefCntPtr<clang::DiagnosticOptions> options(new clang::DiagnosticOptions);
    clang::DiagnosticsEngine engine(new clang::DiagnosticIDs, options,
                                    new clang::TextDiagnosticPrinter(log, options.get()));
    auto invocation = std::make_shared<clang::CompilerInvocation>();
    if (!clang::CompilerInvocation::CreateFromArgs(*invocation, args, engine))
        return nullptr;
    return invocation;
}

/* Includes everything, system headers too: which of them count is decided by where they lie. */
class AllDependencies : public clang::DependencyCollector
{
    bool needSystemDependencies() override
    {
        return true;
    }
};

} // namespace

bool vg_front_run(LLVMContextRef context, const vg_front_input *input, vg_front_output *output)
{
    *output = {};
    std::string text;
    llvm::raw_string_ostream log(text);
    auto invocation = parseArguments(*input, log);
    bool ran = false;
    if (invocation) {
        MemoryFiles files = memoryFiles(*input);
        auto overlay =
            llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(llvm::vfs::getRealFileSystem());
        overlay->pushOverlay(files);
        files->setCurrentWorkingDirectory(home); /* pushing it gave it the real one */
        clang::CompilerInstance compiler;
        compiler.setInvocation(invocation);
        compiler.setVerboseOutputStream(log);
        compiler.createDiagnostics(new clang::TextDiagnosticPrinter(log, &compiler.getDiagnosticOpts()),
                                   true);
        compiler.createFileManager(overlay);
        compiler.createSourceManager(compiler.getFileManager());
        auto dependencies = std::make_shared<AllDependencies>();
        compiler.addDependencyCollector(dependencies);
        clang::EmitLLVMOnlyAction action(llvm::unwrap(context));
        bool accepted = compiler.ExecuteAction(action);
        if (accepted)
            output->module = llvm::wrap(action.takeModule().release());
        output->dependencies = copy(diskFiles(*dependencies, *files));
        ran = !accepted || output->module;
    }
    output->log = log.str().empty() ? nullptr : copy(log.str());
    return ran;
}

LLVMModuleRef vg_front_open_library(LLVMContextRef context, const char *bitcode, size_t size)
{
    llvm::MemoryBufferRef buffer(llvm::StringRef(bitcode, size), "built-in functions");
    auto module = llvm::getLazyBitcodeModule(buffer, *llvm::unwrap(context));
    if (!module) {
        llvm::consumeError(module.takeError());
        return nullptr;
    }
    return llvm::wrap(module->release());
}

bool vg_front_link_needed(LLVMModuleRef module, LLVMModuleRef library)
{
    std::unique_ptr<llvm::Module> source(llvm::unwrap(library));
    return !llvm::Linker::linkModules(*llvm::unwrap(module), std::move(source), llvm::Linker::LinkOnlyNeeded);
}

void vg_front_expand_constants(LLVMValueRef global)
{
    llvm::convertUsersOfConstantsToInstructions({llvm::unwrap<llvm::Constant>(global)});
}

void vg_front_mark_parallel(LLVMValueRef branch, LLVMValueRef call)
{
    llvm::LLVMContext &context = llvm::unwrap(branch)->getContext();
    llvm::MDNode *accesses = llvm::MDNode::getDistinct(context, {});
    llvm::Metadata *words[] = {llvm::MDString::get(context, "llvm.loop.parallel_accesses"), accesses};
    llvm::Metadata *loop[] = {nullptr, llvm::MDNode::get(context, words)};
    llvm::MDNode *id = llvm::MDNode::getDistinct(context, loop);
    id->replaceOperandWith(0, id); /* which is what makes it the name of one loop */
    llvm::unwrap<llvm::Instruction>(branch)->setMetadata(llvm::LLVMContext::MD_loop, id);
    llvm::unwrap<llvm::Instruction>(call)->setMetadata(llvm::LLVMContext::MD_access_group, accesses);
}

char *vg_front_demangle(const char *name)
{
    return llvm::itaniumDemangle(name);
}

void vg_front_on_memory_exhausted(void (*handler)(void))
{
    std::set_new_handler(handler);
    llvm::install_bad_alloc_error_handler(
        [](void *to_call, const char *, bool) { reinterpret_cast<void (*)()>(to_call)(); },
        reinterpret_cast<void *>(handler));
}
