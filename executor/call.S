/* SPDX-License-Identifier: MIT */
/* int vg_fault_call(void **stack, entry, launch, args, first, last, scratch)
 *
 * Calls entry(launch, args, first, last, scratch) and returns what it returns. *stack says meanwhile where the
 * registers are that C code wants back, so that a fault handler can end the call from anywhere within: it sets
 * the stack pointer to *stack and goes on at vg_fault_landing, which returns VG_STATUS_FAULT. */
    .text
    .globl vg_fault_call
    .hidden vg_fault_call
    .type vg_fault_call, @function
vg_fault_call:
    .cfi_startproc
    push %rbp
    .cfi_def_cfa_offset 16
    .cfi_offset %rbp, -16
    push %rbx
    .cfi_def_cfa_offset 24
    .cfi_offset %rbx, -24
    push %r12
    .cfi_def_cfa_offset 32
    .cfi_offset %r12, -32
    push %r13
    .cfi_def_cfa_offset 40
    .cfi_offset %r13, -40
    push %r14
    .cfi_def_cfa_offset 48
    .cfi_offset %r14, -48
    push %r15
    .cfi_def_cfa_offset 56
    .cfi_offset %r15, -56
    push %rdi
    .cfi_def_cfa_offset 64
    mov %rsp, (%rdi)
    mov %rsi, %rax
    mov %rdx, %rdi
    mov %rcx, %rsi
    mov %r8, %rdx
    mov %r9, %rcx
    mov 64(%rsp), %r8
    call *%rax
.Lreturn:
    pop %rdi
    .cfi_def_cfa_offset 56
    movq $0, (%rdi)
    pop %r15
    .cfi_def_cfa_offset 48
    pop %r14
    .cfi_def_cfa_offset 40
    pop %r13
    .cfi_def_cfa_offset 32
    pop %r12
    .cfi_def_cfa_offset 24
    pop %rbx
    .cfi_def_cfa_offset 16
    pop %rbp
    .cfi_def_cfa_offset 8
    ret
    .globl vg_fault_landing
    .hidden vg_fault_landing
vg_fault_landing:
    .cfi_def_cfa_offset 64
    mov $-5, %eax /* VG_STATUS_FAULT */
    jmp .Lreturn
    .cfi_endproc
    .size vg_fault_call, . - vg_fault_call
    .section .note.GNU-stack, "", @progbits
