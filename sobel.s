	.text
	.file	"program.cl"
	.section	.rodata,"a",@progbits
	.p2align	6, 0x0
.LCPI0_0:
	.long	0
	.long	1
	.long	2
	.long	3
	.long	4
	.long	5
	.long	6
	.long	7
	.long	8
	.long	9
	.long	10
	.long	11
	.long	12
	.long	13
	.long	14
	.long	15
.LCPI0_1:
	.long	16
	.long	17
	.long	18
	.long	19
	.long	20
	.long	21
	.long	22
	.long	23
	.long	24
	.long	25
	.long	26
	.long	27
	.long	28
	.long	29
	.long	30
	.long	31
.LCPI0_2:
	.quad	0
	.quad	1
	.quad	2
	.quad	3
	.quad	4
	.quad	5
	.quad	6
	.quad	7
.LCPI0_3:
	.quad	8
	.quad	9
	.quad	10
	.quad	11
	.quad	12
	.quad	13
	.quad	14
	.quad	15
.LCPI0_4:
	.quad	16
	.quad	17
	.quad	18
	.quad	19
	.quad	20
	.quad	21
	.quad	22
	.quad	23
.LCPI0_5:
	.quad	24
	.quad	25
	.quad	26
	.quad	27
	.quad	28
	.quad	29
	.quad	30
	.quad	31
	.section	.rodata.cst16,"aM",@progbits,16
.LCPI0_6:
	.byte	0
	.byte	1
	.byte	2
	.byte	3
	.byte	4
	.byte	5
	.byte	6
	.byte	7
	.byte	8
	.byte	9
	.byte	10
	.byte	11
	.byte	12
	.byte	13
	.byte	14
	.byte	15
.LCPI0_7:
	.byte	16
	.byte	17
	.byte	18
	.byte	19
	.byte	20
	.byte	21
	.byte	22
	.byte	23
	.byte	24
	.byte	25
	.byte	26
	.byte	27
	.byte	28
	.byte	29
	.byte	30
	.byte	31
	.section	.rodata.cst8,"aM",@progbits,8
.LCPI0_8:
	.byte	0
	.byte	1
	.byte	2
	.byte	3
	.byte	4
	.byte	5
	.byte	6
	.byte	7
.LCPI0_9:
	.byte	8
	.byte	9
	.byte	10
	.byte	11
	.byte	12
	.byte	13
	.byte	14
	.byte	15
.LCPI0_10:
	.byte	16
	.byte	17
	.byte	18
	.byte	19
	.byte	20
	.byte	21
	.byte	22
	.byte	23
.LCPI0_11:
	.byte	24
	.byte	25
	.byte	26
	.byte	27
	.byte	28
	.byte	29
	.byte	30
	.byte	31
	.text
	.p2align	4, 0x90
	.type	wide_tail,@function
wide_tail:
	.cfi_startproc
	pushq	%rbp
	.cfi_def_cfa_offset 16
	.cfi_offset %rbp, -16
	movq	%rsp, %rbp
	.cfi_def_cfa_register %rbp
	pushq	%rbx
	andq	$-128, %rsp
	subq	$1280, %rsp
	.cfi_offset %rbx, -24
	vpbroadcastd	%r8d, %zmm0
	vpmovsxbd	.LCPI0_6(%rip), %zmm1
	vpcmpnleud	%zmm1, %zmm0, %k0
	vpmovsxbd	.LCPI0_7(%rip), %zmm2
	vpcmpnleud	%zmm2, %zmm0, %k1
	kunpckwd	%k0, %k1, %k0
	movq	112(%r9), %rax
	addq	40(%r9), %rax
	movq	120(%r9), %r8
	addq	48(%r9), %r8
	vpbroadcastd	%eax, %zmm3
	vpaddd	%zmm2, %zmm3, %zmm2
	vpaddd	%zmm1, %zmm3, %zmm1
	vpxor	%xmm3, %xmm3, %xmm3
	vpcmpgtd	%zmm3, %zmm1, %k1
	vpcmpgtd	%zmm3, %zmm2, %k2
	kunpckwd	%k1, %k2, %k1
	xorl	%r9d, %r9d
	testl	%r8d, %r8d
	movl	$-1, %r10d
	movl	$0, %r11d
	cmovgl	%r10d, %r11d
	kmovd	%r11d, %k2
	kandd	%k2, %k1, %k1
	leal	-1(%rdx), %r11d
	vpbroadcastd	%r11d, %zmm3
	vpcmpgtd	%zmm1, %zmm3, %k2
	vpcmpgtd	%zmm2, %zmm3, %k3
	kunpckwd	%k2, %k3, %k2
	decl	%ecx
	cmpl	%r8d, %ecx
	cmovgl	%r10d, %r9d
	kmovd	%r9d, %k3
	kandd	%k3, %k2, %k2
	kandd	%k2, %k1, %k1
	kandd	%k1, %k0, %k1
	kortestd	%k1, %k1
	je	.LBB0_1
	kmovd	%k1, %ebx
	leal	-1(%r8), %ecx
	imull	%edx, %ecx
	movslq	%ecx, %rcx
	addq	%rcx, %rdi
	movl	%eax, %r11d
	andl	$2147483647, %r11d
	leaq	(%rdi,%r11), %rcx
	movslq	%edx, %r9
	leaq	(%rcx,%r9), %r10
	addq	%r10, %r9
	cmpl	$-1, %ebx
	je	.LBB0_5
	addq	%r11, %rdi
	incq	%rdi
	vpbroadcastq	%rdi, %zmm6
	vpmovsxbq	.LCPI0_8(%rip), %zmm2
	vpmovsxbq	.LCPI0_9(%rip), %zmm1
	vpmovsxbq	.LCPI0_10(%rip), %zmm5
	vpmovsxbq	.LCPI0_11(%rip), %zmm3
	leaq	1024(%rsp), %rdi
	vpbroadcastq	%rdi, %zmm7
	kshiftrd	$16, %k1, %k4
	kshiftrw	$8, %k4, %k3
	vmovdqa64	%zmm7, %zmm4
	vpaddq	%zmm3, %zmm6, %zmm4 {%k3}
	vmovdqa64	%zmm7, %zmm8
	vpaddq	%zmm5, %zmm6, %zmm8 {%k4}
	kshiftrw	$8, %k1, %k2
	vmovq	%xmm8, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm9
	vpextrq	$1, %xmm8, %rdi
	vpinsrb	$1, (%rdi), %xmm9, %xmm9
	vextracti128	$1, %ymm8, %xmm10
	vmovq	%xmm10, %rdi
	vpinsrb	$2, (%rdi), %xmm9, %xmm9
	vpextrq	$1, %xmm10, %rdi
	vpinsrb	$3, (%rdi), %xmm9, %xmm9
	vextracti32x4	$2, %zmm8, %xmm10
	vmovq	%xmm10, %rdi
	vpinsrb	$4, (%rdi), %xmm9, %xmm9
	vpextrq	$1, %xmm10, %rdi
	vpinsrb	$5, (%rdi), %xmm9, %xmm9
	vextracti32x4	$3, %zmm8, %xmm8
	vmovq	%xmm8, %rdi
	vpinsrb	$6, (%rdi), %xmm9, %xmm9
	vpextrq	$1, %xmm8, %rdi
	vpinsrb	$7, (%rdi), %xmm9, %xmm8
	vmovdqa64	%zmm7, %zmm9
	vmovq	%xmm4, %rdi
	vpinsrb	$8, (%rdi), %xmm8, %xmm8
	vpextrq	$1, %xmm4, %rdi
	vpinsrb	$9, (%rdi), %xmm8, %xmm8
	vextracti128	$1, %ymm4, %xmm10
	vmovq	%xmm10, %rdi
	vpinsrb	$10, (%rdi), %xmm8, %xmm8
	vpextrq	$1, %xmm10, %rdi
	vpinsrb	$11, (%rdi), %xmm8, %xmm8
	vextracti32x4	$2, %zmm4, %xmm10
	vmovq	%xmm10, %rdi
	vpinsrb	$12, (%rdi), %xmm8, %xmm8
	vpextrq	$1, %xmm10, %rdi
	vpinsrb	$13, (%rdi), %xmm8, %xmm8
	vextracti32x4	$3, %zmm4, %xmm4
	vmovq	%xmm4, %rdi
	vpinsrb	$14, (%rdi), %xmm8, %xmm8
	vpextrq	$1, %xmm4, %rdi
	vpinsrb	$15, (%rdi), %xmm8, %xmm4
	vpaddq	%zmm2, %zmm6, %zmm7 {%k1}
	vmovq	%xmm7, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm8
	vpextrq	$1, %xmm7, %rdi
	vpinsrb	$1, (%rdi), %xmm8, %xmm8
	vextracti128	$1, %ymm7, %xmm10
	vmovq	%xmm10, %rdi
	vpinsrb	$2, (%rdi), %xmm8, %xmm8
	vpextrq	$1, %xmm10, %rdi
	vpinsrb	$3, (%rdi), %xmm8, %xmm8
	vextracti32x4	$2, %zmm7, %xmm10
	vmovq	%xmm10, %rdi
	vpinsrb	$4, (%rdi), %xmm8, %xmm8
	vpextrq	$1, %xmm10, %rdi
	vpinsrb	$5, (%rdi), %xmm8, %xmm8
	vextracti32x4	$3, %zmm7, %xmm7
	vmovq	%xmm7, %rdi
	vpinsrb	$6, (%rdi), %xmm8, %xmm8
	vpextrq	$1, %xmm7, %rdi
	vpinsrb	$7, (%rdi), %xmm8, %xmm7
	vpaddq	%zmm1, %zmm6, %zmm9 {%k2}
	vmovq	%xmm9, %rdi
	vpinsrb	$8, (%rdi), %xmm7, %xmm6
	vpextrq	$1, %xmm9, %rdi
	vpinsrb	$9, (%rdi), %xmm6, %xmm6
	vextracti128	$1, %ymm9, %xmm7
	vmovq	%xmm7, %rdi
	vpinsrb	$10, (%rdi), %xmm6, %xmm6
	vpextrq	$1, %xmm7, %rdi
	vpinsrb	$11, (%rdi), %xmm6, %xmm6
	vextracti32x4	$2, %zmm9, %xmm7
	vmovq	%xmm7, %rdi
	vpinsrb	$12, (%rdi), %xmm6, %xmm6
	vpextrq	$1, %xmm7, %rdi
	vpinsrb	$13, (%rdi), %xmm6, %xmm6
	vextracti32x4	$3, %zmm9, %xmm7
	vmovq	%xmm7, %rdi
	vpinsrb	$14, (%rdi), %xmm6, %xmm6
	vpextrq	$1, %xmm7, %rdi
	vpinsrb	$15, (%rdi), %xmm6, %xmm6
	leaq	1(%r10), %rdi
	vpbroadcastq	%rdi, %zmm9
	leaq	896(%rsp), %rdi
	vpbroadcastq	%rdi, %zmm11
	vmovdqa64	%zmm11, %zmm8
	vmovdqa64	%zmm11, %zmm10
	vmovdqa64	%zmm11, %zmm7
	vpaddq	%zmm2, %zmm9, %zmm11 {%k1}
	vmovq	%xmm11, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm12
	vpextrq	$1, %xmm11, %rdi
	movzbl	(%rdi), %edi
	vextracti128	$1, %ymm11, %xmm13
	vpinsrb	$1, %edi, %xmm12, %xmm12
	vmovq	%xmm13, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$2, %edi, %xmm12, %xmm12
	vpextrq	$1, %xmm13, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm11, %xmm13
	vpinsrb	$3, %edi, %xmm12, %xmm12
	vmovq	%xmm13, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$4, %edi, %xmm12, %xmm12
	vpextrq	$1, %xmm13, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm11, %xmm11
	vpinsrb	$5, %edi, %xmm12, %xmm12
	vmovq	%xmm11, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$6, %edi, %xmm12, %xmm12
	vpextrq	$1, %xmm11, %rdi
	vpaddq	%zmm1, %zmm9, %zmm7 {%k2}
	movzbl	(%rdi), %edi
	vpinsrb	$7, %edi, %xmm12, %xmm11
	vmovq	%xmm7, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$8, %edi, %xmm11, %xmm11
	vpextrq	$1, %xmm7, %rdi
	movzbl	(%rdi), %edi
	vextracti128	$1, %ymm7, %xmm12
	vpinsrb	$9, %edi, %xmm11, %xmm11
	vmovq	%xmm12, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$10, %edi, %xmm11, %xmm11
	vpextrq	$1, %xmm12, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm7, %xmm12
	vpinsrb	$11, %edi, %xmm11, %xmm11
	vmovq	%xmm12, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$12, %edi, %xmm11, %xmm11
	vpextrq	$1, %xmm12, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm7, %xmm7
	vpinsrb	$13, %edi, %xmm11, %xmm11
	vmovq	%xmm7, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$14, %edi, %xmm11, %xmm11
	vpextrq	$1, %xmm7, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$15, %edi, %xmm11, %xmm7
	vpaddq	%zmm5, %zmm9, %zmm10 {%k4}
	vmovq	%xmm10, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm11
	vpextrq	$1, %xmm10, %rdi
	movzbl	(%rdi), %edi
	vextracti128	$1, %ymm10, %xmm12
	vpinsrb	$1, %edi, %xmm11, %xmm11
	vmovq	%xmm12, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$2, %edi, %xmm11, %xmm11
	vpextrq	$1, %xmm12, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm10, %xmm12
	vpinsrb	$3, %edi, %xmm11, %xmm11
	vmovq	%xmm12, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$4, %edi, %xmm11, %xmm11
	vpextrq	$1, %xmm12, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm10, %xmm10
	vpinsrb	$5, %edi, %xmm11, %xmm11
	vmovq	%xmm10, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$6, %edi, %xmm11, %xmm11
	vpextrq	$1, %xmm10, %rdi
	vpaddq	%zmm3, %zmm9, %zmm8 {%k3}
	movzbl	(%rdi), %edi
	vpinsrb	$7, %edi, %xmm11, %xmm9
	vmovq	%xmm8, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$8, %edi, %xmm9, %xmm9
	vpextrq	$1, %xmm8, %rdi
	movzbl	(%rdi), %edi
	vextracti128	$1, %ymm8, %xmm10
	vpinsrb	$9, %edi, %xmm9, %xmm9
	vmovq	%xmm10, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$10, %edi, %xmm9, %xmm9
	vpextrq	$1, %xmm10, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm8, %xmm10
	vpinsrb	$11, %edi, %xmm9, %xmm9
	vmovq	%xmm10, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$12, %edi, %xmm9, %xmm9
	vpextrq	$1, %xmm10, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm8, %xmm8
	vpinsrb	$13, %edi, %xmm9, %xmm9
	vmovq	%xmm8, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$14, %edi, %xmm9, %xmm9
	vpextrq	$1, %xmm8, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$15, %edi, %xmm9, %xmm8
	leaq	1(%r9), %rdi
	vpbroadcastq	%rdi, %zmm11
	leaq	768(%rsp), %rdi
	vpbroadcastq	%rdi, %zmm13
	vmovdqa64	%zmm13, %zmm10
	vmovdqa64	%zmm13, %zmm12
	vmovdqa64	%zmm13, %zmm9
	vpaddq	%zmm2, %zmm11, %zmm13 {%k1}
	vmovq	%xmm13, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm14
	vpextrq	$1, %xmm13, %rdi
	vpinsrb	$1, (%rdi), %xmm14, %xmm14
	vextracti128	$1, %ymm13, %xmm15
	vmovq	%xmm15, %rdi
	vpinsrb	$2, (%rdi), %xmm14, %xmm14
	vpextrq	$1, %xmm15, %rdi
	vpinsrb	$3, (%rdi), %xmm14, %xmm14
	vextracti32x4	$2, %zmm13, %xmm15
	vmovq	%xmm15, %rdi
	vpinsrb	$4, (%rdi), %xmm14, %xmm14
	vpextrq	$1, %xmm15, %rdi
	vpinsrb	$5, (%rdi), %xmm14, %xmm14
	vextracti32x4	$3, %zmm13, %xmm13
	vmovq	%xmm13, %rdi
	vpinsrb	$6, (%rdi), %xmm14, %xmm14
	vpextrq	$1, %xmm13, %rdi
	vpinsrb	$7, (%rdi), %xmm14, %xmm13
	vpaddq	%zmm1, %zmm11, %zmm9 {%k2}
	vmovq	%xmm9, %rdi
	vpinsrb	$8, (%rdi), %xmm13, %xmm13
	vpextrq	$1, %xmm9, %rdi
	vpinsrb	$9, (%rdi), %xmm13, %xmm13
	vextracti128	$1, %ymm9, %xmm14
	vmovq	%xmm14, %rdi
	vpinsrb	$10, (%rdi), %xmm13, %xmm13
	vpextrq	$1, %xmm14, %rdi
	vpinsrb	$11, (%rdi), %xmm13, %xmm13
	vextracti32x4	$2, %zmm9, %xmm14
	vmovq	%xmm14, %rdi
	vpinsrb	$12, (%rdi), %xmm13, %xmm13
	vpextrq	$1, %xmm14, %rdi
	vpinsrb	$13, (%rdi), %xmm13, %xmm13
	vextracti32x4	$3, %zmm9, %xmm9
	vmovq	%xmm9, %rdi
	vpinsrb	$14, (%rdi), %xmm13, %xmm13
	vpextrq	$1, %xmm9, %rdi
	vpinsrb	$15, (%rdi), %xmm13, %xmm9
	vpaddq	%zmm5, %zmm11, %zmm12 {%k4}
	vmovq	%xmm12, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm13
	vpextrq	$1, %xmm12, %rdi
	vpinsrb	$1, (%rdi), %xmm13, %xmm13
	vextracti128	$1, %ymm12, %xmm14
	vmovq	%xmm14, %rdi
	vpinsrb	$2, (%rdi), %xmm13, %xmm13
	vpextrq	$1, %xmm14, %rdi
	vpinsrb	$3, (%rdi), %xmm13, %xmm13
	vextracti32x4	$2, %zmm12, %xmm14
	vmovq	%xmm14, %rdi
	vpinsrb	$4, (%rdi), %xmm13, %xmm13
	vpextrq	$1, %xmm14, %rdi
	vpinsrb	$5, (%rdi), %xmm13, %xmm13
	vextracti32x4	$3, %zmm12, %xmm12
	vmovq	%xmm12, %rdi
	vpinsrb	$6, (%rdi), %xmm13, %xmm13
	vpextrq	$1, %xmm12, %rdi
	vpinsrb	$7, (%rdi), %xmm13, %xmm12
	vpaddq	%zmm3, %zmm11, %zmm10 {%k3}
	vmovq	%xmm10, %rdi
	vpinsrb	$8, (%rdi), %xmm12, %xmm11
	vpextrq	$1, %xmm10, %rdi
	vpinsrb	$9, (%rdi), %xmm11, %xmm11
	vextracti128	$1, %ymm10, %xmm12
	vmovq	%xmm12, %rdi
	vpinsrb	$10, (%rdi), %xmm11, %xmm11
	vpextrq	$1, %xmm12, %rdi
	vpinsrb	$11, (%rdi), %xmm11, %xmm11
	vextracti32x4	$2, %zmm10, %xmm12
	vmovq	%xmm12, %rdi
	vpinsrb	$12, (%rdi), %xmm11, %xmm11
	vpextrq	$1, %xmm12, %rdi
	vpinsrb	$13, (%rdi), %xmm11, %xmm11
	vextracti32x4	$3, %zmm10, %xmm10
	vmovq	%xmm10, %rdi
	vpinsrb	$14, (%rdi), %xmm11, %xmm11
	vpextrq	$1, %xmm10, %rdi
	vpinsrb	$15, (%rdi), %xmm11, %xmm10
	leaq	-1(%rcx), %rdi
	vpbroadcastq	%rdi, %zmm12
	leaq	640(%rsp), %rdi
	vpbroadcastq	%rdi, %zmm13
	vmovdqa64	%zmm13, %zmm11
	vpaddq	%zmm3, %zmm12, %zmm11 {%k3}
	vmovdqa64	%zmm13, %zmm14
	vpaddq	%zmm5, %zmm12, %zmm14 {%k4}
	vmovq	%xmm14, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm15
	vpextrq	$1, %xmm14, %rdi
	vpinsrb	$1, (%rdi), %xmm15, %xmm15
	vextracti32x4	$1, %ymm14, %xmm16
	vmovq	%xmm16, %rdi
	vpinsrb	$2, (%rdi), %xmm15, %xmm15
	vpextrq	$1, %xmm16, %rdi
	vpinsrb	$3, (%rdi), %xmm15, %xmm15
	vextracti32x4	$2, %zmm14, %xmm16
	vmovq	%xmm16, %rdi
	vpinsrb	$4, (%rdi), %xmm15, %xmm15
	vpextrq	$1, %xmm16, %rdi
	vpinsrb	$5, (%rdi), %xmm15, %xmm15
	vextracti32x4	$3, %zmm14, %xmm14
	vmovq	%xmm14, %rdi
	vpinsrb	$6, (%rdi), %xmm15, %xmm15
	vpextrq	$1, %xmm14, %rdi
	vpinsrb	$7, (%rdi), %xmm15, %xmm14
	vmovdqa64	%zmm13, %zmm15
	vmovq	%xmm11, %rdi
	vpinsrb	$8, (%rdi), %xmm14, %xmm14
	vpextrq	$1, %xmm11, %rdi
	vpinsrb	$9, (%rdi), %xmm14, %xmm14
	vextracti32x4	$1, %ymm11, %xmm16
	vmovq	%xmm16, %rdi
	vpinsrb	$10, (%rdi), %xmm14, %xmm14
	vpextrq	$1, %xmm16, %rdi
	vpinsrb	$11, (%rdi), %xmm14, %xmm14
	vextracti32x4	$2, %zmm11, %xmm16
	vmovq	%xmm16, %rdi
	vpinsrb	$12, (%rdi), %xmm14, %xmm14
	vpextrq	$1, %xmm16, %rdi
	vpinsrb	$13, (%rdi), %xmm14, %xmm14
	vextracti32x4	$3, %zmm11, %xmm11
	vmovq	%xmm11, %rdi
	vpinsrb	$14, (%rdi), %xmm14, %xmm14
	vpextrq	$1, %xmm11, %rdi
	vpinsrb	$15, (%rdi), %xmm14, %xmm11
	vpaddq	%zmm2, %zmm12, %zmm13 {%k1}
	vmovq	%xmm13, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm14
	vpextrq	$1, %xmm13, %rdi
	vpinsrb	$1, (%rdi), %xmm14, %xmm14
	vextracti32x4	$1, %ymm13, %xmm16
	vmovq	%xmm16, %rdi
	vpinsrb	$2, (%rdi), %xmm14, %xmm14
	vpextrq	$1, %xmm16, %rdi
	vpinsrb	$3, (%rdi), %xmm14, %xmm14
	vextracti32x4	$2, %zmm13, %xmm16
	vmovq	%xmm16, %rdi
	vpinsrb	$4, (%rdi), %xmm14, %xmm14
	vpextrq	$1, %xmm16, %rdi
	vpinsrb	$5, (%rdi), %xmm14, %xmm14
	vextracti32x4	$3, %zmm13, %xmm13
	vmovq	%xmm13, %rdi
	vpinsrb	$6, (%rdi), %xmm14, %xmm14
	vpextrq	$1, %xmm13, %rdi
	vpinsrb	$7, (%rdi), %xmm14, %xmm13
	vpaddq	%zmm1, %zmm12, %zmm15 {%k2}
	vmovq	%xmm15, %rdi
	vpinsrb	$8, (%rdi), %xmm13, %xmm12
	vpextrq	$1, %xmm15, %rdi
	vpinsrb	$9, (%rdi), %xmm12, %xmm12
	vextracti128	$1, %ymm15, %xmm13
	vmovq	%xmm13, %rdi
	vpinsrb	$10, (%rdi), %xmm12, %xmm12
	vpextrq	$1, %xmm13, %rdi
	vpinsrb	$11, (%rdi), %xmm12, %xmm12
	vextracti32x4	$2, %zmm15, %xmm13
	vmovq	%xmm13, %rdi
	vpinsrb	$12, (%rdi), %xmm12, %xmm12
	vpextrq	$1, %xmm13, %rdi
	vpinsrb	$13, (%rdi), %xmm12, %xmm12
	vextracti32x4	$3, %zmm15, %xmm13
	vmovq	%xmm13, %rdi
	vpinsrb	$14, (%rdi), %xmm12, %xmm12
	vpextrq	$1, %xmm13, %rdi
	vpinsrb	$15, (%rdi), %xmm12, %xmm12
	decq	%r10
	vpbroadcastq	%r10, %zmm15
	leaq	512(%rsp), %rdi
	vpbroadcastq	%rdi, %zmm17
	vmovdqa64	%zmm17, %zmm14
	vmovdqa64	%zmm17, %zmm16
	vmovdqa64	%zmm17, %zmm13
	vpaddq	%zmm2, %zmm15, %zmm17 {%k1}
	vmovq	%xmm17, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm18
	vpextrq	$1, %xmm17, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$1, %ymm17, %xmm19
	vpinsrb	$1, %edi, %xmm18, %xmm18
	vmovq	%xmm19, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$2, %edi, %xmm18, %xmm18
	vpextrq	$1, %xmm19, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm17, %xmm19
	vpinsrb	$3, %edi, %xmm18, %xmm18
	vmovq	%xmm19, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$4, %edi, %xmm18, %xmm18
	vpextrq	$1, %xmm19, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm17, %xmm17
	vpinsrb	$5, %edi, %xmm18, %xmm18
	vmovq	%xmm17, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$6, %edi, %xmm18, %xmm18
	vpextrq	$1, %xmm17, %rdi
	vpaddq	%zmm1, %zmm15, %zmm13 {%k2}
	movzbl	(%rdi), %edi
	vpinsrb	$7, %edi, %xmm18, %xmm17
	vmovq	%xmm13, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$8, %edi, %xmm17, %xmm17
	vpextrq	$1, %xmm13, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$1, %ymm13, %xmm18
	vpinsrb	$9, %edi, %xmm17, %xmm17
	vmovq	%xmm18, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$10, %edi, %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm13, %xmm18
	vpinsrb	$11, %edi, %xmm17, %xmm17
	vmovq	%xmm18, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$12, %edi, %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm13, %xmm13
	vpinsrb	$13, %edi, %xmm17, %xmm17
	vmovq	%xmm13, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$14, %edi, %xmm17, %xmm17
	vpextrq	$1, %xmm13, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$15, %edi, %xmm17, %xmm13
	vpaddq	%zmm5, %zmm15, %zmm16 {%k4}
	vmovq	%xmm16, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm17
	vpextrq	$1, %xmm16, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$1, %ymm16, %xmm18
	vpinsrb	$1, %edi, %xmm17, %xmm17
	vmovq	%xmm18, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$2, %edi, %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm16, %xmm18
	vpinsrb	$3, %edi, %xmm17, %xmm17
	vmovq	%xmm18, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$4, %edi, %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm16, %xmm16
	vpinsrb	$5, %edi, %xmm17, %xmm17
	vmovq	%xmm16, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$6, %edi, %xmm17, %xmm17
	vpextrq	$1, %xmm16, %rdi
	vpaddq	%zmm3, %zmm15, %zmm14 {%k3}
	movzbl	(%rdi), %edi
	vpinsrb	$7, %edi, %xmm17, %xmm15
	vmovq	%xmm14, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$8, %edi, %xmm15, %xmm15
	vpextrq	$1, %xmm14, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$1, %ymm14, %xmm16
	vpinsrb	$9, %edi, %xmm15, %xmm15
	vmovq	%xmm16, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$10, %edi, %xmm15, %xmm15
	vpextrq	$1, %xmm16, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm14, %xmm16
	vpinsrb	$11, %edi, %xmm15, %xmm15
	vmovq	%xmm16, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$12, %edi, %xmm15, %xmm15
	vpextrq	$1, %xmm16, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm14, %xmm14
	vpinsrb	$13, %edi, %xmm15, %xmm15
	vmovq	%xmm14, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$14, %edi, %xmm15, %xmm15
	vpextrq	$1, %xmm14, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$15, %edi, %xmm15, %xmm14
	leaq	-1(%r9), %rdi
	vpbroadcastq	%rdi, %zmm17
	leaq	384(%rsp), %rdi
	vpbroadcastq	%rdi, %zmm19
	vmovdqa64	%zmm19, %zmm16
	vmovdqa64	%zmm19, %zmm18
	vmovdqa64	%zmm19, %zmm15
	vpaddq	%zmm2, %zmm17, %zmm19 {%k1}
	vmovq	%xmm19, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm20
	vpextrq	$1, %xmm19, %rdi
	vextracti32x4	$1, %ymm19, %xmm21
	vpinsrb	$1, (%rdi), %xmm20, %xmm20
	vmovq	%xmm21, %rdi
	vpinsrb	$2, (%rdi), %xmm20, %xmm20
	vpextrq	$1, %xmm21, %rdi
	vextracti32x4	$2, %zmm19, %xmm21
	vpinsrb	$3, (%rdi), %xmm20, %xmm20
	vmovq	%xmm21, %rdi
	vpinsrb	$4, (%rdi), %xmm20, %xmm20
	vpextrq	$1, %xmm21, %rdi
	vextracti32x4	$3, %zmm19, %xmm19
	vpinsrb	$5, (%rdi), %xmm20, %xmm20
	vmovq	%xmm19, %rdi
	vpinsrb	$6, (%rdi), %xmm20, %xmm20
	vpextrq	$1, %xmm19, %rdi
	vpaddq	%zmm1, %zmm17, %zmm15 {%k2}
	vpinsrb	$7, (%rdi), %xmm20, %xmm19
	vmovq	%xmm15, %rdi
	vpinsrb	$8, (%rdi), %xmm19, %xmm19
	vpextrq	$1, %xmm15, %rdi
	vextracti32x4	$1, %ymm15, %xmm20
	vpinsrb	$9, (%rdi), %xmm19, %xmm19
	vmovq	%xmm20, %rdi
	vpinsrb	$10, (%rdi), %xmm19, %xmm19
	vpextrq	$1, %xmm20, %rdi
	vextracti32x4	$2, %zmm15, %xmm20
	vpinsrb	$11, (%rdi), %xmm19, %xmm19
	vmovq	%xmm20, %rdi
	vpinsrb	$12, (%rdi), %xmm19, %xmm19
	vpextrq	$1, %xmm20, %rdi
	vextracti32x4	$3, %zmm15, %xmm15
	vpinsrb	$13, (%rdi), %xmm19, %xmm19
	vmovq	%xmm15, %rdi
	vpinsrb	$14, (%rdi), %xmm19, %xmm19
	vpextrq	$1, %xmm15, %rdi
	vpaddq	%zmm5, %zmm17, %zmm18 {%k4}
	vpinsrb	$15, (%rdi), %xmm19, %xmm15
	vmovq	%xmm18, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm19
	vpextrq	$1, %xmm18, %rdi
	vextracti32x4	$1, %ymm18, %xmm20
	vpinsrb	$1, (%rdi), %xmm19, %xmm19
	vmovq	%xmm20, %rdi
	vpinsrb	$2, (%rdi), %xmm19, %xmm19
	vpextrq	$1, %xmm20, %rdi
	vextracti32x4	$2, %zmm18, %xmm20
	vpinsrb	$3, (%rdi), %xmm19, %xmm19
	vmovq	%xmm20, %rdi
	vpinsrb	$4, (%rdi), %xmm19, %xmm19
	vpextrq	$1, %xmm20, %rdi
	vextracti32x4	$3, %zmm18, %xmm18
	vpinsrb	$5, (%rdi), %xmm19, %xmm19
	vmovq	%xmm18, %rdi
	vpinsrb	$6, (%rdi), %xmm19, %xmm19
	vpextrq	$1, %xmm18, %rdi
	vpaddq	%zmm3, %zmm17, %zmm16 {%k3}
	vpinsrb	$7, (%rdi), %xmm19, %xmm17
	vmovq	%xmm16, %rdi
	vpinsrb	$8, (%rdi), %xmm17, %xmm17
	vpextrq	$1, %xmm16, %rdi
	vextracti32x4	$1, %ymm16, %xmm18
	vpinsrb	$9, (%rdi), %xmm17, %xmm17
	vmovq	%xmm18, %rdi
	vpinsrb	$10, (%rdi), %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rdi
	vextracti32x4	$2, %zmm16, %xmm18
	vpinsrb	$11, (%rdi), %xmm17, %xmm17
	vmovq	%xmm18, %rdi
	vpinsrb	$12, (%rdi), %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rdi
	vextracti32x4	$3, %zmm16, %xmm16
	vpinsrb	$13, (%rdi), %xmm17, %xmm17
	vmovq	%xmm16, %rdi
	vpinsrb	$14, (%rdi), %xmm17, %xmm17
	vpextrq	$1, %xmm16, %rdi
	vpinsrb	$15, (%rdi), %xmm17, %xmm16
	vpbroadcastq	%r9, %zmm18
	leaq	256(%rsp), %rdi
	vpbroadcastq	%rdi, %zmm19
	vmovdqa64	%zmm19, %zmm17
	vmovdqa64	%zmm19, %zmm20
	vpaddq	%zmm5, %zmm18, %zmm20 {%k4}
	vmovq	%xmm20, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm21
	vpextrq	$1, %xmm20, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$1, %ymm20, %xmm22
	vpinsrb	$1, %edi, %xmm21, %xmm21
	vmovq	%xmm22, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$2, %edi, %xmm21, %xmm21
	vpextrq	$1, %xmm22, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm20, %xmm22
	vpinsrb	$3, %edi, %xmm21, %xmm21
	vmovq	%xmm22, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$4, %edi, %xmm21, %xmm21
	vpextrq	$1, %xmm22, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm20, %xmm20
	vpinsrb	$5, %edi, %xmm21, %xmm21
	vmovq	%xmm20, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$6, %edi, %xmm21, %xmm21
	vpextrq	$1, %xmm20, %rdi
	vpaddq	%zmm3, %zmm18, %zmm17 {%k3}
	movzbl	(%rdi), %edi
	vpinsrb	$7, %edi, %xmm21, %xmm20
	vmovq	%xmm17, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$8, %edi, %xmm20, %xmm20
	vpextrq	$1, %xmm17, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$1, %ymm17, %xmm21
	vpinsrb	$9, %edi, %xmm20, %xmm20
	vmovq	%xmm21, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$10, %edi, %xmm20, %xmm20
	vpextrq	$1, %xmm21, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm17, %xmm21
	vpinsrb	$11, %edi, %xmm20, %xmm20
	vmovq	%xmm21, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$12, %edi, %xmm20, %xmm20
	vpextrq	$1, %xmm21, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm17, %xmm17
	vpinsrb	$13, %edi, %xmm20, %xmm20
	vmovq	%xmm17, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$14, %edi, %xmm20, %xmm21
	vpextrq	$1, %xmm17, %rdi
	vmovdqa64	%zmm19, %zmm20
	movzbl	(%rdi), %edi
	vpinsrb	$15, %edi, %xmm21, %xmm17
	vpaddq	%zmm2, %zmm18, %zmm19 {%k1}
	vmovq	%xmm19, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm21
	vpextrq	$1, %xmm19, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$1, %ymm19, %xmm22
	vpinsrb	$1, %edi, %xmm21, %xmm21
	vmovq	%xmm22, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$2, %edi, %xmm21, %xmm21
	vpextrq	$1, %xmm22, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm19, %xmm22
	vpinsrb	$3, %edi, %xmm21, %xmm21
	vmovq	%xmm22, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$4, %edi, %xmm21, %xmm21
	vpextrq	$1, %xmm22, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm19, %xmm19
	vpinsrb	$5, %edi, %xmm21, %xmm21
	vmovq	%xmm19, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$6, %edi, %xmm21, %xmm21
	vpextrq	$1, %xmm19, %rdi
	vpaddq	%zmm1, %zmm18, %zmm20 {%k2}
	movzbl	(%rdi), %edi
	vpinsrb	$7, %edi, %xmm21, %xmm18
	vmovq	%xmm20, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$8, %edi, %xmm18, %xmm18
	vpextrq	$1, %xmm20, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$1, %ymm20, %xmm19
	vpinsrb	$9, %edi, %xmm18, %xmm18
	vmovq	%xmm19, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$10, %edi, %xmm18, %xmm18
	vpextrq	$1, %xmm19, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm20, %xmm19
	vpinsrb	$11, %edi, %xmm18, %xmm18
	vmovq	%xmm19, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$12, %edi, %xmm18, %xmm18
	vpextrq	$1, %xmm19, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm20, %xmm19
	vpinsrb	$13, %edi, %xmm18, %xmm18
	vmovq	%xmm19, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$14, %edi, %xmm18, %xmm18
	vpextrq	$1, %xmm19, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$15, %edi, %xmm18, %xmm18
	vpbroadcastq	%rcx, %zmm19
	leaq	128(%rsp), %rcx
	vpbroadcastq	%rcx, %zmm20
	vmovdqa64	%zmm20, %zmm21
	vpaddq	%zmm5, %zmm19, %zmm21 {%k4}
	vmovq	%xmm21, %rcx
	movzbl	(%rcx), %ecx
	vmovd	%ecx, %xmm5
	vpextrq	$1, %xmm21, %rcx
	vpinsrb	$1, (%rcx), %xmm5, %xmm5
	vextracti32x4	$1, %ymm21, %xmm22
	vmovq	%xmm22, %rcx
	vpinsrb	$2, (%rcx), %xmm5, %xmm5
	vpextrq	$1, %xmm22, %rcx
	vpinsrb	$3, (%rcx), %xmm5, %xmm5
	vextracti32x4	$2, %zmm21, %xmm22
	vmovq	%xmm22, %rcx
	vpinsrb	$4, (%rcx), %xmm5, %xmm5
	vpextrq	$1, %xmm22, %rcx
	vpinsrb	$5, (%rcx), %xmm5, %xmm5
	vextracti32x4	$3, %zmm21, %xmm21
	vmovq	%xmm21, %rcx
	vpinsrb	$6, (%rcx), %xmm5, %xmm5
	vpextrq	$1, %xmm21, %rcx
	vmovdqa64	%zmm20, %zmm21
	vpaddq	%zmm3, %zmm19, %zmm21 {%k3}
	vpinsrb	$7, (%rcx), %xmm5, %xmm3
	vmovq	%xmm21, %rcx
	vpinsrb	$8, (%rcx), %xmm3, %xmm3
	vpextrq	$1, %xmm21, %rcx
	vextracti32x4	$1, %ymm21, %xmm5
	vpinsrb	$9, (%rcx), %xmm3, %xmm3
	vmovq	%xmm5, %rcx
	vpinsrb	$10, (%rcx), %xmm3, %xmm3
	vpextrq	$1, %xmm5, %rcx
	vextracti32x4	$2, %zmm21, %xmm5
	vpinsrb	$11, (%rcx), %xmm3, %xmm3
	vmovq	%xmm5, %rcx
	vpinsrb	$12, (%rcx), %xmm3, %xmm3
	vpextrq	$1, %xmm5, %rcx
	vmovdqa64	%zmm20, %zmm22
	vpinsrb	$13, (%rcx), %xmm3, %xmm3
	vextracti32x4	$3, %zmm21, %xmm5
	vmovq	%xmm5, %rcx
	vpinsrb	$14, (%rcx), %xmm3, %xmm3
	vpextrq	$1, %xmm5, %rcx
	vpinsrb	$15, (%rcx), %xmm3, %xmm5
	vpaddq	%zmm2, %zmm19, %zmm20 {%k1}
	vmovq	%xmm20, %rcx
	movzbl	(%rcx), %ecx
	vmovd	%ecx, %xmm2
	vpextrq	$1, %xmm20, %rcx
	vpinsrb	$1, (%rcx), %xmm2, %xmm2
	vextracti32x4	$1, %ymm20, %xmm3
	vmovq	%xmm3, %rcx
	vpinsrb	$2, (%rcx), %xmm2, %xmm2
	vpextrq	$1, %xmm3, %rcx
	vpinsrb	$3, (%rcx), %xmm2, %xmm2
	vextracti32x4	$2, %zmm20, %xmm3
	vmovq	%xmm3, %rcx
	vpinsrb	$4, (%rcx), %xmm2, %xmm2
	vpextrq	$1, %xmm3, %rcx
	vpinsrb	$5, (%rcx), %xmm2, %xmm2
	vextracti32x4	$3, %zmm20, %xmm3
	vmovq	%xmm3, %rcx
	vpinsrb	$6, (%rcx), %xmm2, %xmm2
	vpextrq	$1, %xmm3, %rcx
	vpinsrb	$7, (%rcx), %xmm2, %xmm2
	vpaddq	%zmm1, %zmm19, %zmm22 {%k2}
	vmovq	%xmm22, %rcx
	vpinsrb	$8, (%rcx), %xmm2, %xmm1
	vpextrq	$1, %xmm22, %rcx
	vpinsrb	$9, (%rcx), %xmm1, %xmm1
	vextracti32x4	$1, %ymm22, %xmm2
	vmovq	%xmm2, %rcx
	vpinsrb	$10, (%rcx), %xmm1, %xmm1
	vpextrq	$1, %xmm2, %rcx
	vpinsrb	$11, (%rcx), %xmm1, %xmm1
	vextracti32x4	$2, %zmm22, %xmm2
	vmovq	%xmm2, %rcx
	vpinsrb	$12, (%rcx), %xmm1, %xmm1
	vpextrq	$1, %xmm2, %rcx
	vpinsrb	$13, (%rcx), %xmm1, %xmm1
	vextracti32x4	$3, %zmm22, %xmm2
	vmovq	%xmm2, %rcx
	vpinsrb	$14, (%rcx), %xmm1, %xmm1
	vpextrq	$1, %xmm2, %rcx
	vpinsrb	$15, (%rcx), %xmm1, %xmm19
	vpmovzxbd	%xmm4, %zmm2
	vpmovzxbd	%xmm6, %zmm1
	vpmovzxbd	%xmm7, %zmm3
	vpmovzxbd	%xmm8, %zmm4
	vpaddd	%zmm4, %zmm4, %zmm4
	vpaddd	%zmm3, %zmm3, %zmm3
	vpaddd	%zmm1, %zmm3, %zmm3
	vpaddd	%zmm2, %zmm4, %zmm4
	vpmovzxbd	%xmm9, %zmm8
	vpmovzxbd	%xmm10, %zmm10
	vpaddd	%zmm10, %zmm4, %zmm6
	vpaddd	%zmm8, %zmm3, %zmm9
	vpmovzxbd	%xmm11, %zmm4
	vpmovzxbd	%xmm12, %zmm3
	vpmovzxbd	%xmm13, %zmm7
	vpmovzxbd	%xmm14, %zmm11
	vpaddd	%zmm11, %zmm11, %zmm11
	vpaddd	%zmm7, %zmm7, %zmm7
	vpaddd	%zmm3, %zmm7, %zmm12
	vpaddd	%zmm4, %zmm11, %zmm7
	vpmovzxbd	%xmm15, %zmm11
	vpmovzxbd	%xmm16, %zmm13
	vpaddd	%zmm13, %zmm7, %zmm7
	vpsubd	%zmm7, %zmm6, %zmm7
	vpaddd	%zmm11, %zmm12, %zmm6
	vpsubd	%zmm6, %zmm9, %zmm6
	vpmovzxbd	%xmm17, %zmm9
	vpmovzxbd	%xmm18, %zmm12
	vpaddd	%zmm12, %zmm12, %zmm12
	vpaddd	%zmm9, %zmm9, %zmm9
	vpaddd	%zmm13, %zmm9, %zmm13
	vpaddd	%zmm11, %zmm12, %zmm9
	vpaddd	%zmm8, %zmm9, %zmm9
	vpaddd	%zmm10, %zmm13, %zmm8
	vinserti32x4	$1, %xmm5, %ymm19, %ymm5
	jmp	.LBB0_7
.LBB0_1:
	vpxor	%xmm1, %xmm1, %xmm1
	jmp	.LBB0_2
.LBB0_5:
	vpmovzxbd	1(%rcx), %zmm1
	vpmovzxbd	17(%rcx), %zmm2
	vpmovzxbd	17(%r10), %zmm3
	vpmovzxbd	1(%r10), %zmm4
	vpaddd	%zmm4, %zmm4, %zmm4
	vpaddd	%zmm3, %zmm3, %zmm3
	vpaddd	%zmm2, %zmm3, %zmm5
	vpmovzxbd	17(%r9), %zmm8
	vpaddd	%zmm1, %zmm4, %zmm3
	vpmovzxbd	1(%r9), %zmm9
	vpaddd	%zmm9, %zmm3, %zmm6
	vpmovzxbd	-1(%rcx), %zmm3
	vpmovzxbd	15(%rcx), %zmm4
	vpmovzxbd	15(%r10), %zmm7
	vpmovzxbd	-1(%r10), %zmm10
	vpaddd	%zmm8, %zmm5, %zmm5
	vpaddd	%zmm10, %zmm10, %zmm10
	vpaddd	%zmm7, %zmm7, %zmm7
	vpaddd	%zmm4, %zmm7, %zmm7
	vpmovzxbd	15(%r9), %zmm11
	vpmovzxbd	-1(%r9), %zmm12
	vpaddd	%zmm3, %zmm10, %zmm10
	vpaddd	%zmm12, %zmm10, %zmm10
	vpsubd	%zmm10, %zmm6, %zmm6
	vpaddd	%zmm11, %zmm7, %zmm7
	vpmovzxbd	(%r9), %zmm10
	vpmovzxbd	16(%r9), %zmm13
	vpsubd	%zmm7, %zmm5, %zmm7
	vpaddd	%zmm13, %zmm13, %zmm5
	vpaddd	%zmm10, %zmm10, %zmm10
	vpaddd	%zmm8, %zmm11, %zmm8
	vpaddd	%zmm8, %zmm5, %zmm8
	vpaddd	%zmm9, %zmm12, %zmm5
	vpaddd	%zmm5, %zmm10, %zmm9
	vmovdqu	(%rcx), %ymm5
.LBB0_7:
	vpaddd	%zmm2, %zmm4, %zmm2
	vpaddd	%zmm1, %zmm3, %zmm1
	vextracti128	$1, %ymm5, %xmm3
	vpmovzxbd	%xmm3, %zmm3
	vpmovzxbd	%xmm5, %zmm4
	vpaddd	%zmm4, %zmm4, %zmm4
	vpaddd	%zmm1, %zmm4, %zmm1
	vpsubd	%zmm1, %zmm9, %zmm1
	vpaddd	%zmm3, %zmm3, %zmm3
	vpaddd	%zmm2, %zmm3, %zmm2
	vpsubd	%zmm2, %zmm8, %zmm2
	vpabsd	%zmm6, %zmm3
	vpabsd	%zmm7, %zmm4
	vpabsd	%zmm1, %zmm1
	vpaddd	%zmm1, %zmm3, %zmm1
	vpabsd	%zmm2, %zmm2
	vpaddd	%zmm2, %zmm4, %zmm2
	vpmovusdb	%zmm1, %xmm1
	vpmovusdb	%zmm2, %xmm2
	vinserti128	$1, %xmm2, %ymm1, %ymm1
	vmovdqu8	%ymm1, %ymm1 {%k1} {z}
.LBB0_2:
	vpcmpnleud	.LCPI0_0(%rip), %zmm0, %k2
	vpcmpnleud	.LCPI0_1(%rip), %zmm0, %k1
	kunpckwd	%k2, %k1, %k0
	imull	%edx, %r8d
	addl	%eax, %r8d
	movslq	%r8d, %rax
	addq	%rax, %rsi
	kortestd	%k0, %k0
	jb	.LBB0_3
	vpbroadcastq	%rsi, %zmm2
	movq	%rsp, %rax
	vpbroadcastq	%rax, %zmm4
	vmovdqa64	%zmm4, %zmm0
	vmovdqa64	%zmm4, %zmm3
	vmovdqa64	%zmm4, %zmm5
	vpaddq	.LCPI0_2(%rip), %zmm2, %zmm4 {%k2}
	vmovq	%xmm4, %rax
	vpextrb	$0, %xmm1, (%rax)
	vpextrq	$1, %xmm4, %rax
	vpextrb	$1, %xmm1, (%rax)
	vextracti128	$1, %ymm4, %xmm6
	vmovq	%xmm6, %rax
	vpextrb	$2, %xmm1, (%rax)
	vpextrq	$1, %xmm6, %rax
	vextracti32x4	$2, %zmm4, %xmm6
	vpextrq	$1, %xmm6, %rcx
	vmovq	%xmm6, %rdx
	vpextrb	$3, %xmm1, (%rax)
	vpextrb	$4, %xmm1, (%rdx)
	kshiftrw	$8, %k2, %k2
	vpextrb	$5, %xmm1, (%rcx)
	vextracti32x4	$3, %zmm4, %xmm4
	vmovq	%xmm4, %rax
	vpextrb	$6, %xmm1, (%rax)
	vpaddq	.LCPI0_3(%rip), %zmm2, %zmm5 {%k2}
	vpextrq	$1, %xmm4, %rax
	vpextrb	$7, %xmm1, (%rax)
	vmovq	%xmm5, %rax
	vpextrb	$8, %xmm1, (%rax)
	vpextrq	$1, %xmm5, %rax
	vpextrb	$9, %xmm1, (%rax)
	vextracti128	$1, %ymm5, %xmm4
	vmovq	%xmm4, %rax
	vpextrb	$10, %xmm1, (%rax)
	vpextrq	$1, %xmm4, %rax
	vpextrb	$11, %xmm1, (%rax)
	vextracti32x4	$2, %zmm5, %xmm4
	vmovq	%xmm4, %rax
	vpextrb	$12, %xmm1, (%rax)
	vpextrq	$1, %xmm4, %rax
	vpextrb	$13, %xmm1, (%rax)
	vextracti32x4	$3, %zmm5, %xmm4
	vmovq	%xmm4, %rax
	vpextrb	$14, %xmm1, (%rax)
	vpaddq	.LCPI0_4(%rip), %zmm2, %zmm3 {%k1}
	vpextrq	$1, %xmm4, %rax
	vpextrb	$15, %xmm1, (%rax)
	vextracti128	$1, %ymm1, %xmm1
	vmovq	%xmm3, %rax
	vpextrb	$0, %xmm1, (%rax)
	vpextrq	$1, %xmm3, %rax
	vpextrb	$1, %xmm1, (%rax)
	vextracti128	$1, %ymm3, %xmm4
	vmovq	%xmm4, %rax
	vpextrb	$2, %xmm1, (%rax)
	vpextrq	$1, %xmm4, %rax
	vpextrb	$3, %xmm1, (%rax)
	vextracti32x4	$2, %zmm3, %xmm4
	vmovq	%xmm4, %rax
	vpextrb	$4, %xmm1, (%rax)
	kshiftrw	$8, %k1, %k1
	vpextrq	$1, %xmm4, %rax
	vpextrb	$5, %xmm1, (%rax)
	vextracti32x4	$3, %zmm3, %xmm3
	vmovq	%xmm3, %rax
	vpextrb	$6, %xmm1, (%rax)
	vpaddq	.LCPI0_5(%rip), %zmm2, %zmm0 {%k1}
	vpextrq	$1, %xmm3, %rax
	vpextrb	$7, %xmm1, (%rax)
	vmovq	%xmm0, %rax
	vpextrb	$8, %xmm1, (%rax)
	vpextrq	$1, %xmm0, %rax
	vpextrb	$9, %xmm1, (%rax)
	vextracti128	$1, %ymm0, %xmm2
	vmovq	%xmm2, %rax
	vpextrb	$10, %xmm1, (%rax)
	vpextrq	$1, %xmm2, %rax
	vpextrb	$11, %xmm1, (%rax)
	vextracti32x4	$2, %zmm0, %xmm2
	vmovq	%xmm2, %rax
	vpextrb	$12, %xmm1, (%rax)
	vpextrq	$1, %xmm2, %rax
	vpextrb	$13, %xmm1, (%rax)
	vextracti32x4	$3, %zmm0, %xmm0
	vmovq	%xmm0, %rax
	vpextrb	$14, %xmm1, (%rax)
	vpextrq	$1, %xmm0, %rax
	vpextrb	$15, %xmm1, (%rax)
	jmp	.LBB0_9
.LBB0_3:
	vmovdqu	%ymm1, (%rsi)
.LBB0_9:
	leaq	-8(%rbp), %rsp
	popq	%rbx
	popq	%rbp
	.cfi_def_cfa %rsp, 8
	vzeroupper
	retq
.Lfunc_end0:
	.size	wide_tail, .Lfunc_end0-wide_tail
	.cfi_endproc

	.section	.rodata,"a",@progbits
	.p2align	6, 0x0
.LCPI1_0:
	.long	16
	.long	17
	.long	18
	.long	19
	.long	20
	.long	21
	.long	22
	.long	23
	.long	24
	.long	25
	.long	26
	.long	27
	.long	28
	.long	29
	.long	30
	.long	31
.LCPI1_1:
	.long	0
	.long	1
	.long	2
	.long	3
	.long	4
	.long	5
	.long	6
	.long	7
	.long	8
	.long	9
	.long	10
	.long	11
	.long	12
	.long	13
	.long	14
	.long	15
.LCPI1_2:
	.quad	0
	.quad	1
	.quad	2
	.quad	3
	.quad	4
	.quad	5
	.quad	6
	.quad	7
.LCPI1_3:
	.quad	8
	.quad	9
	.quad	10
	.quad	11
	.quad	12
	.quad	13
	.quad	14
	.quad	15
.LCPI1_4:
	.quad	16
	.quad	17
	.quad	18
	.quad	19
	.quad	20
	.quad	21
	.quad	22
	.quad	23
.LCPI1_5:
	.quad	24
	.quad	25
	.quad	26
	.quad	27
	.quad	28
	.quad	29
	.quad	30
	.quad	31
	.section	.rodata.cst8,"aM",@progbits,8
.LCPI1_6:
	.byte	0
	.byte	1
	.byte	2
	.byte	3
	.byte	4
	.byte	5
	.byte	6
	.byte	7
.LCPI1_7:
	.byte	24
	.byte	25
	.byte	26
	.byte	27
	.byte	28
	.byte	29
	.byte	30
	.byte	31
.LCPI1_8:
	.byte	16
	.byte	17
	.byte	18
	.byte	19
	.byte	20
	.byte	21
	.byte	22
	.byte	23
.LCPI1_9:
	.byte	8
	.byte	9
	.byte	10
	.byte	11
	.byte	12
	.byte	13
	.byte	14
	.byte	15
	.text
	.globl	vg_kernel_entry
	.p2align	4, 0x90
	.type	vg_kernel_entry,@function
vg_kernel_entry:
	.cfi_startproc
	pushq	%rbp
	.cfi_def_cfa_offset 16
	.cfi_offset %rbp, -16
	movq	%rsp, %rbp
	.cfi_def_cfa_register %rbp
	pushq	%r15
	pushq	%r14
	pushq	%r13
	pushq	%r12
	pushq	%rbx
	andq	$-128, %rsp
	subq	$2176, %rsp
	.cfi_offset %rbx, -56
	.cfi_offset %r12, -48
	.cfi_offset %r13, -40
	.cfi_offset %r14, -32
	.cfi_offset %r15, -24
	movq	%r8, 80(%rsp)
	movq	%rdi, 32(%rsp)
	movq	%rcx, 200(%rsp)
	cmpq	%rcx, %rdx
	jae	.LBB1_17
	movq	%rdx, %r8
	movq	(%rsi), %r11
	movq	8(%rsi), %r14
	movslq	16(%rsi), %r15
	movl	20(%rsi), %eax
	movq	%rax, 72(%rsp)
	movq	32(%rsp), %rcx
	movq	104(%rcx), %rax
	addq	80(%rsp), %rax
	movq	%rax, 240(%rsp)
	movq	48(%rcx), %rax
	movq	%rax, 192(%rsp)
	movq	56(%rcx), %rax
	movq	%rax, 184(%rsp)
	movq	64(%rcx), %rax
	movq	%rax, 176(%rsp)
	movq	72(%rcx), %rsi
	movq	%rdx, %rax
	orq	%rsi, %rax
	shrq	$32, %rax
	movq	80(%rcx), %rdi
	je	.LBB1_2
	movq	%r8, %rax
	xorl	%edx, %edx
	divq	%rsi
	movq	%rdx, 24(%rsp)
	jmp	.LBB1_4
.LBB1_2:
	movl	%r8d, %eax
	xorl	%edx, %edx
	divl	%esi
	movq	%rdx, 24(%rsp)
.LBB1_4:
	movq	%rax, %rcx
	orq	%rdi, %rcx
	shrq	$32, %rcx
	je	.LBB1_5
	xorl	%edx, %edx
	divq	%rdi
	movq	%rdx, %r13
	movq	%rax, %rbx
	jmp	.LBB1_7
.LBB1_5:
	xorl	%edx, %edx
	divl	%edi
	movl	%edx, %r13d
	movl	%eax, %ebx
.LBB1_7:
	movq	32(%rsp), %rax
	movq	(%rax), %rcx
	movq	%rcx, 152(%rsp)
	movq	8(%rax), %rcx
	movq	%rcx, 144(%rsp)
	movq	24(%rax), %rcx
	movq	%rcx, 136(%rsp)
	movq	32(%rax), %rcx
	movq	%rcx, 128(%rsp)
	movq	16(%rax), %rcx
	movq	%rcx, 120(%rsp)
	movq	40(%rax), %rax
	movq	%rax, 112(%rsp)
	leal	-1(%r15), %eax
	movq	72(%rsp), %rcx
	leal	-1(%rcx), %ecx
	movl	%ecx, 68(%rsp)
	leaq	1920(%rsp), %rcx
	vpbroadcastq	%rcx, %zmm19
	leaq	1792(%rsp), %rcx
	vpbroadcastq	%rcx, %zmm20
	leaq	1664(%rsp), %rcx
	vpbroadcastq	%rcx, %zmm21
	leaq	1536(%rsp), %rcx
	vpbroadcastq	%rcx, %zmm22
	leaq	1408(%rsp), %rcx
	vpbroadcastq	%rcx, %zmm23
	leaq	1280(%rsp), %rcx
	vpbroadcastq	%rcx, %zmm24
	leaq	1152(%rsp), %rcx
	vpbroadcastq	%rcx, %zmm25
	leaq	1024(%rsp), %rcx
	vpbroadcastq	%rcx, %zmm26
	vpbroadcastd	%eax, %zmm27
	movl	%r15d, %eax
	movq	%rax, 280(%rsp)
	vpxord	%xmm30, %xmm30, %xmm30
	vpmovsxbq	.LCPI1_6(%rip), %zmm31
	movq	%rsi, 168(%rsp)
	movq	%rdi, 160(%rsp)
	movq	%r15, 232(%rsp)
	vmovdqa64	%zmm19, 960(%rsp)
	vmovdqa64	%zmm20, 896(%rsp)
	vmovdqa64	%zmm21, 832(%rsp)
	vmovdqa64	%zmm22, 768(%rsp)
	vmovdqa64	%zmm23, 704(%rsp)
	vmovdqa64	%zmm24, 640(%rsp)
	vmovdqa64	%zmm25, 576(%rsp)
	vmovdqa64	%zmm26, 512(%rsp)
	vmovdqa64	%zmm27, 448(%rsp)
	jmp	.LBB1_8
	.p2align	4, 0x90
.LBB1_16:
	movq	24(%rsp), %rdx
	incq	%rdx
	xorl	%eax, %eax
	movq	168(%rsp), %rsi
	cmpq	%rsi, %rdx
	sete	%al
	movl	$0, %ecx
	cmoveq	%rcx, %rdx
	movq	%rdx, 24(%rsp)
	addq	%rax, %r13
	xorl	%eax, %eax
	movq	160(%rsp), %rdi
	cmpq	%rdi, %r13
	cmoveq	%rcx, %r13
	sete	%al
	addq	%rax, %rbx
	movq	32(%rsp), %rax
	cmpq	88(%rax), %rbx
	cmoveq	%rcx, %rbx
	movq	208(%rsp), %r8
	incq	%r8
	cmpq	200(%rsp), %r8
	je	.LBB1_17
.LBB1_8:
	movq	%r8, 208(%rsp)
	movq	24(%rsp), %rcx
	movq	192(%rsp), %rax
	imulq	%rax, %rcx
	movq	152(%rsp), %rdx
	subq	%rcx, %rdx
	cmpq	%rax, %rdx
	cmovaeq	%rax, %rdx
	addq	136(%rsp), %rcx
	movq	%rcx, 56(%rsp)
	movq	%r13, %rcx
	movq	184(%rsp), %rax
	imulq	%rax, %rcx
	movq	144(%rsp), %rsi
	subq	%rcx, %rsi
	cmpq	%rax, %rsi
	cmovaeq	%rax, %rsi
	movq	%rbx, %rdi
	movq	176(%rsp), %rax
	imulq	%rax, %rdi
	movq	120(%rsp), %r8
	subq	%rdi, %r8
	cmpq	%rax, %r8
	cmovaeq	%rax, %r8
	addq	112(%rsp), %rdi
	movq	%rdi, 256(%rsp)
	movq	%rdx, %rax
	andq	$-32, %rax
	movq	%rax, 104(%rsp)
	movq	%rdx, 272(%rsp)
	andl	$31, %edx
	cmpq	$1, %rsi
	movq	%rsi, 264(%rsp)
	adcq	$0, %rsi
	movq	%rsi, 288(%rsp)
	cmpq	$1, %r8
	movq	%r8, 248(%rsp)
	adcq	$0, %r8
	movq	%r8, 216(%rsp)
	movq	128(%rsp), %rax
	leaq	(%rcx,%rax), %rsi
	movq	%rsi, 88(%rsp)
	addl	%eax, %ecx
	imull	%r15d, %ecx
	movq	%rcx, 224(%rsp)
	movq	$0, 40(%rsp)
	movq	%rdx, 96(%rsp)
	jmp	.LBB1_9
	.p2align	4, 0x90
.LBB1_15:
	movq	40(%rsp), %rcx
	incq	%rcx
	movq	%rcx, 40(%rsp)
	cmpq	216(%rsp), %rcx
	je	.LBB1_16
.LBB1_9:
	movq	224(%rsp), %rax
	movq	%rax, 48(%rsp)
	xorl	%ecx, %ecx
	jmp	.LBB1_10
	.p2align	4, 0x90
.LBB1_14:
	incq	%r12
	movq	48(%rsp), %rax
	addq	280(%rsp), %rax
	movq	%rax, 48(%rsp)
	cmpq	288(%rsp), %r12
	movq	%r12, %rcx
	je	.LBB1_15
.LBB1_10:
	cmpq	$0, 104(%rsp)
	je	.LBB1_11
	movq	88(%rsp), %rax
	movq	%rcx, %r12
	addl	%ecx, %eax
	testl	%eax, %eax
	movl	$0, %ecx
	movl	$-1, %esi
	cmovgl	%esi, %ecx
	cmpl	%eax, 68(%rsp)
	movl	$0, %edx
	cmovgl	%esi, %edx
	kmovd	%ecx, %k0
	kmovd	%edx, %k1
	decl	%eax
	imull	%r15d, %eax
	movslq	%eax, %rcx
	addq	%r11, %rcx
	movq	56(%rsp), %rax
	movq	48(%rsp), %rdx
	addq	%rax, %rdx
	xorl	%eax, %eax
	jmp	.LBB1_19
	.p2align	4, 0x90
.LBB1_20:
	vpxor	%xmm0, %xmm0, %xmm0
.LBB1_25:
	leal	(%rdx,%rax), %esi
	movslq	%esi, %rsi
	vmovdqu	%ymm0, (%r14,%rsi)
	addq	$32, %rax
	cmpq	104(%rsp), %rax
	jae	.LBB1_12
.LBB1_19:
	movq	56(%rsp), %rsi
	leaq	(%rsi,%rax), %r9
	vpbroadcastd	%r9d, %zmm0
	vpaddd	.LCPI1_0(%rip), %zmm0, %zmm1
	vpaddd	.LCPI1_1(%rip), %zmm0, %zmm0
	vpcmpgtd	%zmm30, %zmm0, %k2
	vpcmpgtd	%zmm30, %zmm1, %k3
	kunpckwd	%k2, %k3, %k2
	kandd	%k0, %k2, %k2
	vpcmpgtd	%zmm0, %zmm27, %k3
	vpcmpgtd	%zmm1, %zmm27, %k4
	kunpckwd	%k3, %k4, %k3
	kandd	%k1, %k3, %k3
	kandd	%k3, %k2, %k2
	kortestd	%k2, %k2
	je	.LBB1_20
	kmovd	%k2, %r10d
	andl	$2147483647, %r9d
	leaq	(%rcx,%r9), %rsi
	leaq	(%rsi,%r15), %r8
	leaq	(%r8,%r15), %rdi
	cmpl	$-1, %r10d
	je	.LBB1_22
	addq	%rcx, %r9
	incq	%r9
	vpbroadcastq	%r9, %zmm2
	kshiftrd	$16, %k2, %k4
	kshiftrw	$8, %k4, %k5
	vmovdqa64	%zmm19, %zmm0
	vpmovsxbq	.LCPI1_7(%rip), %zmm29
	vpaddq	%zmm29, %zmm2, %zmm0 {%k5}
	vmovdqa64	%zmm19, %zmm3
	vpmovsxbq	.LCPI1_8(%rip), %zmm28
	vpaddq	%zmm28, %zmm2, %zmm3 {%k4}
	kshiftrw	$8, %k2, %k3
	vmovdqa64	%zmm19, %zmm1
	vmovq	%xmm3, %r9
	movzbl	(%r9), %r9d
	vmovd	%r9d, %xmm4
	vpextrq	$1, %xmm3, %r9
	vpinsrb	$1, (%r9), %xmm4, %xmm4
	vextracti128	$1, %ymm3, %xmm5
	vmovq	%xmm5, %r9
	vpinsrb	$2, (%r9), %xmm4, %xmm4
	vpextrq	$1, %xmm5, %r9
	vpinsrb	$3, (%r9), %xmm4, %xmm4
	vextracti32x4	$2, %zmm3, %xmm5
	vmovq	%xmm5, %r9
	vpinsrb	$4, (%r9), %xmm4, %xmm4
	vpextrq	$1, %xmm5, %r9
	vpinsrb	$5, (%r9), %xmm4, %xmm4
	vextracti32x4	$3, %zmm3, %xmm3
	vmovq	%xmm3, %r9
	vpinsrb	$6, (%r9), %xmm4, %xmm4
	vpextrq	$1, %xmm3, %r9
	vpinsrb	$7, (%r9), %xmm4, %xmm3
	vmovdqa64	%zmm19, %zmm4
	vmovq	%xmm0, %r9
	vpinsrb	$8, (%r9), %xmm3, %xmm3
	vpextrq	$1, %xmm0, %r9
	vpinsrb	$9, (%r9), %xmm3, %xmm3
	vextracti128	$1, %ymm0, %xmm5
	vmovq	%xmm5, %r9
	vpinsrb	$10, (%r9), %xmm3, %xmm3
	vpextrq	$1, %xmm5, %r9
	vpinsrb	$11, (%r9), %xmm3, %xmm3
	vextracti32x4	$2, %zmm0, %xmm5
	vmovq	%xmm5, %r9
	vpinsrb	$12, (%r9), %xmm3, %xmm3
	vpextrq	$1, %xmm5, %r9
	vpinsrb	$13, (%r9), %xmm3, %xmm3
	vextracti32x4	$3, %zmm0, %xmm0
	vmovq	%xmm0, %r9
	vpinsrb	$14, (%r9), %xmm3, %xmm3
	vpextrq	$1, %xmm0, %r9
	vpinsrb	$15, (%r9), %xmm3, %xmm0
	vmovdqa	%xmm0, 432(%rsp)
	vpaddq	%zmm31, %zmm2, %zmm4 {%k2}
	vmovq	%xmm4, %r9
	movzbl	(%r9), %r9d
	vmovd	%r9d, %xmm3
	vpextrq	$1, %xmm4, %r9
	vpinsrb	$1, (%r9), %xmm3, %xmm3
	vextracti128	$1, %ymm4, %xmm5
	vmovq	%xmm5, %r9
	vpinsrb	$2, (%r9), %xmm3, %xmm3
	vpextrq	$1, %xmm5, %r9
	vpinsrb	$3, (%r9), %xmm3, %xmm3
	vextracti32x4	$2, %zmm4, %xmm5
	vmovq	%xmm5, %r9
	vpinsrb	$4, (%r9), %xmm3, %xmm3
	vpextrq	$1, %xmm5, %r9
	vpinsrb	$5, (%r9), %xmm3, %xmm3
	vextracti32x4	$3, %zmm4, %xmm4
	vmovq	%xmm4, %r9
	vpinsrb	$6, (%r9), %xmm3, %xmm3
	vpextrq	$1, %xmm4, %r9
	vpinsrb	$7, (%r9), %xmm3, %xmm3
	vpmovsxbq	.LCPI1_9(%rip), %zmm0
	vpaddq	%zmm0, %zmm2, %zmm1 {%k3}
	vmovq	%xmm1, %r9
	vpinsrb	$8, (%r9), %xmm3, %xmm2
	vpextrq	$1, %xmm1, %r9
	vpinsrb	$9, (%r9), %xmm2, %xmm2
	vextracti128	$1, %ymm1, %xmm3
	vmovq	%xmm3, %r9
	vpinsrb	$10, (%r9), %xmm2, %xmm2
	vpextrq	$1, %xmm3, %r9
	vpinsrb	$11, (%r9), %xmm2, %xmm2
	vextracti32x4	$2, %zmm1, %xmm3
	vmovq	%xmm3, %r9
	vpinsrb	$12, (%r9), %xmm2, %xmm2
	vpextrq	$1, %xmm3, %r9
	vpinsrb	$13, (%r9), %xmm2, %xmm2
	vextracti32x4	$3, %zmm1, %xmm1
	vmovq	%xmm1, %r9
	vpinsrb	$14, (%r9), %xmm2, %xmm2
	vpextrq	$1, %xmm1, %r9
	vpinsrb	$15, (%r9), %xmm2, %xmm1
	leaq	1(%r8), %r9
	vpbroadcastq	%r9, %zmm4
	vmovdqa64	%zmm20, %zmm3
	vmovdqa64	%zmm20, %zmm5
	vpaddq	%zmm28, %zmm4, %zmm5 {%k4}
	vmovdqa64	%zmm20, %zmm2
	vmovdqa64	%zmm20, %zmm6
	vpaddq	%zmm31, %zmm4, %zmm6 {%k2}
	vmovq	%xmm6, %r9
	movzbl	(%r9), %r9d
	vmovd	%r9d, %xmm7
	vpextrq	$1, %xmm6, %r9
	movzbl	(%r9), %r9d
	vextracti128	$1, %ymm6, %xmm8
	vpinsrb	$1, %r9d, %xmm7, %xmm7
	vmovq	%xmm8, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$2, %r9d, %xmm7, %xmm7
	vpextrq	$1, %xmm8, %r9
	movzbl	(%r9), %r9d
	vextracti32x4	$2, %zmm6, %xmm8
	vpinsrb	$3, %r9d, %xmm7, %xmm7
	vmovq	%xmm8, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$4, %r9d, %xmm7, %xmm7
	vpextrq	$1, %xmm8, %r9
	movzbl	(%r9), %r9d
	vextracti32x4	$3, %zmm6, %xmm6
	vpinsrb	$5, %r9d, %xmm7, %xmm7
	vmovq	%xmm6, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$6, %r9d, %xmm7, %xmm7
	vpextrq	$1, %xmm6, %r9
	vpaddq	%zmm0, %zmm4, %zmm2 {%k3}
	movzbl	(%r9), %r9d
	vpinsrb	$7, %r9d, %xmm7, %xmm6
	vmovq	%xmm2, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$8, %r9d, %xmm6, %xmm6
	vpextrq	$1, %xmm2, %r9
	movzbl	(%r9), %r9d
	vextracti128	$1, %ymm2, %xmm7
	vpinsrb	$9, %r9d, %xmm6, %xmm6
	vmovq	%xmm7, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$10, %r9d, %xmm6, %xmm6
	vpextrq	$1, %xmm7, %r9
	movzbl	(%r9), %r9d
	vextracti32x4	$2, %zmm2, %xmm7
	vpinsrb	$11, %r9d, %xmm6, %xmm6
	vmovq	%xmm7, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$12, %r9d, %xmm6, %xmm6
	vpextrq	$1, %xmm7, %r9
	movzbl	(%r9), %r9d
	vextracti32x4	$3, %zmm2, %xmm2
	vpinsrb	$13, %r9d, %xmm6, %xmm6
	vmovq	%xmm2, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$14, %r9d, %xmm6, %xmm6
	vpextrq	$1, %xmm2, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$15, %r9d, %xmm6, %xmm2
	vmovq	%xmm5, %r9
	movzbl	(%r9), %r9d
	vmovd	%r9d, %xmm6
	vpextrq	$1, %xmm5, %r9
	movzbl	(%r9), %r9d
	vextracti128	$1, %ymm5, %xmm7
	vpinsrb	$1, %r9d, %xmm6, %xmm6
	vmovq	%xmm7, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$2, %r9d, %xmm6, %xmm6
	vpextrq	$1, %xmm7, %r9
	movzbl	(%r9), %r9d
	vextracti32x4	$2, %zmm5, %xmm7
	vpinsrb	$3, %r9d, %xmm6, %xmm6
	vmovq	%xmm7, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$4, %r9d, %xmm6, %xmm6
	vpextrq	$1, %xmm7, %r9
	movzbl	(%r9), %r9d
	vextracti32x4	$3, %zmm5, %xmm5
	vpinsrb	$5, %r9d, %xmm6, %xmm6
	vmovq	%xmm5, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$6, %r9d, %xmm6, %xmm6
	vpaddq	%zmm29, %zmm4, %zmm3 {%k5}
	vpextrq	$1, %xmm5, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$7, %r9d, %xmm6, %xmm4
	vmovq	%xmm3, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$8, %r9d, %xmm4, %xmm4
	vpextrq	$1, %xmm3, %r9
	movzbl	(%r9), %r9d
	vextracti128	$1, %ymm3, %xmm5
	vpinsrb	$9, %r9d, %xmm4, %xmm4
	vmovq	%xmm5, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$10, %r9d, %xmm4, %xmm4
	vpextrq	$1, %xmm5, %r9
	movzbl	(%r9), %r9d
	vextracti32x4	$2, %zmm3, %xmm5
	vpinsrb	$11, %r9d, %xmm4, %xmm4
	vmovq	%xmm5, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$12, %r9d, %xmm4, %xmm4
	vpextrq	$1, %xmm5, %r9
	movzbl	(%r9), %r9d
	vextracti32x4	$3, %zmm3, %xmm3
	vpinsrb	$13, %r9d, %xmm4, %xmm4
	vmovq	%xmm3, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$14, %r9d, %xmm4, %xmm4
	vpextrq	$1, %xmm3, %r9
	movzbl	(%r9), %r9d
	vpinsrb	$15, %r9d, %xmm4, %xmm3
	leaq	1(%rdi), %r9
	vpbroadcastq	%r9, %zmm6
	vmovdqa64	%zmm21, %zmm5
	vmovdqa64	%zmm21, %zmm7
	vmovdqa64	%zmm21, %zmm4
	vmovdqa64	%zmm21, %zmm8
	vpaddq	%zmm31, %zmm6, %zmm8 {%k2}
	vmovq	%xmm8, %r9
	movzbl	(%r9), %r9d
	vmovd	%r9d, %xmm9
	vpextrq	$1, %xmm8, %r9
	vpinsrb	$1, (%r9), %xmm9, %xmm9
	vextracti128	$1, %ymm8, %xmm10
	vmovq	%xmm10, %r9
	vpinsrb	$2, (%r9), %xmm9, %xmm9
	vpextrq	$1, %xmm10, %r9
	vpinsrb	$3, (%r9), %xmm9, %xmm9
	vextracti32x4	$2, %zmm8, %xmm10
	vmovq	%xmm10, %r9
	vpinsrb	$4, (%r9), %xmm9, %xmm9
	vpextrq	$1, %xmm10, %r9
	vpinsrb	$5, (%r9), %xmm9, %xmm9
	vextracti32x4	$3, %zmm8, %xmm8
	vmovq	%xmm8, %r9
	vpinsrb	$6, (%r9), %xmm9, %xmm9
	vpextrq	$1, %xmm8, %r9
	vpinsrb	$7, (%r9), %xmm9, %xmm8
	vpaddq	%zmm0, %zmm6, %zmm4 {%k3}
	vmovq	%xmm4, %r9
	vpinsrb	$8, (%r9), %xmm8, %xmm8
	vpextrq	$1, %xmm4, %r9
	vpinsrb	$9, (%r9), %xmm8, %xmm8
	vextracti128	$1, %ymm4, %xmm9
	vmovq	%xmm9, %r9
	vpinsrb	$10, (%r9), %xmm8, %xmm8
	vpextrq	$1, %xmm9, %r9
	vpinsrb	$11, (%r9), %xmm8, %xmm8
	vextracti32x4	$2, %zmm4, %xmm9
	vmovq	%xmm9, %r9
	vpinsrb	$12, (%r9), %xmm8, %xmm8
	vpextrq	$1, %xmm9, %r9
	vpinsrb	$13, (%r9), %xmm8, %xmm8
	vextracti32x4	$3, %zmm4, %xmm4
	vmovq	%xmm4, %r9
	vpinsrb	$14, (%r9), %xmm8, %xmm8
	vpextrq	$1, %xmm4, %r9
	vpinsrb	$15, (%r9), %xmm8, %xmm4
	vpaddq	%zmm28, %zmm6, %zmm7 {%k4}
	vmovq	%xmm7, %r9
	movzbl	(%r9), %r9d
	vmovd	%r9d, %xmm8
	vpextrq	$1, %xmm7, %r9
	vpinsrb	$1, (%r9), %xmm8, %xmm8
	vextracti128	$1, %ymm7, %xmm9
	vmovq	%xmm9, %r9
	vpinsrb	$2, (%r9), %xmm8, %xmm8
	vpextrq	$1, %xmm9, %r9
	vpinsrb	$3, (%r9), %xmm8, %xmm8
	vextracti32x4	$2, %zmm7, %xmm9
	vmovq	%xmm9, %r9
	vpinsrb	$4, (%r9), %xmm8, %xmm8
	vpextrq	$1, %xmm9, %r9
	vpinsrb	$5, (%r9), %xmm8, %xmm8
	vextracti32x4	$3, %zmm7, %xmm7
	vmovq	%xmm7, %r9
	vpinsrb	$6, (%r9), %xmm8, %xmm8
	vpextrq	$1, %xmm7, %r9
	vpinsrb	$7, (%r9), %xmm8, %xmm7
	vpaddq	%zmm29, %zmm6, %zmm5 {%k5}
	vmovq	%xmm5, %r9
	vpinsrb	$8, (%r9), %xmm7, %xmm6
	vpextrq	$1, %xmm5, %r9
	vpinsrb	$9, (%r9), %xmm6, %xmm6
	vextracti128	$1, %ymm5, %xmm7
	vmovq	%xmm7, %r9
	vpinsrb	$10, (%r9), %xmm6, %xmm6
	vpextrq	$1, %xmm7, %r9
	vpinsrb	$11, (%r9), %xmm6, %xmm6
	vextracti32x4	$2, %zmm5, %xmm7
	vmovq	%xmm7, %r9
	vpinsrb	$12, (%r9), %xmm6, %xmm6
	vpextrq	$1, %xmm7, %r9
	vpinsrb	$13, (%r9), %xmm6, %xmm6
	vextracti32x4	$3, %zmm5, %xmm5
	vmovq	%xmm5, %r9
	vpinsrb	$14, (%r9), %xmm6, %xmm6
	vpextrq	$1, %xmm5, %r9
	vpinsrb	$15, (%r9), %xmm6, %xmm5
	leaq	-1(%rsi), %r9
	vpbroadcastq	%r9, %zmm8
	vmovdqa64	%zmm22, %zmm6
	vpaddq	%zmm29, %zmm8, %zmm6 {%k5}
	vmovdqa64	%zmm22, %zmm9
	vpaddq	%zmm28, %zmm8, %zmm9 {%k4}
	vmovdqa64	%zmm22, %zmm7
	vmovq	%xmm9, %r9
	movzbl	(%r9), %r9d
	vmovd	%r9d, %xmm10
	vpextrq	$1, %xmm9, %r9
	vextracti128	$1, %ymm9, %xmm11
	vpinsrb	$1, (%r9), %xmm10, %xmm10
	vmovq	%xmm11, %r9
	vpinsrb	$2, (%r9), %xmm10, %xmm10
	vpextrq	$1, %xmm11, %r9
	vextracti32x4	$2, %zmm9, %xmm11
	vpinsrb	$3, (%r9), %xmm10, %xmm10
	vmovq	%xmm11, %r9
	vpinsrb	$4, (%r9), %xmm10, %xmm10
	vpextrq	$1, %xmm11, %r9
	vextracti32x4	$3, %zmm9, %xmm9
	vpinsrb	$5, (%r9), %xmm10, %xmm10
	vmovq	%xmm9, %r9
	vpinsrb	$6, (%r9), %xmm10, %xmm10
	vpextrq	$1, %xmm9, %r9
	vmovdqa64	%zmm22, %zmm9
	vpinsrb	$7, (%r9), %xmm10, %xmm10
	vmovq	%xmm6, %r9
	vpinsrb	$8, (%r9), %xmm10, %xmm10
	vpextrq	$1, %xmm6, %r9
	vextracti128	$1, %ymm6, %xmm11
	vpinsrb	$9, (%r9), %xmm10, %xmm10
	vmovq	%xmm11, %r9
	vpinsrb	$10, (%r9), %xmm10, %xmm10
	vpextrq	$1, %xmm11, %r9
	vextracti32x4	$2, %zmm6, %xmm11
	vpinsrb	$11, (%r9), %xmm10, %xmm10
	vmovq	%xmm11, %r9
	vpinsrb	$12, (%r9), %xmm10, %xmm10
	vpextrq	$1, %xmm11, %r9
	vextracti32x4	$3, %zmm6, %xmm6
	vpinsrb	$13, (%r9), %xmm10, %xmm10
	vmovq	%xmm6, %r9
	vpinsrb	$14, (%r9), %xmm10, %xmm10
	vpextrq	$1, %xmm6, %r9
	vpaddq	%zmm31, %zmm8, %zmm9 {%k2}
	vpinsrb	$15, (%r9), %xmm10, %xmm6
	vmovq	%xmm9, %r9
	movzbl	(%r9), %r9d
	vmovd	%r9d, %xmm10
	vpextrq	$1, %xmm9, %r9
	vextracti128	$1, %ymm9, %xmm11
	vpinsrb	$1, (%r9), %xmm10, %xmm10
	vmovq	%xmm11, %r9
	vpinsrb	$2, (%r9), %xmm10, %xmm10
	vpextrq	$1, %xmm11, %r9
	vextracti32x4	$2, %zmm9, %xmm11
	vpinsrb	$3, (%r9), %xmm10, %xmm10
	vmovq	%xmm11, %r9
	vpinsrb	$4, (%r9), %xmm10, %xmm10
	vpextrq	$1, %xmm11, %r9
	vextracti32x4	$3, %zmm9, %xmm9
	vpinsrb	$5, (%r9), %xmm10, %xmm10
	vmovq	%xmm9, %r9
	vpinsrb	$6, (%r9), %xmm10, %xmm10
	vpextrq	$1, %xmm9, %r9
	vpaddq	%zmm0, %zmm8, %zmm7 {%k3}
	vpinsrb	$7, (%r9), %xmm10, %xmm8
	vmovq	%xmm7, %r9
	vpinsrb	$8, (%r9), %xmm8, %xmm8
	vpextrq	$1, %xmm7, %r9
	vextracti128	$1, %ymm7, %xmm9
	vpinsrb	$9, (%r9), %xmm8, %xmm8
	vmovq	%xmm9, %r9
	vpinsrb	$10, (%r9), %xmm8, %xmm8
	vpextrq	$1, %xmm9, %r9
	vextracti32x4	$2, %zmm7, %xmm9
	vpinsrb	$11, (%r9), %xmm8, %xmm8
	vmovq	%xmm9, %r9
	vpinsrb	$12, (%r9), %xmm8, %xmm8
	vpextrq	$1, %xmm9, %r9
	vextracti32x4	$3, %zmm7, %xmm7
	vpinsrb	$13, (%r9), %xmm8, %xmm8
	vmovq	%xmm7, %r9
	vpinsrb	$14, (%r9), %xmm8, %xmm8
	vpextrq	$1, %xmm7, %r9
	vpinsrb	$15, (%r9), %xmm8, %xmm7
	decq	%r8
	vpbroadcastq	%r8, %zmm10
	vmovdqa64	%zmm23, %zmm9
	vmovdqa64	%zmm23, %zmm8
	vmovdqa64	%zmm23, %zmm11
	vpaddq	%zmm31, %zmm10, %zmm11 {%k2}
	vmovq	%xmm11, %r8
	movzbl	(%r8), %r8d
	vmovd	%r8d, %xmm12
	vpextrq	$1, %xmm11, %r8
	movzbl	(%r8), %r8d
	vextracti128	$1, %ymm11, %xmm13
	vpinsrb	$1, %r8d, %xmm12, %xmm12
	vmovq	%xmm13, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$2, %r8d, %xmm12, %xmm12
	vpextrq	$1, %xmm13, %r8
	movzbl	(%r8), %r8d
	vextracti32x4	$2, %zmm11, %xmm13
	vpinsrb	$3, %r8d, %xmm12, %xmm12
	vmovq	%xmm13, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$4, %r8d, %xmm12, %xmm12
	vpextrq	$1, %xmm13, %r8
	movzbl	(%r8), %r8d
	vextracti32x4	$3, %zmm11, %xmm11
	vpinsrb	$5, %r8d, %xmm12, %xmm12
	vmovq	%xmm11, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$6, %r8d, %xmm12, %xmm12
	vpextrq	$1, %xmm11, %r8
	vpaddq	%zmm0, %zmm10, %zmm8 {%k3}
	movzbl	(%r8), %r8d
	vpinsrb	$7, %r8d, %xmm12, %xmm11
	vmovq	%xmm8, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$8, %r8d, %xmm11, %xmm11
	vpextrq	$1, %xmm8, %r8
	movzbl	(%r8), %r8d
	vextracti128	$1, %ymm8, %xmm12
	vpinsrb	$9, %r8d, %xmm11, %xmm11
	vmovq	%xmm12, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$10, %r8d, %xmm11, %xmm11
	vpextrq	$1, %xmm12, %r8
	movzbl	(%r8), %r8d
	vextracti32x4	$2, %zmm8, %xmm12
	vpinsrb	$11, %r8d, %xmm11, %xmm11
	vmovq	%xmm12, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$12, %r8d, %xmm11, %xmm11
	vpextrq	$1, %xmm12, %r8
	movzbl	(%r8), %r8d
	vextracti32x4	$3, %zmm8, %xmm8
	vpinsrb	$13, %r8d, %xmm11, %xmm11
	vmovq	%xmm8, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$14, %r8d, %xmm11, %xmm11
	vpextrq	$1, %xmm8, %r8
	vmovdqa64	%zmm23, %zmm12
	movzbl	(%r8), %r8d
	vpinsrb	$15, %r8d, %xmm11, %xmm8
	vpaddq	%zmm28, %zmm10, %zmm12 {%k4}
	vmovq	%xmm12, %r8
	movzbl	(%r8), %r8d
	vmovd	%r8d, %xmm11
	vpextrq	$1, %xmm12, %r8
	movzbl	(%r8), %r8d
	vextracti128	$1, %ymm12, %xmm13
	vpinsrb	$1, %r8d, %xmm11, %xmm11
	vmovq	%xmm13, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$2, %r8d, %xmm11, %xmm11
	vpextrq	$1, %xmm13, %r8
	movzbl	(%r8), %r8d
	vextracti32x4	$2, %zmm12, %xmm13
	vpinsrb	$3, %r8d, %xmm11, %xmm11
	vmovq	%xmm13, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$4, %r8d, %xmm11, %xmm11
	vpextrq	$1, %xmm13, %r8
	movzbl	(%r8), %r8d
	vextracti32x4	$3, %zmm12, %xmm12
	vpinsrb	$5, %r8d, %xmm11, %xmm11
	vmovq	%xmm12, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$6, %r8d, %xmm11, %xmm11
	vpextrq	$1, %xmm12, %r8
	vpaddq	%zmm29, %zmm10, %zmm9 {%k5}
	movzbl	(%r8), %r8d
	vpinsrb	$7, %r8d, %xmm11, %xmm10
	vmovq	%xmm9, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$8, %r8d, %xmm10, %xmm10
	vpextrq	$1, %xmm9, %r8
	movzbl	(%r8), %r8d
	vextracti128	$1, %ymm9, %xmm11
	vpinsrb	$9, %r8d, %xmm10, %xmm10
	vmovq	%xmm11, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$10, %r8d, %xmm10, %xmm10
	vpextrq	$1, %xmm11, %r8
	movzbl	(%r8), %r8d
	vextracti32x4	$2, %zmm9, %xmm11
	vpinsrb	$11, %r8d, %xmm10, %xmm10
	vmovq	%xmm11, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$12, %r8d, %xmm10, %xmm10
	vpextrq	$1, %xmm11, %r8
	movzbl	(%r8), %r8d
	vextracti32x4	$3, %zmm9, %xmm9
	vpinsrb	$13, %r8d, %xmm10, %xmm10
	vmovq	%xmm9, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$14, %r8d, %xmm10, %xmm10
	vpextrq	$1, %xmm9, %r8
	movzbl	(%r8), %r8d
	vpinsrb	$15, %r8d, %xmm10, %xmm9
	leaq	-1(%rdi), %r8
	vpbroadcastq	%r8, %zmm12
	vmovdqa64	%zmm24, %zmm11
	vmovdqa64	%zmm24, %zmm13
	vmovdqa64	%zmm24, %zmm10
	vmovdqa64	%zmm24, %zmm14
	vpaddq	%zmm31, %zmm12, %zmm14 {%k2}
	vmovq	%xmm14, %r8
	movzbl	(%r8), %r8d
	vmovd	%r8d, %xmm15
	vpextrq	$1, %xmm14, %r8
	vextracti32x4	$1, %ymm14, %xmm16
	vpinsrb	$1, (%r8), %xmm15, %xmm15
	vmovq	%xmm16, %r8
	vpinsrb	$2, (%r8), %xmm15, %xmm15
	vpextrq	$1, %xmm16, %r8
	vextracti32x4	$2, %zmm14, %xmm16
	vpinsrb	$3, (%r8), %xmm15, %xmm15
	vmovq	%xmm16, %r8
	vpinsrb	$4, (%r8), %xmm15, %xmm15
	vpextrq	$1, %xmm16, %r8
	vextracti32x4	$3, %zmm14, %xmm14
	vpinsrb	$5, (%r8), %xmm15, %xmm15
	vmovq	%xmm14, %r8
	vpinsrb	$6, (%r8), %xmm15, %xmm15
	vpextrq	$1, %xmm14, %r8
	vpaddq	%zmm0, %zmm12, %zmm10 {%k3}
	vpinsrb	$7, (%r8), %xmm15, %xmm14
	vmovq	%xmm10, %r8
	vpinsrb	$8, (%r8), %xmm14, %xmm14
	vpextrq	$1, %xmm10, %r8
	vextracti128	$1, %ymm10, %xmm15
	vpinsrb	$9, (%r8), %xmm14, %xmm14
	vmovq	%xmm15, %r8
	vpinsrb	$10, (%r8), %xmm14, %xmm14
	vpextrq	$1, %xmm15, %r8
	vextracti32x4	$2, %zmm10, %xmm15
	vpinsrb	$11, (%r8), %xmm14, %xmm14
	vmovq	%xmm15, %r8
	vpinsrb	$12, (%r8), %xmm14, %xmm14
	vpextrq	$1, %xmm15, %r8
	vextracti32x4	$3, %zmm10, %xmm10
	vpinsrb	$13, (%r8), %xmm14, %xmm14
	vmovq	%xmm10, %r8
	vpinsrb	$14, (%r8), %xmm14, %xmm14
	vpextrq	$1, %xmm10, %r8
	vpaddq	%zmm28, %zmm12, %zmm13 {%k4}
	vpinsrb	$15, (%r8), %xmm14, %xmm10
	vmovq	%xmm13, %r8
	movzbl	(%r8), %r8d
	vmovd	%r8d, %xmm14
	vpextrq	$1, %xmm13, %r8
	vextracti128	$1, %ymm13, %xmm15
	vpinsrb	$1, (%r8), %xmm14, %xmm14
	vmovq	%xmm15, %r8
	vpinsrb	$2, (%r8), %xmm14, %xmm14
	vpextrq	$1, %xmm15, %r8
	vextracti32x4	$2, %zmm13, %xmm15
	vpinsrb	$3, (%r8), %xmm14, %xmm14
	vmovq	%xmm15, %r8
	vpinsrb	$4, (%r8), %xmm14, %xmm14
	vpextrq	$1, %xmm15, %r8
	vextracti32x4	$3, %zmm13, %xmm13
	vpinsrb	$5, (%r8), %xmm14, %xmm14
	vmovq	%xmm13, %r8
	vpinsrb	$6, (%r8), %xmm14, %xmm14
	vpextrq	$1, %xmm13, %r8
	vpaddq	%zmm29, %zmm12, %zmm11 {%k5}
	vpinsrb	$7, (%r8), %xmm14, %xmm12
	vmovq	%xmm11, %r8
	vpinsrb	$8, (%r8), %xmm12, %xmm12
	vpextrq	$1, %xmm11, %r8
	vextracti128	$1, %ymm11, %xmm13
	vpinsrb	$9, (%r8), %xmm12, %xmm12
	vmovq	%xmm13, %r8
	vpinsrb	$10, (%r8), %xmm12, %xmm12
	vpextrq	$1, %xmm13, %r8
	vextracti32x4	$2, %zmm11, %xmm13
	vpinsrb	$11, (%r8), %xmm12, %xmm12
	vmovq	%xmm13, %r8
	vpinsrb	$12, (%r8), %xmm12, %xmm12
	vpextrq	$1, %xmm13, %r8
	vextracti32x4	$3, %zmm11, %xmm11
	vpinsrb	$13, (%r8), %xmm12, %xmm12
	vmovq	%xmm11, %r8
	vpinsrb	$14, (%r8), %xmm12, %xmm12
	vpextrq	$1, %xmm11, %r8
	vpinsrb	$15, (%r8), %xmm12, %xmm11
	vpbroadcastq	%rdi, %zmm14
	vmovdqa64	%zmm25, %zmm12
	vpaddq	%zmm29, %zmm14, %zmm12 {%k5}
	vmovdqa64	%zmm25, %zmm16
	vpaddq	%zmm28, %zmm14, %zmm16 {%k4}
	vmovdqa64	%zmm25, %zmm13
	vmovdqa64	%zmm25, %zmm15
	vmovq	%xmm16, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm17
	vpextrq	$1, %xmm16, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$1, %ymm16, %xmm18
	vpinsrb	$1, %edi, %xmm17, %xmm17
	vmovq	%xmm18, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$2, %edi, %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm16, %xmm18
	vpinsrb	$3, %edi, %xmm17, %xmm17
	vmovq	%xmm18, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$4, %edi, %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm16, %xmm16
	vpinsrb	$5, %edi, %xmm17, %xmm17
	vmovq	%xmm16, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$6, %edi, %xmm17, %xmm17
	vpextrq	$1, %xmm16, %rdi
	vpaddq	%zmm31, %zmm14, %zmm15 {%k2}
	movzbl	(%rdi), %edi
	vpinsrb	$7, %edi, %xmm17, %xmm16
	vmovq	%xmm12, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$8, %edi, %xmm16, %xmm16
	vpextrq	$1, %xmm12, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$1, %ymm12, %xmm17
	vpinsrb	$9, %edi, %xmm16, %xmm16
	vmovq	%xmm17, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$10, %edi, %xmm16, %xmm16
	vpextrq	$1, %xmm17, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm12, %xmm17
	vpinsrb	$11, %edi, %xmm16, %xmm16
	vmovq	%xmm17, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$12, %edi, %xmm16, %xmm16
	vpextrq	$1, %xmm17, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm12, %xmm12
	vpinsrb	$13, %edi, %xmm16, %xmm16
	vmovq	%xmm12, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$14, %edi, %xmm16, %xmm16
	vpextrq	$1, %xmm12, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$15, %edi, %xmm16, %xmm12
	vmovq	%xmm15, %rdi
	movzbl	(%rdi), %edi
	vmovd	%edi, %xmm16
	vpextrq	$1, %xmm15, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$1, %ymm15, %xmm17
	vpinsrb	$1, %edi, %xmm16, %xmm16
	vmovq	%xmm17, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$2, %edi, %xmm16, %xmm16
	vpextrq	$1, %xmm17, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm15, %xmm17
	vpinsrb	$3, %edi, %xmm16, %xmm16
	vmovq	%xmm17, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$4, %edi, %xmm16, %xmm16
	vpextrq	$1, %xmm17, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm15, %xmm15
	vpinsrb	$5, %edi, %xmm16, %xmm16
	vmovq	%xmm15, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$6, %edi, %xmm16, %xmm16
	vpaddq	%zmm0, %zmm14, %zmm13 {%k3}
	vpextrq	$1, %xmm15, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$7, %edi, %xmm16, %xmm14
	vmovq	%xmm13, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$8, %edi, %xmm14, %xmm14
	vpextrq	$1, %xmm13, %rdi
	movzbl	(%rdi), %edi
	vextracti128	$1, %ymm13, %xmm15
	vpinsrb	$9, %edi, %xmm14, %xmm14
	vmovq	%xmm15, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$10, %edi, %xmm14, %xmm14
	vpextrq	$1, %xmm15, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$2, %zmm13, %xmm15
	vpinsrb	$11, %edi, %xmm14, %xmm14
	vmovq	%xmm15, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$12, %edi, %xmm14, %xmm14
	vpextrq	$1, %xmm15, %rdi
	movzbl	(%rdi), %edi
	vextracti32x4	$3, %zmm13, %xmm13
	vpinsrb	$13, %edi, %xmm14, %xmm14
	vmovq	%xmm13, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$14, %edi, %xmm14, %xmm14
	vpextrq	$1, %xmm13, %rdi
	movzbl	(%rdi), %edi
	vpinsrb	$15, %edi, %xmm14, %xmm13
	vpbroadcastq	%rsi, %zmm14
	vmovdqa64	%zmm26, %zmm15
	vpaddq	%zmm29, %zmm14, %zmm15 {%k5}
	vmovdqa64	%zmm26, %zmm16
	vpaddq	%zmm28, %zmm14, %zmm16 {%k4}
	vmovq	%xmm16, %rsi
	movzbl	(%rsi), %esi
	vmovd	%esi, %xmm17
	vpextrq	$1, %xmm16, %rsi
	vextracti32x4	$1, %ymm16, %xmm18
	vpinsrb	$1, (%rsi), %xmm17, %xmm17
	vmovq	%xmm18, %rsi
	vpinsrb	$2, (%rsi), %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rsi
	vextracti32x4	$2, %zmm16, %xmm18
	vpinsrb	$3, (%rsi), %xmm17, %xmm17
	vmovq	%xmm18, %rsi
	vpinsrb	$4, (%rsi), %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rsi
	vextracti32x4	$3, %zmm16, %xmm16
	vpinsrb	$5, (%rsi), %xmm17, %xmm17
	vmovq	%xmm16, %rsi
	vpinsrb	$6, (%rsi), %xmm17, %xmm17
	vpextrq	$1, %xmm16, %rsi
	vmovdqa64	%zmm26, %zmm16
	vpinsrb	$7, (%rsi), %xmm17, %xmm17
	vmovq	%xmm15, %rsi
	vpinsrb	$8, (%rsi), %xmm17, %xmm17
	vpextrq	$1, %xmm15, %rsi
	vextracti32x4	$1, %ymm15, %xmm18
	vpinsrb	$9, (%rsi), %xmm17, %xmm17
	vmovq	%xmm18, %rsi
	vpinsrb	$10, (%rsi), %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rsi
	vextracti32x4	$2, %zmm15, %xmm18
	vpinsrb	$11, (%rsi), %xmm17, %xmm17
	vmovq	%xmm18, %rsi
	vpinsrb	$12, (%rsi), %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rsi
	vextracti32x4	$3, %zmm15, %xmm15
	vpinsrb	$13, (%rsi), %xmm17, %xmm17
	vmovq	%xmm15, %rsi
	vpinsrb	$14, (%rsi), %xmm17, %xmm17
	vpextrq	$1, %xmm15, %rsi
	vpaddq	%zmm31, %zmm14, %zmm16 {%k2}
	vpinsrb	$15, (%rsi), %xmm17, %xmm15
	vmovq	%xmm16, %rsi
	movzbl	(%rsi), %esi
	vmovd	%esi, %xmm17
	vpextrq	$1, %xmm16, %rsi
	vextracti32x4	$1, %ymm16, %xmm18
	vpinsrb	$1, (%rsi), %xmm17, %xmm17
	vmovq	%xmm18, %rsi
	vpinsrb	$2, (%rsi), %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rsi
	vextracti32x4	$2, %zmm16, %xmm18
	vpinsrb	$3, (%rsi), %xmm17, %xmm17
	vmovq	%xmm18, %rsi
	vpinsrb	$4, (%rsi), %xmm17, %xmm17
	vpextrq	$1, %xmm18, %rsi
	vextracti32x4	$3, %zmm16, %xmm16
	vpinsrb	$5, (%rsi), %xmm17, %xmm17
	vmovq	%xmm16, %rsi
	vpinsrb	$6, (%rsi), %xmm17, %xmm17
	vpextrq	$1, %xmm16, %rsi
	vmovdqa64	%zmm26, %zmm16
	vpinsrb	$7, (%rsi), %xmm17, %xmm17
	vpaddq	%zmm0, %zmm14, %zmm16 {%k3}
	vmovq	%xmm16, %rsi
	vpinsrb	$8, (%rsi), %xmm17, %xmm14
	vpextrq	$1, %xmm16, %rsi
	vpinsrb	$9, (%rsi), %xmm14, %xmm14
	vextracti32x4	$1, %ymm16, %xmm17
	vmovq	%xmm17, %rsi
	vpinsrb	$10, (%rsi), %xmm14, %xmm14
	vpextrq	$1, %xmm17, %rsi
	vpinsrb	$11, (%rsi), %xmm14, %xmm14
	vextracti32x4	$2, %zmm16, %xmm17
	vmovq	%xmm17, %rsi
	vpinsrb	$12, (%rsi), %xmm14, %xmm14
	vpextrq	$1, %xmm17, %rsi
	vpinsrb	$13, (%rsi), %xmm14, %xmm14
	vextracti32x4	$3, %zmm16, %xmm16
	vmovq	%xmm16, %rsi
	vpinsrb	$14, (%rsi), %xmm14, %xmm14
	vpextrq	$1, %xmm16, %rsi
	vpinsrb	$15, (%rsi), %xmm14, %xmm14
	vpmovzxbd	432(%rsp), %zmm0
	vpmovzxbd	%xmm3, %zmm3
	vpaddd	%zmm3, %zmm3, %zmm3
	vpaddd	%zmm0, %zmm3, %zmm3
	vpmovzxbd	%xmm5, %zmm16
	vpaddd	%zmm16, %zmm3, %zmm5
	vpmovzxbd	%xmm6, %zmm3
	vpmovzxbd	%xmm9, %zmm6
	vpaddd	%zmm6, %zmm6, %zmm6
	vpaddd	%zmm3, %zmm6, %zmm6
	vpmovzxbd	%xmm11, %zmm9
	vpaddd	%zmm9, %zmm6, %zmm6
	vpsubd	%zmm6, %zmm5, %zmm5
	vpmovzxbd	%xmm1, %zmm1
	vpmovzxbd	%xmm2, %zmm2
	vpaddd	%zmm2, %zmm2, %zmm2
	vpaddd	%zmm1, %zmm2, %zmm2
	vpmovzxbd	%xmm4, %zmm6
	vpaddd	%zmm6, %zmm2, %zmm4
	vpmovzxbd	%xmm7, %zmm2
	vpmovzxbd	%xmm8, %zmm7
	vpaddd	%zmm7, %zmm7, %zmm7
	vpaddd	%zmm2, %zmm7, %zmm7
	vpmovzxbd	%xmm10, %zmm8
	vpaddd	%zmm8, %zmm7, %zmm7
	vpsubd	%zmm7, %zmm4, %zmm4
	vpmovzxbd	%xmm12, %zmm7
	vpmovzxbd	%xmm13, %zmm10
	vpaddd	%zmm10, %zmm10, %zmm10
	vpaddd	%zmm7, %zmm7, %zmm7
	vpaddd	%zmm9, %zmm7, %zmm9
	vpaddd	%zmm8, %zmm10, %zmm7
	vpaddd	%zmm6, %zmm7, %zmm7
	vpaddd	%zmm16, %zmm9, %zmm6
	vinserti128	$1, %xmm15, %ymm14, %ymm8
	jmp	.LBB1_24
	.p2align	4, 0x90
.LBB1_22:
	vpmovzxbd	1(%rsi), %zmm1
	vpmovzxbd	17(%rsi), %zmm0
	vpmovzxbd	17(%r8), %zmm2
	vpmovzxbd	1(%r8), %zmm3
	vpaddd	%zmm3, %zmm3, %zmm3
	vpaddd	%zmm2, %zmm2, %zmm2
	vpaddd	%zmm0, %zmm2, %zmm4
	vpmovzxbd	17(%rdi), %zmm6
	vpaddd	%zmm1, %zmm3, %zmm2
	vpmovzxbd	1(%rdi), %zmm7
	vpaddd	%zmm7, %zmm2, %zmm5
	vpmovzxbd	-1(%rsi), %zmm2
	vpmovzxbd	15(%rsi), %zmm3
	vpmovzxbd	15(%r8), %zmm8
	vpmovzxbd	-1(%r8), %zmm9
	vpaddd	%zmm6, %zmm4, %zmm10
	vpaddd	%zmm9, %zmm9, %zmm4
	vpaddd	%zmm8, %zmm8, %zmm8
	vpaddd	%zmm3, %zmm8, %zmm8
	vpmovzxbd	15(%rdi), %zmm9
	vpmovzxbd	-1(%rdi), %zmm11
	vpaddd	%zmm2, %zmm4, %zmm4
	vpaddd	%zmm11, %zmm4, %zmm4
	vpsubd	%zmm4, %zmm5, %zmm4
	vpaddd	%zmm9, %zmm8, %zmm5
	vpmovzxbd	(%rdi), %zmm8
	vpmovzxbd	16(%rdi), %zmm12
	vpsubd	%zmm5, %zmm10, %zmm5
	vpaddd	%zmm12, %zmm12, %zmm10
	vpaddd	%zmm8, %zmm8, %zmm8
	vpaddd	%zmm6, %zmm9, %zmm6
	vpaddd	%zmm6, %zmm10, %zmm6
	vpaddd	%zmm7, %zmm11, %zmm7
	vpaddd	%zmm7, %zmm8, %zmm7
	vmovdqu	(%rsi), %ymm8
.LBB1_24:
	vpaddd	%zmm0, %zmm3, %zmm0
	vpaddd	%zmm1, %zmm2, %zmm1
	vextracti128	$1, %ymm8, %xmm2
	vpmovzxbd	%xmm2, %zmm2
	vpmovzxbd	%xmm8, %zmm3
	vpaddd	%zmm3, %zmm3, %zmm3
	vpaddd	%zmm1, %zmm3, %zmm1
	vpsubd	%zmm1, %zmm7, %zmm1
	vpaddd	%zmm2, %zmm2, %zmm2
	vpaddd	%zmm0, %zmm2, %zmm0
	vpsubd	%zmm0, %zmm6, %zmm0
	vpabsd	%zmm4, %zmm2
	vpabsd	%zmm5, %zmm3
	vpabsd	%zmm1, %zmm1
	vpaddd	%zmm1, %zmm2, %zmm1
	vpabsd	%zmm0, %zmm0
	vpaddd	%zmm0, %zmm3, %zmm0
	vpmovusdb	%zmm1, %xmm1
	vpmovusdb	%zmm0, %xmm0
	vinserti128	$1, %xmm0, %ymm1, %ymm0
	vmovdqu8	%ymm0, %ymm0 {%k2} {z}
	jmp	.LBB1_25
	.p2align	4, 0x90
.LBB1_11:
	movq	%rcx, %r12
	xorl	%eax, %eax
.LBB1_12:
	movq	96(%rsp), %rdx
	testq	%rdx, %rdx
	je	.LBB1_14
	movq	32(%rsp), %rcx
	movq	%rcx, 296(%rsp)
	movq	80(%rsp), %rcx
	movq	%rcx, 304(%rsp)
	movq	240(%rsp), %rcx
	movq	%rcx, 312(%rsp)
	movq	%rcx, 320(%rsp)
	movq	%rcx, 328(%rsp)
	movq	%rax, 336(%rsp)
	movq	%r12, 344(%rsp)
	movq	40(%rsp), %rax
	movq	%rax, 352(%rsp)
	movq	272(%rsp), %rax
	movq	%rax, 360(%rsp)
	movq	264(%rsp), %rax
	movq	%rax, 368(%rsp)
	movq	248(%rsp), %rax
	movq	%rax, 376(%rsp)
	movq	24(%rsp), %rax
	movq	%rax, 384(%rsp)
	movq	%r13, 392(%rsp)
	movq	%rbx, 400(%rsp)
	movq	56(%rsp), %rax
	movq	%rax, 408(%rsp)
	movq	88(%rsp), %rax
	movq	%rax, 416(%rsp)
	movq	256(%rsp), %rax
	movq	%rax, 424(%rsp)
	movq	%r11, %rdi
	movq	%r14, %rsi
	movl	%r15d, %edx
	movq	72(%rsp), %rcx
	movq	96(%rsp), %r8
	leaq	296(%rsp), %r9
	movq	%rbx, %r15
	movq	%r13, %rbx
	movq	%r14, %r13
	movq	%r11, %r14
	vzeroupper
	callq	wide_tail
	vpmovsxbq	.LCPI1_6(%rip), %zmm31
	vpxord	%xmm30, %xmm30, %xmm30
	vmovdqa64	448(%rsp), %zmm27
	vmovdqa64	512(%rsp), %zmm26
	vmovdqa64	576(%rsp), %zmm25
	vmovdqa64	640(%rsp), %zmm24
	vmovdqa64	704(%rsp), %zmm23
	vmovdqa64	768(%rsp), %zmm22
	vmovdqa64	832(%rsp), %zmm21
	vmovdqa64	896(%rsp), %zmm20
	vmovdqa64	960(%rsp), %zmm19
	movq	%r14, %r11
	movq	%r13, %r14
	movq	%rbx, %r13
	movq	%r15, %rbx
	movq	232(%rsp), %r15
	jmp	.LBB1_14
.LBB1_17:
	xorl	%eax, %eax
	leaq	-40(%rbp), %rsp
	popq	%rbx
	popq	%r12
	popq	%r13
	popq	%r14
	popq	%r15
	popq	%rbp
	.cfi_def_cfa %rsp, 8
	vzeroupper
	retq
.Lfunc_end1:
	.size	vg_kernel_entry, .Lfunc_end1-vg_kernel_entry
	.cfi_endproc

	.type	vg_kernel_info,@object
	.section	.rodata,"a",@progbits
	.globl	vg_kernel_info
	.p2align	3, 0x0
vg_kernel_info:
	.long	1
	.long	2
	.long	32
	.long	0
	.quad	0
	.quad	0
	.quad	0
	.quad	0
	.quad	72
	.size	vg_kernel_info, 56

	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.ident	"Debian clang version 19.1.7 (3~deb12u1)"
	.section	".note.GNU-stack","",@progbits
