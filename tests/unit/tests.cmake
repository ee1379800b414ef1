# SPDX-License-Identifier: MIT
# vg_add_tests(NAME test_base SOURCES test_alloc.c ... LIBS vg_base [LABELS unit] [TIMEOUT 60] [ENVIRONMENT A=b ...])
#
# Builds one cmocka program from the sources and registers each of its cases as a CTest case NAME.CASE of its own, run in
# a process of its own. Each source test_X.c holds a VG_TESTS(test_X, ...) table (tests/unit/unit.h); sources
# with other names are helpers. The labels are LABELS and the folder's name ("base" for test_base). Under a sanitizer the time
# limit is five times as long.
find_package(PkgConfig REQUIRED)
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
set(VG_UNIT_DIR ${CMAKE_CURRENT_LIST_DIR})

# Writes the table of tables, which main.c walks.
function(vg_write_tables name sources)
    set(declarations "")
    set(rows "")
    foreach(source IN LISTS sources)
        get_filename_component(table ${source} NAME_WE)
        if(table MATCHES "^test_")
            string(APPEND declarations "extern const struct vg_test_table vg_tests_${table};\n")
            string(APPEND rows "    &vg_tests_${table},\n")
        endif()
    endforeach()
    configure_file(${VG_UNIT_DIR}/tables.c.in ${name}_tables.c @ONLY)
endfunction()

function(vg_add_tests)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;TIMEOUT" "SOURCES;LIBS;LABELS;ENVIRONMENT")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME OR NOT arg_SOURCES)
        message(FATAL_ERROR "vg_add_tests(${ARGV}): NAME and SOURCES are needed; unknown: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 60)
    endif()
    if(VGPU_SANITIZE)
        math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 5")
    endif()
    if(NOT arg_LABELS)
        set(arg_LABELS unit)
    endif()
    # Tests leave the user's kernel cache alone; a later VGPU_CACHE_DIR of the caller's wins.
    list(PREPEND arg_ENVIRONMENT VGPU_CACHE_DIR=${PROJECT_BINARY_DIR}/tests/cache)
    string(REGEX REPLACE "^test_" "" folder ${arg_NAME})
    list(APPEND arg_LABELS ${folder})

    vg_write_tables(${arg_NAME} "${arg_SOURCES}")
    add_executable(${arg_NAME} ${arg_SOURCES} ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}_tables.c ${VG_UNIT_DIR}/main.c)
    target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBS} vg_options PkgConfig::CMOCKA)
    # Every case takes a state that few use. As the sources' property this comes after the -Wextra of vg_options.
    set_property(SOURCE ${arg_SOURCES} APPEND PROPERTY COMPILE_OPTIONS -Wno-unused-parameter)

    # The case list is made anew whenever the program or these settings change; CTest reads it when it starts.
    set(list ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}_cases.cmake)
    set(settings ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}_settings.cmake)
    file(GENERATE OUTPUT ${settings} CONTENT "set(NAME ${arg_NAME})\nset(PROGRAM \"$<TARGET_FILE:${arg_NAME}>\")
set(LIST \"${list}\")\nset(LABELS \"${arg_LABELS}\")\nset(TIMEOUT ${arg_TIMEOUT})\nset(ENVIRONMENT \"${arg_ENVIRONMENT}\")\n")
    set_property(TARGET ${arg_NAME} APPEND PROPERTY LINK_DEPENDS ${settings})
    add_custom_command(TARGET ${arg_NAME} POST_BUILD BYPRODUCTS ${list} VERBATIM
        COMMAND ${CMAKE_COMMAND} -D SETTINGS=${settings} -P ${VG_UNIT_DIR}/register.cmake)
    set(include ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}_include.cmake)
    file(WRITE ${include} "if(EXISTS \"${list}\")\n  include(\"${list}\")\nelse()\n"
        "  add_test(${arg_NAME}_NOT_BUILT ${arg_NAME}_NOT_BUILT)\nendif()\n")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${include})
endfunction()
