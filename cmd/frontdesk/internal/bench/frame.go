package bench

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"frontdesk/widget/wire"
)

// frame is what the bench reads of a frame from the server; the rest is skipped.
type frame struct {
	Type         string           `json:"type"`
	ID           string           `json:"id"`
	Token        string           `json:"token"`
	Heartbeat    int              `json:"heartbeat"`
	Conversation string           `json:"conversation"`
	Seq          int64            `json:"seq"`
	Heads        map[string]int64 `json:"heads"`
	Events       []event          `json:"events"`
	More         bool             `json:"more"`
	State        *state           `json:"state"`
	Desk         *board           `json:"desk"`
	Code         string           `json:"code"`
	Message      string           `json:"message"`
	RetryAfter   int              `json:"retry_after"`
}

// event is what is checked of an entry of a log.
type event struct {
	Seq      int64  `json:"seq"`
	Kind     string `json:"kind"`
	From     string `json:"from"`
	ID       string `json:"id"`
	At       int64  `json:"at"`
	Text     string `json:"text"`
	Decision string `json:"decision"`
	Owner    string `json:"owner"`
}

type state struct {
	Owner string `json:"owner"`
	Epoch int64  `json:"epoch"`
	Head  int64  `json:"head"`
	Mine  bool   `json:"mine"`
}

// board is what an agent's overview says of who waits.
type board struct {
	Rows []struct {
		ID   string `json:"id"`
		View string `json:"view"`
	} `json:"rows"`
	Gone []string `json:"gone"`
}

// read decodes a frame. An acknowledgement, which is what there is most of, is read without the library if it looks
// as the server writes it.
func (f *frame) read(b []byte) error {
	*f = frame{}
	if f.readAck(b) {
		return nil
	}
	*f = frame{}
	return json.Unmarshal(b, f)
}

var (
	ackHead = []byte(`,"type":"ack","id":"`)
	ackConv = []byte(`","conversation":"`)
	ackSeq  = []byte(`","seq":`)
)

func (f *frame) readAck(b []byte) bool {
	i := bytes.IndexByte(b[:min(len(b), 12)], ',')
	if i < 0 || !bytes.HasPrefix(b[i:], ackHead) || bytes.IndexByte(b, '\\') >= 0 || !utf8.Valid(b) {
		return false
	}
	id, rest, ok := bytes.Cut(b[i+len(ackHead):], ackConv)
	if !ok {
		return false
	}
	conversation, rest, ok := bytes.Cut(rest, ackSeq)
	if !ok || len(rest) < 2 || rest[len(rest)-1] != '}' {
		return false
	}
	seq, err := strconv.ParseInt(string(rest[:len(rest)-1]), 10, 64)
	if err != nil {
		return false
	}
	f.Type, f.ID, f.Conversation, f.Seq = wire.TypeAck, string(id), string(conversation), seq
	return true
}

// appendSend appends the frame of a message. text is JSON already.
func appendSend(b []byte, id, conversation string, text []byte) []byte {
	b = append(b, `{"v":`...)
	b = strconv.AppendInt(b, wire.Version, 10)
	b = append(b, `,"type":"send","id":"`...)
	b = append(b, id...)
	b = append(b, `","conversation":"`...)
	b = append(b, conversation...)
	b = append(b, `","text":`...)
	b = append(b, text...)
	return append(b, '}')
}

// encode makes any other frame.
func encode(in wire.In) []byte {
	in.V = wire.Version
	b, err := json.Marshal(in)
	if err != nil {
		panic("wire.In cannot fail to encode: " + err.Error())
	}
	return b
}
