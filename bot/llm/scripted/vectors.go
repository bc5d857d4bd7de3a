package scripted

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
)

func (v *vectors) send(x *exchange) { writeJSON(x.w, http.StatusOK, v) }

func (v *vectors) kind() string { return "application/json" }

func (v *vectors) raw() []byte {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		panic(err) // as in writeJSON
	}
	return b.Bytes()
}

func (v *vectors) stall(x *exchange) {
	v.begin(x)
	<-x.r.Context().Done()
}

// endless goes on with blanks, which JSON allows.
func (v *vectors) endless(x *exchange) {
	v.begin(x)
	blanks := bytes.Repeat([]byte(" "), 4<<10)
	for {
		if _, err := x.w.Write(blanks); err != nil {
			return
		}
	}
}

func (v *vectors) begin(x *exchange) {
	writeRaw(x.w, http.StatusOK, v.kind(), []byte(`{"object":"list",`))
	x.flush()
}

// huge stays correct JSON.
func (v *vectors) huge(x *exchange, padding int) {
	x.w.Header().Set("Content-Type", v.kind())
	if _, err := io.WriteString(x.w, `{"padding":"`); err != nil {
		return
	}
	piece := bytes.Repeat([]byte("x"), 64<<10)
	for left := padding; left > 0; left -= len(piece) {
		if _, err := x.w.Write(piece[:min(left, len(piece))]); err != nil {
			return
		}
	}
	_, _ = x.w.Write(append([]byte(`",`), v.raw()[1:]...))
}

func (v *vectors) void() {
	for i := range v.Data {
		v.Data[i].Embedding = []number{}
	}
}
