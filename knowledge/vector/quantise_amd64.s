//go:build !purego

#include "textflag.h"

// func maxAbsAVX2(x *float32, n int) float32
// n is a multiple of 8 and not 0.
TEXT ·maxAbsAVX2(SB), NOSPLIT, $0-20
	MOVQ     x+0(FP), SI
	MOVQ     n+8(FP), CX
	VPCMPEQD Y7, Y7, Y7
	VPSRLD   $1, Y7, Y7 // all bits but the sign
	VXORPS   Y0, Y0, Y0

eight:
	VANDPS (SI), Y7, Y1
	VMAXPS Y1, Y0, Y0
	ADDQ   $32, SI
	SUBQ   $8, CX
	JNZ    eight

	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VMOVHLPS     X0, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VMAXSS       X1, X0, X0
	VMOVSS       X0, ret+16(FP)
	VZEROUPPER
	RET

// func quantiseAVX2(out *int16, x *float32, n int, factor float32)
// n is a multiple of 16 and not 0.
TEXT ·quantiseAVX2(SB), NOSPLIT, $0-28
	MOVQ         out+0(FP), DI
	MOVQ         x+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS factor+24(FP), Y0

sixteen:
	VMULPS     0(SI), Y0, Y1
	VMULPS     32(SI), Y0, Y2
	VCVTPS2DQ  Y1, Y1
	VCVTPS2DQ  Y2, Y2
	VPACKSSDW  Y2, Y1, Y1
	VPERMQ     $0xD8, Y1, Y1 // packing works on halves of the register: put them in order
	VMOVDQU    Y1, (DI)
	ADDQ       $64, SI
	ADDQ       $32, DI
	SUBQ       $16, CX
	JNZ        sixteen
	VZEROUPPER
	RET

// func rescaleAVX2(out *float32, sums *int32, scales, bias *float32, n int, scale float32)
// n is a multiple of 8 and not 0.
TEXT ·rescaleAVX2(SB), NOSPLIT, $0-44
	MOVQ         out+0(FP), DI
	MOVQ         sums+8(FP), SI
	MOVQ         scales+16(FP), R8
	MOVQ         bias+24(FP), R9
	MOVQ         n+32(FP), CX
	VBROADCASTSS scale+40(FP), Y0
	XORQ         AX, AX

eight:
	VCVTDQ2PS (SI)(AX*4), Y1
	VMULPS    (R8)(AX*4), Y0, Y2
	VMULPS    Y2, Y1, Y1
	VADDPS    (R9)(AX*4), Y1, Y1
	VMOVUPS   Y1, (DI)(AX*4)
	ADDQ      $8, AX
	CMPQ      AX, CX
	JLT       eight
	VZEROUPPER
	RET

// func clampNegativeAVX2(x *float32, n int)
// n is a multiple of 8 and not 0.
TEXT ·clampNegativeAVX2(SB), NOSPLIT, $0-16
	MOVQ   x+0(FP), SI
	MOVQ   n+8(FP), CX
	VXORPS Y0, Y0, Y0

eight:
	VMOVUPS (SI), Y1
	VMAXPS  Y0, Y1, Y1 // of two zeros, or with NaN, the second operand wins: the zero
	VMOVUPS Y1, (SI)
	ADDQ    $32, SI
	SUBQ    $8, CX
	JNZ     eight
	VZEROUPPER
	RET
