package encoder

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"

	"frontdesk/knowledge/vector"
)

// key stands for a text: half of its SHA-256.
type key [16]byte

func keyOf(text string) key {
	sum := sha256.Sum256([]byte(text))
	return key(sum[:])
}

// record is a vector as it is kept: the key, the size of a step as a float32, the numbers in steps, one byte each,
// and the CRC-32C of all that. Numbers of several bytes are little-endian.
type record []byte

const (
	stepsAt  = len(key{}) + 4
	overhead = stepsAt + 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errVector says that an encoder gave something that no direction can be read from.
var errVector = errors.New("a vector that is infinite or no number")

// newRecord rounds a vector. Its length stays what it was.
func newRecord(k key, v []float32) (record, error) {
	steps := make([]int8, len(v))
	if vector.ToInt8(steps, v) == 0 && vector.Dot(v, v) != 0 {
		return nil, errVector
	}
	var square [1]int32
	vector.DotInt8Rows(square[:], steps, steps)
	step := float32(0)
	if square[0] > 0 {
		step = float32(math.Sqrt(float64(vector.Dot(v, v)) / float64(square[0])))
	}
	r := make(record, 0, len(v)+overhead)
	r = append(r, k[:]...)
	r = binary.LittleEndian.AppendUint32(r, math.Float32bits(step))
	for _, s := range steps {
		r = append(r, byte(s))
	}
	return binary.LittleEndian.AppendUint32(r, crc32.Checksum(r, castagnoli)), nil
}

// whole reports whether the record is as it was written.
func (r record) whole() bool {
	body := len(r) - 4
	return binary.LittleEndian.Uint32(r[body:]) == crc32.Checksum(r[:body], castagnoli)
}

func (r record) key() key { return key(r[:len(key{})]) }

// vector returns the numbers.
func (r record) vector() []float32 {
	step := math.Float32frombits(binary.LittleEndian.Uint32(r[len(key{}):]))
	v := make([]float32, len(r)-overhead)
	for i := range v {
		v[i] = step * float32(int8(r[stepsAt+i]))
	}
	return v
}
