/* SPDX-License-Identifier: MIT */
/* The data object of a program: variables with initial values, zeros and addresses. */
extern int program_counter;
extern int *const program_pointer;
extern char program_zeros[10000];

int program_counter = 41;
int *const program_pointer = &program_counter;
char program_zeros[10000];
