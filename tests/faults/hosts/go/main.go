// SPDX-License-Identifier: MIT

// Faulty kernels in a Go program, whose runtime makes panics of its own code's SIGSEGV: before the first launch, after
// it, and while other goroutines launch kernels that fail.
package main

/*
#cgo CFLAGS: -DCL_TARGET_OPENCL_VERSION=300 -I${SRCDIR}/..
#include "launch.h"
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"sync"
)

const rounds = 2000

type record struct{ value int }

var nothing *record

func expect(good bool, what string) {
	if !good {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}

func faultInGo() (caught bool) {
	defer func() { caught = recover() != nil }()
	fmt.Fprint(os.Stderr, nothing.value)
	return
}

func launch() {
	expect(C.host_run(1) == C.CL_OUT_OF_RESOURCES, "a faulty kernel did not fail")
	expect(C.host_run(0) == C.CL_SUCCESS, "a good kernel failed")
}

func main() {
	expect(faultInGo(), "no panic before the first launch")
	launch()
	var launchers sync.WaitGroup
	for i := 0; i < 2; i++ {
		launchers.Add(1)
		go func() {
			for j := 0; j < 100; j++ {
				launch()
			}
			launchers.Done()
		}()
	}
	for i := 0; i < rounds; i++ {
		expect(faultInGo(), "a panic is missing")
		if i%100 == 0 {
			runtime.GC()
		}
	}
	launchers.Wait()
	fmt.Println("went on")
}
