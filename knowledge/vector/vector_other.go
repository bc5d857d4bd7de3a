//go:build !amd64 || purego

package vector

func dot(a, b []float32) float32                          { return dotTwin(a, b) }
func dotRows(out, rows, x []float32, stride int)          { dotRowsTwin(out, rows, x, stride) }
func axpy(y []float32, a float32, x []float32)            { axpyTwin(y, a, x) }
func dotInt8Rows(out []int32, rows, x []int8, stride int) { dotInt8RowsTwin(out, rows, x, stride) }

func addRows(out, rows []float32, at []uint32, x []float32, stride int) {
	addRowsTwin(out, rows, at, x, stride)
}

func addToRows(rows []float32, at []uint32, factors, x []float32, stride int) {
	addToRowsTwin(rows, at, factors, x, stride)
}
