package weights

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"unsafe"
)

const (
	magic   = "FDWEIGHT"
	version = 1
	header  = len(magic) + 8
)

// ErrFile says that a file is not one of weights, of another version, or damaged.
var ErrFile = errors.New("not a usable file of weights")

// visitor writes fields or reads them.
type visitor interface {
	size(*int)
	float(*float32)
	floats(*[]float32)
	doubles(*[]float64)
	ints(*[]int8)
	strings(*[]string)
}

// Write writes the model as a file. The model must be whole.
func Write(w io.Writer, m *Model) error {
	if err := m.check(); err != nil {
		return fmt.Errorf("write weights: %w", err)
	}
	var out writer
	m.fields(&out)
	head := []byte(magic)
	head = binary.LittleEndian.AppendUint32(head, version)
	head = binary.LittleEndian.AppendUint32(head, checksum(string(out.body)))
	for _, part := range [][]byte{head, out.body} {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("write weights: %w", err)
		}
	}
	return nil
}

// Read reads a file. What it returns shares the memory of the file and must not be changed. The error is ErrFile.
func Read(file string) (*Model, error) {
	if len(file) < header || file[:len(magic)] != magic {
		return nil, fmt.Errorf("%w: it does not begin like one", ErrFile)
	}
	head := []byte(file[len(magic):header])
	if v := binary.LittleEndian.Uint32(head); v != version {
		return nil, fmt.Errorf("%w: version %d, want %d", ErrFile, v, version)
	}
	if binary.LittleEndian.Uint32(head[4:]) != checksum(file[header:]) {
		return nil, fmt.Errorf("%w: the checksum is wrong", ErrFile)
	}
	in := reader{rest: file[header:]}
	m := new(Model)
	m.fields(&in)
	if in.short || in.rest != "" {
		return nil, fmt.Errorf("%w: it is too short or too long", ErrFile)
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	return m, nil
}

func checksum(body string) uint32 {
	return crc32.Checksum(unsafe.Slice(unsafe.StringData(body), len(body)), crc32.MakeTable(crc32.Castagnoli))
}

// writer appends fields to a body.
type writer struct{ body []byte }

func (w *writer) size(n *int) { w.body = binary.LittleEndian.AppendUint32(w.body, uint32(*n)) }

func (w *writer) float(f *float32) {
	w.body = binary.LittleEndian.AppendUint32(w.body, math.Float32bits(*f))
}

func (w *writer) length(n int) { w.size(&n) }

func (w *writer) floats(list *[]float32) {
	w.length(len(*list))
	for _, f := range *list {
		w.float(&f)
	}
}

func (w *writer) doubles(list *[]float64) {
	w.length(len(*list))
	for _, f := range *list {
		w.body = binary.LittleEndian.AppendUint64(w.body, math.Float64bits(f))
	}
}

func (w *writer) ints(list *[]int8) {
	w.length(len(*list))
	for _, v := range *list {
		w.body = append(w.body, byte(v))
	}
}

func (w *writer) strings(list *[]string) {
	w.length(len(*list))
	for _, s := range *list {
		w.length(len(s))
		w.body = append(w.body, s...)
	}
}

// reader takes fields from a body. Once something is missing, all that follows is empty.
type reader struct {
	rest  string
	short bool
}

// take returns the next count·size bytes.
func (r *reader) take(count, size int) string {
	if r.short || count < 0 || count > len(r.rest)/size {
		r.short = true
		return ""
	}
	taken := r.rest[:count*size]
	r.rest = r.rest[count*size:]
	return taken
}

func (r *reader) size(n *int) {
	if b := r.take(1, 4); b != "" {
		*n = int(binary.LittleEndian.Uint32([]byte(b)))
	}
}

func (r *reader) float(f *float32) {
	if b := r.take(1, 4); b != "" {
		*f = math.Float32frombits(binary.LittleEndian.Uint32([]byte(b)))
	}
}

// list reads a length and so many elements.
func (r *reader) list(size int) string {
	n := 0
	r.size(&n)
	return r.take(n, size)
}

func (r *reader) floats(list *[]float32) {
	b := []byte(r.list(4))
	*list = make([]float32, len(b)/4)
	for i := range *list {
		(*list)[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
}

func (r *reader) doubles(list *[]float64) {
	b := []byte(r.list(8))
	*list = make([]float64, len(b)/8)
	for i := range *list {
		(*list)[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
}

// ints shares the memory of the file: a byte and an int8 are the same bits.
func (r *reader) ints(list *[]int8) {
	if b := r.list(1); b != "" {
		*list = unsafe.Slice((*int8)(unsafe.Pointer(unsafe.StringData(b))), len(b))
	}
}

func (r *reader) strings(list *[]string) {
	n := 0
	r.size(&n)
	if r.short || n < 0 || n > len(r.rest)/4 { // each string has at least its length
		r.short = true
		return
	}
	*list = make([]string, n)
	for i := range *list {
		(*list)[i] = r.list(1)
	}
}
