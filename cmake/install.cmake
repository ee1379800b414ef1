# SPDX-License-Identifier: MIT
# Where the two products lie and what `cmake --install` copies. The build tree has the same lib and bin folders as an
# installation, so the library finds vgpu-cc by the same relative path, VGPU_CC_RELATIVE, in both.
file(RELATIVE_PATH VGPU_CC_RELATIVE ${CMAKE_INSTALL_FULL_LIBDIR} ${CMAKE_INSTALL_FULL_BINDIR}/vgpu-cc)

# vg_install_icd(target): the driver library, and the file that tells the OpenCL loader of it.
function(vg_install_icd target)
    set_target_properties(${target} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/${CMAKE_INSTALL_LIBDIR})
    install(TARGETS ${target} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})

    # For use from the build tree: OCL_ICD_VENDORS=<build>/vendors
    file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/vendors/vgpu.icd CONTENT "$<TARGET_FILE:${target}>\n")

    set(library $<TARGET_FILE_NAME:${target}>)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/install_icd.cmake.in ${PROJECT_BINARY_DIR}/install_icd.cmake.in @ONLY)
    file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/install_icd.cmake INPUT ${PROJECT_BINARY_DIR}/install_icd.cmake.in)
    install(SCRIPT ${PROJECT_BINARY_DIR}/install_icd.cmake)
endfunction()

# vg_install_compiler(target): the compiler program.
function(vg_install_compiler target)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/${CMAKE_INSTALL_BINDIR})
    install(TARGETS ${target} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

if(IS_DIRECTORY ${PROJECT_SOURCE_DIR}/include)
    install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endif()
