package learn

import (
	"encoding/binary"
	"fmt"
	"io"
)

// chunk is how many bytes are read or written at once.
const chunk = 1 << 14

// number is what classifiers are made of. Each is kept in four bytes, the least first.
type number interface{ ~float32 | ~uint32 }

// writeNumbers writes numbers one after the other.
func writeNumbers[N number](w io.Writer, numbers []N) error {
	buf := make([]byte, 0, chunk)
	for len(numbers) > 0 {
		part := numbers[:min(len(numbers), chunk/4)]
		numbers = numbers[len(part):]
		var err error
		if buf, err = binary.Append(buf[:0], binary.LittleEndian, part); err != nil {
			return err
		}
		if _, err = w.Write(buf); err != nil {
			return err
		}
	}
	return nil
}

// readNumbers reads n of them. It takes memory only for what it has read.
func readNumbers[N number](r io.Reader, n int) ([]N, error) {
	out := make([]N, 0, min(n, 1<<20))
	buf := make([]byte, chunk)
	part := make([]N, chunk/4)
	for len(out) < n {
		next := part[:min(n-len(out), len(part))]
		b := buf[:4*len(next)]
		if _, err := io.ReadFull(r, b); err != nil {
			return nil, err
		}
		if _, err := binary.Decode(b, binary.LittleEndian, next); err != nil {
			return nil, err
		}
		out = append(out, next...)
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
	if m.bias, err = readNumbers[float32](r, m.stride); err != nil {
		return nil, fmt.Errorf("reading a kept classifier: %w", err)
	}
	if m.weights, err = readNumbers[float32](r, features*m.stride); err != nil {
		return nil, fmt.Errorf("reading a kept classifier: %w", err)
	}
	return m, nil
}

// Write writes the Gauss, without its shape, for [ReadGauss].
func (g *Gauss) Write(w io.Writer) error {
	counts := make([]uint32, len(g.count))
	for c, n := range g.count {
		counts[c] = uint32(n)
	}
	if err := writeNumbers(w, counts); err != nil {
		return fmt.Errorf("keeping a Gauss: %w", err)
	}
	for _, part := range [][]float32{g.inverse, g.means, g.towards, g.offset} {
		if err := writeNumbers(w, part); err != nil {
			return fmt.Errorf("keeping a Gauss: %w", err)
		}
	}
	return nil
}

// ReadGauss reads what was fitted to vectors of as many numbers and to as many classes and written with [Gauss.Write].
// Whether the numbers are the same as then is not checked.
func ReadGauss(r io.Reader, size, classes int) (*Gauss, error) {
	counts, err := readNumbers[uint32](r, classes)
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
		if *part.into, err = readNumbers[float32](r, part.n); err != nil {
			return nil, fmt.Errorf("reading a kept Gauss: %w", err)
		}
	}
	return g, nil
}
