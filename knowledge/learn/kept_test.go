package learn

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"testing"
)

// What is written is read as it was; what is cut short is refused, wherever it was cut.
func TestKept(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var rows [][]float32
	var classes []int
	for i := range 40 {
		row := make([]float32, 9)
		for k := range row {
			row[k] = random.Float32()
		}
		rows, classes = append(rows, row), append(classes, i%11)
	}
	linear := Train(DenseRows(rows), classes, 9, 11, Training{Passes: 2, Rate: 1})
	gauss := NewGauss(rows, classes, 11, .2)
	var a, b bytes.Buffer
	if err := linear.Write(&a); err != nil {
		t.Fatal(err)
	}
	if err := gauss.Write(&b); err != nil {
		t.Fatal(err)
	}
	if back, err := ReadLinear(bytes.NewReader(a.Bytes()), 9, 11); err != nil || !reflect.DeepEqual(back, linear) {
		t.Errorf("another classifier was read, %v", err)
	}
	if back, err := ReadGauss(bytes.NewReader(b.Bytes()), 9, 11); err != nil || !reflect.DeepEqual(back, gauss) {
		t.Errorf("another Gauss was read, %v", err)
	}
	for cut := range a.Len() {
		if _, err := ReadLinear(bytes.NewReader(a.Bytes()[:cut]), 9, 11); err == nil {
			t.Fatalf("a classifier of %d of %d bytes was read", cut, a.Len())
		}
	}
	for cut := range b.Len() {
		if _, err := ReadGauss(bytes.NewReader(b.Bytes()[:cut]), 9, 11); err == nil {
			t.Fatalf("a Gauss of %d of %d bytes was read", cut, b.Len())
		}
	}
}

// What is longer than one piece is read as it was, too.
func TestKeptInPieces(t *testing.T) {
	in := make([]float32, 3*chunk/4+5)
	for i := range in {
		in[i] = float32(i)
	}
	var w bytes.Buffer
	if err := writeNumbers(&w, in); err != nil {
		t.Fatal(err)
	}
	if w.Len() != 4*len(in) {
		t.Errorf("%d numbers take %d bytes", len(in), w.Len())
	}
	if out, err := readNumbers(&w, len(in)); err != nil || !reflect.DeepEqual(in, out) {
		t.Errorf("other numbers were read, %v", err)
	}
}
