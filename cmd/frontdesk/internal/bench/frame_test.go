package bench

import (
	"encoding/json"
	"reflect"
	"testing"

	"frontdesk/widget/wire"
)

func TestReadAck(t *testing.T) {
	b, err := json.Marshal(wire.Out{V: wire.Version, Type: wire.TypeAck, ID: "m1", Conversation: "c1", Seq: 17})
	if err != nil {
		t.Fatal(err)
	}
	var f frame
	if !f.readAck(b) {
		t.Errorf("%s is not read the short way: the server writes acknowledgements otherwise now", b)
	}
	if want := (frame{Type: wire.TypeAck, ID: "m1", Conversation: "c1", Seq: 17}); !reflect.DeepEqual(f, want) {
		t.Errorf("%s is read as %+v", b, f)
	}
}

// Whatever is read the short way means the same to the library.
func FuzzReadAck(f *testing.F) {
	for _, s := range []string{
		`{"v":1,"type":"ack","id":"m1","conversation":"c1","seq":17}`,
		`{"v":1,"type":"ack","id":"m\"1","conversation":"c1","seq":17}`,
		`{"v":1,"type":"ack","id":"m1","conversation":"c1","seq":17,"more":true}`,
		`{"v":12345678,"type":"ack"`,
		`{"v":1,"type":"error","id":"m1","code":"stale"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var short, long frame
		if !short.readAck(b) {
			return
		}
		if err := json.Unmarshal(b, &long); err != nil {
			return // the short way is not there to find faults in JSON
		}
		if !reflect.DeepEqual(short, long) {
			t.Errorf("%s: the short way reads %+v, the library %+v", b, short, long)
		}
	})
}

func TestAppendSend(t *testing.T) {
	text, err := json.Marshal("is \"this\" it?\n")
	if err != nil {
		t.Fatal(err)
	}
	var in wire.In
	if err := json.Unmarshal(appendSend(nil, "b7", "c1", text), &in); err != nil {
		t.Fatal(err)
	}
	if want := (wire.In{V: wire.Version, Type: wire.TypeSend, ID: "b7", Conversation: "c1", Text: "is \"this\" it?\n"}); !reflect.DeepEqual(in, want) {
		t.Errorf("the frame says %+v, want %+v", in, want)
	}
}
