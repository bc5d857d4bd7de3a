package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge/vector"
)

// packed makes a package of files.
func packed(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for name, body := range files {
		if err := archive.WriteHeader(&tar.Header{Name: "package/dist/" + name, Mode: 0o644, Size: int64(len(body))}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	for _, closer := range []interface{ Close() error }{archive, zipped} {
		if err := closer.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// floats are numbers as they lie in a shard.
func floats(numbers ...float32) string {
	var b []byte
	for _, n := range numbers {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(n))
	}
	return string(b)
}

var small = map[string]string{
	"model.json": `{"weightsManifest":[{"paths":["one","two"],"weights":[
		{"name":"a/weights","shape":[1,3],"dtype":"float32"},
		{"name":"a/count","shape":[],"dtype":"int32"},
		{"name":"b/weights","shape":[2],"dtype":"float32"}]}]}`,
	"one":        floats(1, 2),
	"two":        floats(3) + "\x07\x00\x00\x00" + floats(4, 5),
	"vocab.json": `[["\ufffd",0],["the",-3.5],["://",null],[":30",30],["a",-4]]`,
}

func TestUnpack(t *testing.T) {
	o, err := unpack(bytes.NewReader(packed(t, small)))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]float32{"a/weights": {1, 2, 3}, "b/weights": {4, 5}} {
		if got, err := o.find(name, len(want)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s = %v, %v; want %v", name, got, err, want)
		}
	}
	if want := []float64{0, -3.5, -3.5, -3.5, -4}; !slices.Equal(o.scores, want) {
		t.Errorf("scores %v, want %v", o.scores, want)
	}
	for name, shape := range map[string][]int{"weights": {3}, "b/weights": {3}, "c": {1}} {
		if got, err := o.find(name, shape...); err == nil {
			t.Errorf("found %s of shape %v: %v", name, shape, got)
		}
	}
}

func TestAPackageThatIsNotWhole(t *testing.T) {
	for name, change := range map[string][2]string{
		"no list of tensors": {"model.json", ""},
		"a shard too short":  {"two", floats(3)},
		"no vocabulary":      {"vocab.json", "{}"},
		"a piece of numbers": {"vocab.json", "[[1,2]]"},
	} {
		files := make(map[string]string)
		for file, body := range small {
			files[file] = body
		}
		files[change[0]] = change[1]
		if _, err := unpack(bytes.NewReader(packed(t, files))); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := unpack(strings.NewReader("no archive")); err == nil {
		t.Error("no archive: no error")
	}
}

func TestAnotherPackageIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.tgz")
	if err := os.WriteFile(path, packed(t, small), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(path, t.TempDir()); err == nil || !strings.Contains(err.Error(), "digest") {
		t.Errorf("error %v", err)
	}
}

// TestAQuantisedMatrixMultipliesLikeTheOriginal: it is turned, scaled and packed on the way.
func TestAQuantisedMatrixMultipliesLikeTheOriginal(t *testing.T) {
	m := matrix{in: 6, out: 32, weights: make([]float32, 6*32), bias: make([]float32, 32)}
	for i := range m.weights {
		m.weights[i] = float32(math.Sin(float64(i*i))) * float32(1+i%32)
	}
	for i := range m.bias {
		m.bias[i] = float32(i) / 8
	}
	x := []float64{1, -2, 3, 0, 5, -6}
	rounded := make([]int16, len(x))
	for i, v := range x {
		rounded[i] = int16(v)
	}
	q := m.quantised()
	sums, got := make([]int32, q.Rows), make([]float32, q.Rows)
	vector.MulPanels(sums, q.Panels, rounded, q.Columns)
	vector.Rescale(got, sums, 1, q.Scales, q.Bias)
	for i, want := range m.apply(x) {
		if off := math.Abs(float64(got[i]) - want); off > float64(q.Scales[i])*.5*17 { // half a step for each of Σ|x| = 17
			t.Errorf("number %d = %v, want %v", i, got[i], want)
		}
	}
}
