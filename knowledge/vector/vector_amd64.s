//go:build !purego

#include "textflag.h"

// The additions of a dot product happen in the order that the documentation of Dot promises; change both or neither.

// HALVES adds the eight lanes of one register by halves and leaves the sum in its first lane.
#define HALVES(Y, X, T) \
	VEXTRACTF128 $1, Y, T; \
	VADDPS       T, X, X;  \
	VMOVHLPS     X, X, T;  \
	VADDPS       T, X, X;  \
	VMOVSHDUP    X, T;     \
	VADDSS       T, X, X

// func dotAVX2(a, b *float32, n int) float32
// n is a multiple of 8 and not 0.
TEXT ·dotAVX2(SB), NOSPLIT, $0-28
	MOVQ   a+0(FP), SI
	MOVQ   b+8(FP), DI
	MOVQ   n+16(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	CMPQ   CX, $32
	JLT    eights

blocks:
	VMOVUPS 0(SI), Y4
	VMOVUPS 32(SI), Y5
	VMOVUPS 64(SI), Y6
	VMOVUPS 96(SI), Y7
	VMULPS  0(DI), Y4, Y4
	VMULPS  32(DI), Y5, Y5
	VMULPS  64(DI), Y6, Y6
	VMULPS  96(DI), Y7, Y7
	VADDPS  Y4, Y0, Y0
	VADDPS  Y5, Y1, Y1
	VADDPS  Y6, Y2, Y2
	VADDPS  Y7, Y3, Y3
	ADDQ    $128, SI
	ADDQ    $128, DI
	SUBQ    $32, CX
	CMPQ    CX, $32
	JGE     blocks

eights:
	TESTQ CX, CX
	JZ    sum

eight:
	VMOVUPS (SI), Y4
	VMULPS  (DI), Y4, Y4
	VADDPS  Y4, Y0, Y0
	ADDQ    $32, SI
	ADDQ    $32, DI
	SUBQ    $8, CX
	JNZ     eight

sum:
	VADDPS Y1, Y0, Y0
	VADDPS Y3, Y2, Y2
	VADDPS Y2, Y0, Y0
	HALVES(Y0, X0, X1)
	VMOVSS X0, ret+24(FP)
	VZEROUPPER
	RET

// func dotTwoAVX2(out, first, second, x *float32, n int)
// n is a multiple of 8 and not 0.
TEXT ·dotTwoAVX2(SB), NOSPLIT, $0-40
	MOVQ   out+0(FP), DX
	MOVQ   first+8(FP), SI
	MOVQ   second+16(FP), BX
	MOVQ   x+24(FP), DI
	MOVQ   n+32(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	CMPQ   CX, $32
	JLT    eights

blocks:
	VMOVUPS 0(DI), Y8
	VMOVUPS 32(DI), Y9
	VMOVUPS 64(DI), Y10
	VMOVUPS 96(DI), Y11
	VMULPS  0(SI), Y8, Y12
	VMULPS  32(SI), Y9, Y13
	VMULPS  64(SI), Y10, Y14
	VMULPS  96(SI), Y11, Y15
	VADDPS  Y12, Y0, Y0
	VADDPS  Y13, Y1, Y1
	VADDPS  Y14, Y2, Y2
	VADDPS  Y15, Y3, Y3
	VMULPS  0(BX), Y8, Y8
	VMULPS  32(BX), Y9, Y9
	VMULPS  64(BX), Y10, Y10
	VMULPS  96(BX), Y11, Y11
	VADDPS  Y8, Y4, Y4
	VADDPS  Y9, Y5, Y5
	VADDPS  Y10, Y6, Y6
	VADDPS  Y11, Y7, Y7
	ADDQ    $128, SI
	ADDQ    $128, BX
	ADDQ    $128, DI
	SUBQ    $32, CX
	CMPQ    CX, $32
	JGE     blocks

eights:
	TESTQ CX, CX
	JZ    sum

eight:
	VMOVUPS (DI), Y8
	VMULPS  (SI), Y8, Y12
	VMULPS  (BX), Y8, Y13
	VADDPS  Y12, Y0, Y0
	VADDPS  Y13, Y4, Y4
	ADDQ    $32, SI
	ADDQ    $32, BX
	ADDQ    $32, DI
	SUBQ    $8, CX
	JNZ     eight

sum:
	VADDPS Y1, Y0, Y0
	VADDPS Y3, Y2, Y2
	VADDPS Y2, Y0, Y0
	VADDPS Y5, Y4, Y4
	VADDPS Y7, Y6, Y6
	VADDPS Y6, Y4, Y4
	HALVES(Y0, X0, X1)
	HALVES(Y4, X4, X5)
	VMOVSS X0, 0(DX)
	VMOVSS X4, 4(DX)
	VZEROUPPER
	RET

// func axpyAVX2(y *float32, a float32, x *float32, n int)
// n is a multiple of 8 and not 0.
TEXT ·axpyAVX2(SB), NOSPLIT, $0-32
	MOVQ         y+0(FP), DI
	VBROADCASTSS a+8(FP), Y0
	MOVQ         x+16(FP), SI
	MOVQ         n+24(FP), CX
	CMPQ         CX, $32
	JLT          eights

blocks:
	VMULPS  0(SI), Y0, Y1
	VMULPS  32(SI), Y0, Y2
	VMULPS  64(SI), Y0, Y3
	VMULPS  96(SI), Y0, Y4
	VADDPS  0(DI), Y1, Y1
	VADDPS  32(DI), Y2, Y2
	VADDPS  64(DI), Y3, Y3
	VADDPS  96(DI), Y4, Y4
	VMOVUPS Y1, 0(DI)
	VMOVUPS Y2, 32(DI)
	VMOVUPS Y3, 64(DI)
	VMOVUPS Y4, 96(DI)
	ADDQ    $128, SI
	ADDQ    $128, DI
	SUBQ    $32, CX
	CMPQ    CX, $32
	JGE     blocks

eights:
	TESTQ CX, CX
	JZ    done

eight:
	VMULPS  (SI), Y0, Y1
	VADDPS  (DI), Y1, Y1
	VMOVUPS Y1, (DI)
	ADDQ    $32, SI
	ADDQ    $32, DI
	SUBQ    $8, CX
	JNZ     eight

done:
	VZEROUPPER
	RET

// func addRowsEightAVX2(out, rows *float32, at *uint32, x *float32, count, stride int)
TEXT ·addRowsEightAVX2(SB), NOSPLIT, $0-48
	MOVQ    out+0(FP), DI
	MOVQ    rows+8(FP), SI
	MOVQ    at+16(FP), R8
	MOVQ    x+24(FP), R9
	MOVQ    count+32(FP), CX
	MOVQ    stride+40(FP), R10
	VMOVUPS 0(DI), Y4

next:
	MOVL         (R8), AX
	VBROADCASTSS (R9), Y0
	IMULQ        R10, AX
	ADDQ         SI, AX
	VMULPS       0(AX), Y0, Y8
	VADDPS       Y8, Y4, Y4
	ADDQ         $4, R8
	ADDQ         $4, R9
	DECQ         CX
	JNZ          next

	VMOVUPS Y4, 0(DI)
	VZEROUPPER
	RET

// func addRowsSixteenAVX2(out, rows *float32, at *uint32, x *float32, count, stride int)
TEXT ·addRowsSixteenAVX2(SB), NOSPLIT, $0-48
	MOVQ    out+0(FP), DI
	MOVQ    rows+8(FP), SI
	MOVQ    at+16(FP), R8
	MOVQ    x+24(FP), R9
	MOVQ    count+32(FP), CX
	MOVQ    stride+40(FP), R10
	VMOVUPS 0(DI), Y4
	VMOVUPS 32(DI), Y5

next:
	MOVL         (R8), AX
	VBROADCASTSS (R9), Y0
	IMULQ        R10, AX
	ADDQ         SI, AX
	VMULPS       0(AX), Y0, Y8
	VMULPS       32(AX), Y0, Y9
	VADDPS       Y8, Y4, Y4
	VADDPS       Y9, Y5, Y5
	ADDQ         $4, R8
	ADDQ         $4, R9
	DECQ         CX
	JNZ          next

	VMOVUPS Y4, 0(DI)
	VMOVUPS Y5, 32(DI)
	VZEROUPPER
	RET

// func addRowsThirtyTwoAVX2(out, rows *float32, at *uint32, x *float32, count, stride int)
TEXT ·addRowsThirtyTwoAVX2(SB), NOSPLIT, $0-48
	MOVQ    out+0(FP), DI
	MOVQ    rows+8(FP), SI
	MOVQ    at+16(FP), R8
	MOVQ    x+24(FP), R9
	MOVQ    count+32(FP), CX
	MOVQ    stride+40(FP), R10
	VMOVUPS 0(DI), Y4
	VMOVUPS 32(DI), Y5
	VMOVUPS 64(DI), Y6
	VMOVUPS 96(DI), Y7

next:
	MOVL         (R8), AX
	VBROADCASTSS (R9), Y0
	IMULQ        R10, AX
	ADDQ         SI, AX
	VMULPS       0(AX), Y0, Y8
	VMULPS       32(AX), Y0, Y9
	VMULPS       64(AX), Y0, Y10
	VMULPS       96(AX), Y0, Y11
	VADDPS       Y8, Y4, Y4
	VADDPS       Y9, Y5, Y5
	VADDPS       Y10, Y6, Y6
	VADDPS       Y11, Y7, Y7
	ADDQ         $4, R8
	ADDQ         $4, R9
	DECQ         CX
	JNZ          next

	VMOVUPS Y4, 0(DI)
	VMOVUPS Y5, 32(DI)
	VMOVUPS Y6, 64(DI)
	VMOVUPS Y7, 96(DI)
	VZEROUPPER
	RET

// func addToRowsAVX2(rows *float32, at *uint32, factors, x *float32, count, stride, n int)
// n is a multiple of 8.
TEXT ·addToRowsAVX2(SB), NOSPLIT, $0-56
	MOVQ rows+0(FP), SI
	MOVQ at+8(FP), R8
	MOVQ factors+16(FP), R9
	MOVQ x+24(FP), R11
	MOVQ count+32(FP), CX
	MOVQ stride+40(FP), R10
	MOVQ n+48(FP), R12

row:
	MOVL         (R8), AX
	VBROADCASTSS (R9), Y0
	IMULQ        R10, AX
	ADDQ         SI, AX
	MOVQ         R11, BX
	MOVQ         R12, DX
	CMPQ         DX, $16
	JLT          eight

sixteen:
	VMULPS  0(BX), Y0, Y1
	VMULPS  32(BX), Y0, Y2
	VADDPS  0(AX), Y1, Y1
	VADDPS  32(AX), Y2, Y2
	VMOVUPS Y1, 0(AX)
	VMOVUPS Y2, 32(AX)
	ADDQ    $64, AX
	ADDQ    $64, BX
	SUBQ    $16, DX
	CMPQ    DX, $16
	JGE     sixteen
	TESTQ   DX, DX
	JZ      done

eight:
	VMULPS  (BX), Y0, Y1
	VADDPS  (AX), Y1, Y1
	VMOVUPS Y1, (AX)

done:
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ CX
	JNZ  row
	VZEROUPPER
	RET

// HALVESINT adds the eight int32 lanes of one register and leaves the sum in its first lane.
#define HALVESINT(Y, X, T) \
	VEXTRACTI128 $1, Y, T;    \
	VPADDD       T, X, X;     \
	VPSHUFD      $0x4E, X, T; \
	VPADDD       T, X, X;     \
	VPSHUFD      $0xB1, X, T; \
	VPADDD       T, X, X

// func dotInt8AVX2(row, x *int8, n int) int32
// n is a multiple of 16 and not 0.
TEXT ·dotInt8AVX2(SB), NOSPLIT, $0-28
	MOVQ  row+0(FP), SI
	MOVQ  x+8(FP), DI
	MOVQ  n+16(FP), CX
	VPXOR Y0, Y0, Y0

sixteen:
	VPMOVSXBW (SI), Y1
	VPMOVSXBW (DI), Y2
	VPMADDWD  Y1, Y2, Y1
	VPADDD    Y1, Y0, Y0
	ADDQ      $16, SI
	ADDQ      $16, DI
	SUBQ      $16, CX
	JNZ       sixteen
	HALVESINT(Y0, X0, X1)
	VMOVD     X0, AX
	MOVL      AX, ret+24(FP)
	VZEROUPPER
	RET

// func dotInt8FourAVX2(out *int32, rows *int8, stride int, x *int8, n int)
// n is a multiple of 16 and not 0.
TEXT ·dotInt8FourAVX2(SB), NOSPLIT, $0-40
	MOVQ  out+0(FP), DX
	MOVQ  rows+8(FP), SI
	MOVQ  stride+16(FP), R8
	MOVQ  x+24(FP), DI
	MOVQ  n+32(FP), CX
	LEAQ  (SI)(R8*1), R9
	LEAQ  (R9)(R8*1), R10
	LEAQ  (R10)(R8*1), R11
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	XORQ  AX, AX

sixteen:
	VPMOVSXBW (DI)(AX*1), Y4
	VPMOVSXBW (SI)(AX*1), Y5
	VPMOVSXBW (R9)(AX*1), Y6
	VPMOVSXBW (R10)(AX*1), Y7
	VPMOVSXBW (R11)(AX*1), Y8
	VPMADDWD  Y4, Y5, Y5
	VPMADDWD  Y4, Y6, Y6
	VPMADDWD  Y4, Y7, Y7
	VPMADDWD  Y4, Y8, Y8
	VPADDD    Y5, Y0, Y0
	VPADDD    Y6, Y1, Y1
	VPADDD    Y7, Y2, Y2
	VPADDD    Y8, Y3, Y3
	ADDQ      $16, AX
	CMPQ      AX, CX
	JLT       sixteen
	HALVESINT(Y0, X0, X4)
	HALVESINT(Y1, X1, X5)
	HALVESINT(Y2, X2, X6)
	HALVESINT(Y3, X3, X7)
	VMOVD     X0, 0(DX)
	VMOVD     X1, 4(DX)
	VMOVD     X2, 8(DX)
	VMOVD     X3, 12(DX)
	VZEROUPPER
	RET
