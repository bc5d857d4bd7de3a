package weights_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"reflect"
	"testing"

	"frontdesk/knowledge/encoder/weights"
)

// matrix returns a matrix full of numbers.
func matrix(rows, columns int) weights.Matrix {
	m := weights.Matrix{Rows: rows, Columns: columns, Panels: make([]int8, rows*columns), Scales: floats(rows), Bias: floats(rows)}
	for i := range m.Panels {
		m.Panels[i] = int8(i)
	}
	return m
}

func floats(n int) []float32 {
	list := make([]float32, n)
	for i := range list {
		list[i] = float32(i) - 3.5
	}
	return list
}

func layer(width int) weights.Layer {
	l := weights.Layer{
		Before: weights.Norm{Scale: floats(width), Bias: floats(width)},
		QKV:    matrix(3*width, width), Output: matrix(weights.Hidden, width), Factor: .125,
		Shortcut: weights.Matrix{Scales: []float32{}, Bias: []float32{}},
		Middle:   weights.Norm{Scale: floats(weights.Hidden), Bias: floats(weights.Hidden)},
		Widen:    matrix(weights.Inner, weights.Hidden), Narrow: matrix(weights.Hidden, weights.Inner),
	}
	if width != weights.Hidden {
		l.Shortcut = matrix(weights.Hidden, width)
	}
	return l
}

// model returns a model of two pieces.
func model() *weights.Model {
	return &weights.Model{
		Pieces: []string{"�", "▁pay"}, Scores: []float64{0, -3.25},
		Embeddings: make([]int8, 2*weights.Width), EmbeddingScales: floats(2), Frequencies: floats(weights.Width / 2),
		Layers: [2]weights.Layer{layer(weights.Width), layer(weights.Hidden)},
		Last:   matrix(weights.Hidden, weights.Hidden),
	}
}

func written(t testing.TB, m *weights.Model) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := weights.Write(&file, m); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	want := model()
	got, err := weights.Read(string(written(t, want)))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("the model that was read is not the one that was written")
	}
}

func TestAModelThatDoesNotFitIsNotWritten(t *testing.T) {
	for name, harm := range map[string]func(*weights.Model){
		"a score too few":         func(m *weights.Model) { m.Scores = m.Scores[1:] },
		"a short norm":            func(m *weights.Model) { m.Layers[1].Middle.Bias = floats(3) },
		"a matrix turned":         func(m *weights.Model) { m.Layers[0].Widen.Rows, m.Layers[0].Widen.Columns = 512, 1536 },
		"a bias too few":          func(m *weights.Model) { m.Last.Bias = m.Last.Bias[1:] },
		"no shortcut":             func(m *weights.Model) { m.Layers[0].Shortcut = weights.Matrix{} },
		"a shortcut for nothing":  func(m *weights.Model) { m.Layers[1].Shortcut = matrix(512, 512) },
		"weights too few":         func(m *weights.Model) { m.Layers[1].QKV.Panels = m.Layers[1].QKV.Panels[2:] },
		"frequencies of nobody's": func(m *weights.Model) { m.Frequencies = nil },
	} {
		m := model()
		harm(m)
		if err := weights.Write(&bytes.Buffer{}, m); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestADamagedFileIsRefused(t *testing.T) {
	file := written(t, model())
	for name, harm := range map[string]func([]byte) []byte{
		"empty":           func(b []byte) []byte { return nil },
		"another file":    func(b []byte) []byte { return []byte("<!doctype html><title>Not found</title>") },
		"another version": func(b []byte) []byte { b[8]++; return b },
		"a bit turned":    func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		"cut off":         func(b []byte) []byte { return b[:len(b)-1] },
		"more behind it":  func(b []byte) []byte { return append(b, 0) },
		"only the header": func(b []byte) []byte { return b[:16] },
		"an empty body":   func(b []byte) []byte { return sealed(nil) },
		"a body too long": func(b []byte) []byte { return sealed(append(b[16:], 0)) },
	} {
		if _, err := weights.Read(string(harm(bytes.Clone(file)))); !errors.Is(err, weights.ErrFile) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// sealed puts a right header before a body.
func sealed(body []byte) []byte {
	file := binary.LittleEndian.AppendUint32([]byte("FDWEIGHT"), 1)
	file = binary.LittleEndian.AppendUint32(file, crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)))
	return append(file, body...)
}

// FuzzRead gives bodies with a right checksum to the reader: whatever they hold, it must end with an error or a
// model that can be written again.
func FuzzRead(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{2, 0, 0, 0, 1, 0, 0, 0, 'a', 0, 0, 0, 0})
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255})
	f.Add(written(f, model())[16:100])
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := weights.Read(string(sealed(body)))
		if err == nil {
			written(t, m)
		} else if !errors.Is(err, weights.ErrFile) {
			t.Errorf("error %v", err)
		}
	})
}
