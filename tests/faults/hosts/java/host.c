/* SPDX-License-Identifier: MIT */
/* What Host.java calls. */
#include <jni.h>

#include "tests/faults/hosts/launch.h"

JNIEXPORT jint JNICALL Java_Host_run(JNIEnv *env, jclass type, jboolean faulty);

JNIEXPORT jint JNICALL Java_Host_run(JNIEnv *env, jclass type, jboolean faulty)
{
    (void)env, (void)type;
    return host_run(faulty);
}
