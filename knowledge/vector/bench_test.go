package vector_test

import (
	"math/rand/v2"
	"testing"

	"frontdesk/knowledge/vector"
)

func BenchmarkDot512(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	x, y := numbers(r, 512), numbers(r, 512)
	for b.Loop() {
		vector.Dot(x, y)
	}
}

func BenchmarkAxpy512(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	x, y := numbers(r, 512), numbers(r, 512)
	for b.Loop() {
		vector.Axpy(y, 0, x)
	}
}

func benchmarkRows(b *testing.B, count, n int) {
	r := rand.New(rand.NewPCG(1, 1))
	x, rows, out, at := numbers(r, count), numbers(r, count*n), make([]float32, n), make([]uint32, count)
	for i := range at {
		at[i] = uint32(i)
	}
	b.Run("to", func(b *testing.B) {
		for b.Loop() {
			vector.AddToRows(rows, at, x, out)
		}
	})
	b.Run("of", func(b *testing.B) {
		for b.Loop() {
			vector.AddRows(out, rows, at, x)
		}
	})
}

func BenchmarkRows256x16(b *testing.B)   { benchmarkRows(b, 256, 16) }
func BenchmarkRows256x120(b *testing.B)  { benchmarkRows(b, 256, 120) }
func BenchmarkRows256x2000(b *testing.B) { benchmarkRows(b, 256, 2000) }

func BenchmarkDotRows1000x512(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	x, rows, out := numbers(r, 512), numbers(r, 512*1000), make([]float32, 1000)
	for b.Loop() {
		vector.DotRows(out, rows, x)
	}
}

func BenchmarkDotInt8Rows16000x512(b *testing.B) {
	x, rows, out := make([]int8, 512), make([]int8, 512*16000), make([]int32, 16000)
	for b.Loop() {
		vector.DotInt8Rows(out, rows, x)
	}
}

func benchmarkMulPanels(b *testing.B, rows, k, count int) {
	r := rand.New(rand.NewPCG(1, 1))
	panels, x, out := vector.PackPanels(small(r, rows*k), k), factors(r, count*k, k), make([]int32, rows*count)
	for b.Loop() {
		vector.MulPanels(out, panels, x, k)
	}
	b.ReportMetric(float64(rows*k*count)/(float64(b.Elapsed().Nanoseconds())/float64(b.N)), "products/ns")
}

func BenchmarkMulPanels1536x512One(b *testing.B)    { benchmarkMulPanels(b, 1536, 512, 1) }
func BenchmarkMulPanels1536x512Eleven(b *testing.B) { benchmarkMulPanels(b, 1536, 512, 11) }
func BenchmarkMulPanels1536x512Many(b *testing.B)   { benchmarkMulPanels(b, 1536, 512, 128) }
func BenchmarkMulPanels512x1536Many(b *testing.B)   { benchmarkMulPanels(b, 512, 1536, 128) }

func BenchmarkQuantise1536(b *testing.B) {
	x, out := numbers(rand.New(rand.NewPCG(1, 1)), 1536), make([]int16, 1536)
	for b.Loop() {
		vector.Quantise(out, x, 1)
	}
}
