# SPDX-License-Identifier: MIT
# Run after the build of a test program (see tests.cmake): writes to LIST one add_test() per case that PROGRAM --list
# names. SETTINGS is the file that sets these and the cases' properties.
include(${SETTINGS})
execute_process(COMMAND ${PROGRAM} --list OUTPUT_VARIABLE cases RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} --list: ${result}")
endif()
string(REGEX REPLACE "\n$" "" cases "${cases}")
string(REPLACE "\n" ";" cases "${cases}")
set(unique ${cases})
list(REMOVE_DUPLICATES unique)
if(NOT unique STREQUAL cases)
    message(FATAL_ERROR "${PROGRAM}: two cases have the same name: ${cases}")
endif()
if(NOT cases)
    message(FATAL_ERROR "${PROGRAM} has no test cases")
endif()

set(text "")
foreach(case IN LISTS cases)
    string(APPEND text "add_test([==[${NAME}.${case}]==] [==[${PROGRAM}]==] [==[${case}]==])\n"
        "set_tests_properties([==[${NAME}.${case}]==] PROPERTIES TIMEOUT ${TIMEOUT} LABELS [==[${LABELS}]==]"
        " ENVIRONMENT [==[${ENVIRONMENT}]==] SKIP_REGULAR_EXPRESSION [==[\\[  SKIPPED \\]]==])\n")
endforeach()
file(WRITE ${LIST} "${text}")
