# SPDX-License-Identifier: MIT
# Compile options shared by every target, as the interface library vg_options.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_program(VGPU_CCACHE ccache)
if(VGPU_CCACHE AND NOT CMAKE_C_COMPILER_LAUNCHER)
    set(CMAKE_C_COMPILER_LAUNCHER ${VGPU_CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${VGPU_CCACHE})
endif()

add_library(vg_options INTERFACE)
target_include_directories(vg_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
target_compile_definitions(vg_options INTERFACE _GNU_SOURCE CL_TARGET_OPENCL_VERSION=300)
target_compile_options(vg_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow
    $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes -Wmissing-prototypes>
    $<$<BOOL:${VGPU_WERROR}>:-Werror>)
if(VGPU_SANITIZE)
    add_library(vg_sanitize INTERFACE)
    target_compile_options(vg_sanitize INTERFACE -fsanitize=${VGPU_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all)
    target_link_options(vg_sanitize INTERFACE -fsanitize=${VGPU_SANITIZE})
    target_link_libraries(vg_options INTERFACE vg_sanitize)
endif()
