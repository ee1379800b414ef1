# SPDX-License-Identifier: MIT
# vg_add_device_object(OBJECT file.o SOURCES a.cl b.cl [DEFINITIONS -DA=1 ...] [OPTIONS -march=haswell ...])
#
# Makes an object for the host from OpenCL C programs and the functions of builtins.bc that they call, for tests that call
# both as C functions. The programs are compiled as those of applications are; then the triple, the data layout and the
# calling convention become the host's, and an event becomes any pointer. DEFINITIONS are for the programs, OPTIONS for
# the code generator. OBJECT is an absolute path; add the file to the sources of a program.
find_program(VGPU_LLVM_DIS NAMES llvm-dis-19 llvm-dis HINTS /usr/lib/llvm-19/bin REQUIRED)

function(vg_add_device_object)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "OBJECT" "SOURCES;DEFINITIONS;OPTIONS")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_OBJECT OR NOT arg_SOURCES)
        message(FATAL_ERROR "vg_add_device_object(${ARGV}): OBJECT and SOURCES are needed; unknown: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    get_target_property(library vg_builtins BITCODE)
    execute_process(COMMAND ${VGPU_CLANG} -print-resource-dir OUTPUT_VARIABLE resources OUTPUT_STRIP_TRAILING_WHITESPACE
                    COMMAND_ERROR_IS_FATAL ANY)
    set(flags -cc1 -triple spir64-unknown-unknown -cl-std=CL3.0 -fdeclare-opencl-builtins -finclude-default-header
        -emit-llvm-bc -O2 -disable-llvm-passes -internal-isystem ${resources}/include -I ${PROJECT_SOURCE_DIR}
        -sys-header-deps ${arg_DEFINITIONS})
    string(REGEX REPLACE "\\.o$" "" base ${arg_OBJECT})
    set(parts "")
    foreach(source IN LISTS arg_SOURCES)
        get_filename_component(source ${source} ABSOLUTE)
        get_filename_component(name ${source} NAME_WE)
        set(part ${base}.${name}.bc)
        add_custom_command(
            OUTPUT ${part}
            COMMAND ${VGPU_CLANG} ${flags} -dependency-file ${part}.d -MT ${part} ${source} -o ${part}
            DEPENDS ${source}
            DEPFILE ${part}.d
            COMMENT "Compiling device program ${name}.cl"
            VERBATIM)
        list(APPEND parts ${part})
    endforeach()
    add_custom_command(
        OUTPUT ${arg_OBJECT}
        COMMAND ${VGPU_LLVM_LINK} ${parts} -o ${base}.programs.bc
        COMMAND ${VGPU_LLVM_LINK} --only-needed ${base}.programs.bc ${library} -o ${base}.bc
        COMMAND ${VGPU_LLVM_DIS} ${base}.bc -o ${base}.spir.ll
        COMMAND sed -e "/^target /d" -e "s/ spir_func / /g" -e "s/target(\"spirv.Event\")/ptr/g" ${base}.spir.ll > ${base}.ll
        COMMAND ${VGPU_CLANG} -O1 -fPIC ${arg_OPTIONS} -Wno-override-module -c -x ir ${base}.ll -o ${arg_OBJECT}
        DEPENDS ${parts} ${library} vg_builtins
        COMMENT "Linking device programs with the built-in functions"
        VERBATIM)
endfunction()
