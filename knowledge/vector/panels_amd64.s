//go:build !purego

#include "textflag.h"

// A step takes two columns: sixteen pairs of weights, one pair of each row, widened to 16 bits, times the pair of each
// vector, repeated sixteen times. Each product of pairs is added up by the multiplication itself.

// func panelFourAVX2(out *int32, outStride int, panel *int8, x *int16, xStride, pairs int)
TEXT ·panelFourAVX2(SB), NOSPLIT, $0-48
	MOVQ  out+0(FP), DX
	MOVQ  outStride+8(FP), BX
	MOVQ  panel+16(FP), SI
	MOVQ  x+24(FP), DI
	MOVQ  xStride+32(FP), R8
	MOVQ  pairs+40(FP), CX
	LEAQ  (DI)(R8*1), R9
	LEAQ  (R9)(R8*1), R10
	LEAQ  (R10)(R8*1), R11
	XORQ  AX, AX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7

pair:
	VPMOVSXBW    0(SI), Y8
	VPMOVSXBW    16(SI), Y9
	VPBROADCASTD (DI)(AX*4), Y10
	VPBROADCASTD (R9)(AX*4), Y11
	VPMADDWD     Y8, Y10, Y12
	VPMADDWD     Y9, Y10, Y13
	VPMADDWD     Y8, Y11, Y14
	VPMADDWD     Y9, Y11, Y15
	VPADDD       Y12, Y0, Y0
	VPADDD       Y13, Y1, Y1
	VPADDD       Y14, Y2, Y2
	VPADDD       Y15, Y3, Y3
	VPBROADCASTD (R10)(AX*4), Y10
	VPBROADCASTD (R11)(AX*4), Y11
	VPMADDWD     Y8, Y10, Y12
	VPMADDWD     Y9, Y10, Y13
	VPMADDWD     Y8, Y11, Y14
	VPMADDWD     Y9, Y11, Y15
	VPADDD       Y12, Y4, Y4
	VPADDD       Y13, Y5, Y5
	VPADDD       Y14, Y6, Y6
	VPADDD       Y15, Y7, Y7
	ADDQ         $32, SI
	INCQ         AX
	CMPQ         AX, CX
	JLT          pair

	VMOVDQU Y0, 0(DX)
	VMOVDQU Y1, 32(DX)
	ADDQ    BX, DX
	VMOVDQU Y2, 0(DX)
	VMOVDQU Y3, 32(DX)
	ADDQ    BX, DX
	VMOVDQU Y4, 0(DX)
	VMOVDQU Y5, 32(DX)
	ADDQ    BX, DX
	VMOVDQU Y6, 0(DX)
	VMOVDQU Y7, 32(DX)
	VZEROUPPER
	RET

// func panelOneAVX2(out *int32, panel *int8, x *int16, pairs int)
TEXT ·panelOneAVX2(SB), NOSPLIT, $0-32
	MOVQ  out+0(FP), DX
	MOVQ  panel+8(FP), SI
	MOVQ  x+16(FP), DI
	MOVQ  pairs+24(FP), CX
	XORQ  AX, AX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1

pair:
	VPMOVSXBW    0(SI), Y8
	VPMOVSXBW    16(SI), Y9
	VPBROADCASTD (DI)(AX*4), Y10
	VPMADDWD     Y8, Y10, Y8
	VPMADDWD     Y9, Y10, Y9
	VPADDD       Y8, Y0, Y0
	VPADDD       Y9, Y1, Y1
	ADDQ         $32, SI
	INCQ         AX
	CMPQ         AX, CX
	JLT          pair

	VMOVDQU Y0, 0(DX)
	VMOVDQU Y1, 32(DX)
	VZEROUPPER
	RET

// func panelsFourVNNI(out *int32, outStride int, first, second *int8, x *int16, xStride, pairs int)
TEXT ·panelsFourVNNI(SB), NOSPLIT, $0-56
	MOVQ   out+0(FP), DX
	MOVQ   outStride+8(FP), BX
	MOVQ   first+16(FP), SI
	MOVQ   second+24(FP), R12
	MOVQ   x+32(FP), DI
	MOVQ   xStride+40(FP), R8
	MOVQ   pairs+48(FP), CX
	LEAQ   (DI)(R8*1), R9
	LEAQ   (R9)(R8*1), R10
	LEAQ   (R10)(R8*1), R11
	XORQ   AX, AX
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1
	VPXORQ Z2, Z2, Z2
	VPXORQ Z3, Z3, Z3
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	VPXORQ Z6, Z6, Z6
	VPXORQ Z7, Z7, Z7

pair:
	VPMOVSXBW    (SI), Z8
	VPMOVSXBW    (R12), Z9
	VPBROADCASTD (DI)(AX*4), Z10
	VPBROADCASTD (R9)(AX*4), Z11
	VPBROADCASTD (R10)(AX*4), Z12
	VPBROADCASTD (R11)(AX*4), Z13
	VPDPWSSD     Z8, Z10, Z0
	VPDPWSSD     Z9, Z10, Z1
	VPDPWSSD     Z8, Z11, Z2
	VPDPWSSD     Z9, Z11, Z3
	VPDPWSSD     Z8, Z12, Z4
	VPDPWSSD     Z9, Z12, Z5
	VPDPWSSD     Z8, Z13, Z6
	VPDPWSSD     Z9, Z13, Z7
	ADDQ         $32, SI
	ADDQ         $32, R12
	INCQ         AX
	CMPQ         AX, CX
	JLT          pair

	VMOVDQU32 Z0, 0(DX)
	VMOVDQU32 Z1, 64(DX)
	ADDQ      BX, DX
	VMOVDQU32 Z2, 0(DX)
	VMOVDQU32 Z3, 64(DX)
	ADDQ      BX, DX
	VMOVDQU32 Z4, 0(DX)
	VMOVDQU32 Z5, 64(DX)
	ADDQ      BX, DX
	VMOVDQU32 Z6, 0(DX)
	VMOVDQU32 Z7, 64(DX)
	VZEROUPPER
	RET

// func panelsEightVNNI(out *int32, outStride int, first, second *int8, x *int16, xStride, pairs int)
TEXT ·panelsEightVNNI(SB), NOSPLIT, $0-56
	MOVQ   out+0(FP), DX
	MOVQ   outStride+8(FP), BX
	MOVQ   first+16(FP), SI
	MOVQ   second+24(FP), R12
	MOVQ   x+32(FP), DI
	MOVQ   xStride+40(FP), R8
	MOVQ   pairs+48(FP), CX
	LEAQ   (R8)(R8*2), R10 // three strides
	LEAQ   (DI)(R8*4), R9  // the fifth vector
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1
	VPXORQ Z2, Z2, Z2
	VPXORQ Z3, Z3, Z3
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	VPXORQ Z6, Z6, Z6
	VPXORQ Z7, Z7, Z7
	VPXORQ Z8, Z8, Z8
	VPXORQ Z9, Z9, Z9
	VPXORQ Z10, Z10, Z10
	VPXORQ Z11, Z11, Z11
	VPXORQ Z12, Z12, Z12
	VPXORQ Z13, Z13, Z13
	VPXORQ Z14, Z14, Z14
	VPXORQ Z15, Z15, Z15

pair:
	VPMOVSXBW    (SI), Z16
	VPMOVSXBW    (R12), Z17
	VPBROADCASTD (DI), Z18
	VPBROADCASTD (DI)(R8*1), Z19
	VPBROADCASTD (DI)(R8*2), Z20
	VPBROADCASTD (DI)(R10*1), Z21
	VPBROADCASTD (R9), Z22
	VPBROADCASTD (R9)(R8*1), Z23
	VPBROADCASTD (R9)(R8*2), Z24
	VPBROADCASTD (R9)(R10*1), Z25
	VPDPWSSD     Z16, Z18, Z0
	VPDPWSSD     Z17, Z18, Z1
	VPDPWSSD     Z16, Z19, Z2
	VPDPWSSD     Z17, Z19, Z3
	VPDPWSSD     Z16, Z20, Z4
	VPDPWSSD     Z17, Z20, Z5
	VPDPWSSD     Z16, Z21, Z6
	VPDPWSSD     Z17, Z21, Z7
	VPDPWSSD     Z16, Z22, Z8
	VPDPWSSD     Z17, Z22, Z9
	VPDPWSSD     Z16, Z23, Z10
	VPDPWSSD     Z17, Z23, Z11
	VPDPWSSD     Z16, Z24, Z12
	VPDPWSSD     Z17, Z24, Z13
	VPDPWSSD     Z16, Z25, Z14
	VPDPWSSD     Z17, Z25, Z15
	ADDQ         $32, SI
	ADDQ         $32, R12
	ADDQ         $4, DI
	ADDQ         $4, R9
	DECQ         CX
	JNZ          pair

	VMOVDQU32 Z0, 0(DX)
	VMOVDQU32 Z1, 64(DX)
	ADDQ      BX, DX
	VMOVDQU32 Z2, 0(DX)
	VMOVDQU32 Z3, 64(DX)
	ADDQ      BX, DX
	VMOVDQU32 Z4, 0(DX)
	VMOVDQU32 Z5, 64(DX)
	ADDQ      BX, DX
	VMOVDQU32 Z6, 0(DX)
	VMOVDQU32 Z7, 64(DX)
	ADDQ      BX, DX
	VMOVDQU32 Z8, 0(DX)
	VMOVDQU32 Z9, 64(DX)
	ADDQ      BX, DX
	VMOVDQU32 Z10, 0(DX)
	VMOVDQU32 Z11, 64(DX)
	ADDQ      BX, DX
	VMOVDQU32 Z12, 0(DX)
	VMOVDQU32 Z13, 64(DX)
	ADDQ      BX, DX
	VMOVDQU32 Z14, 0(DX)
	VMOVDQU32 Z15, 64(DX)
	VZEROUPPER
	RET

// func panelsOneVNNI(out *int32, first, second *int8, x *int16, pairs int)
// The multiplication and the addition are apart because the next step would wait for the two in one.
TEXT ·panelsOneVNNI(SB), NOSPLIT, $0-40
	MOVQ   out+0(FP), DX
	MOVQ   first+8(FP), SI
	MOVQ   second+16(FP), R12
	MOVQ   x+24(FP), DI
	MOVQ   pairs+32(FP), CX
	XORQ   AX, AX
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1

pair:
	VPMOVSXBW    (SI), Z8
	VPMOVSXBW    (R12), Z9
	VPBROADCASTD (DI)(AX*4), Z10
	VPMADDWD     Z8, Z10, Z8
	VPMADDWD     Z9, Z10, Z9
	VPADDD       Z8, Z0, Z0
	VPADDD       Z9, Z1, Z1
	ADDQ         $32, SI
	ADDQ         $32, R12
	INCQ         AX
	CMPQ         AX, CX
	JLT          pair

	VMOVDQU32 Z0, 0(DX)
	VMOVDQU32 Z1, 64(DX)
	VZEROUPPER
	RET
