# SPDX-License-Identifier: MIT
# Where the driver library lies and what `cmake --install` copies for it. The build tree has lib and bin folders as an
# installation has, so the library finds vgpu-cc beside itself in both.

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

if(IS_DIRECTORY ${PROJECT_SOURCE_DIR}/include)
    install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endif()
