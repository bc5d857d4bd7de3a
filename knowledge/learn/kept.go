package learn

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
)

// chunk is how many bytes are read or written at once.
const chunk = 1 << 14

// writeNumbers writes numbers one after the other, each in four bytes, the least first.
func writeNumbers(w io.Writer, numbers []float32) error {
	buf := make([]byte, 0, chunk)
	for part := range slices.Chunk(numbers, chunk/4) {
		buf = buf[:0]
		for _, v := range part {
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	return nil
}

// readNumbers reads n of them.
func readNumbers(r io.Reader, n int) ([]float32, error) {
	out := make([]float32, n)
	buf := make([]byte, chunk)
	for part := range slices.Chunk(out, chunk/4) {
		b := buf[:4*len(part)]
		if _, err := io.ReadFull(r, b); err != nil {
			return nil, err
		}
		for i := range part {
			part[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
	}
	return out, nil
}

// Write writes the classifier, without its shape, for [ReadLinear].
func (m *Linear) Write(w io.Writer) error {
	if err := writeNumbers(w, m.bias); err != nil {
		return fmt.Errorf("keeping a classifier: %w", err)
	}
	if err := writeNumbers(w, m.weights); err != nil {
		return fmt.Errorf("keeping a classifier: %w", err)
	}
	return nil
}

// ReadLinear reads a classifier that was trained for as many features and classes and written with [Linear.Write].
// Whether the numbers are the same as then is not checked.
func ReadLinear(r io.Reader, features, classes int) (*Linear, error) {
	m := &Linear{classes: classes, stride: strideOf(classes)}
	var err error
	if m.bias, err = readNumbers(r, m.stride); err != nil {
		return nil, fmt.Errorf("reading a kept classifier: %w", err)
	}
	if m.weights, err = readNumbers(r, features*m.stride); err != nil {
		return nil, fmt.Errorf("reading a kept classifier: %w", err)
	}
	return m, nil
}

// Write writes the Gauss, without its shape, for [ReadGauss].
func (g *Gauss) Write(w io.Writer) error {
	counts := make([]float32, len(g.count)) // exact: nobody has so many examples
	for c, n := range g.count {
		counts[c] = float32(n)
	}
	for _, part := range [][]float32{counts, g.inverse, g.means, g.towards, g.offset} {
		if err := writeNumbers(w, part); err != nil {
			return fmt.Errorf("keeping a Gauss: %w", err)
		}
	}
	return nil
}

// ReadGauss reads what was fitted to vectors of as many numbers and to as many classes and written with [Gauss.Write].
// Whether the numbers are the same as then is not checked.
func ReadGauss(r io.Reader, size, classes int) (*Gauss, error) {
	counts, err := readNumbers(r, classes)
	if err != nil {
		return nil, fmt.Errorf("reading a kept Gauss: %w", err)
	}
	g := &Gauss{size: size, count: make([]int, classes)}
	for c, n := range counts {
		g.count[c] = int(n)
	}
	for _, part := range []struct {
		into *[]float32
		n    int
	}{{&g.inverse, size * size}, {&g.means, classes * size}, {&g.towards, classes * size}, {&g.offset, classes}} {
		if *part.into, err = readNumbers(r, part.n); err != nil {
			return nil, fmt.Errorf("reading a kept Gauss: %w", err)
		}
	}
	return g, nil
}
