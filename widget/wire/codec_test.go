package wire_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"frontdesk/widget/wire"
)

// set gives a value something to say, in everything that it is made of.
func set(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem())
	default:
		panic("set does not know " + v.Kind().String())
	}
}

func checkAppend(t *testing.T, what string, o wire.Out) {
	t.Helper()
	want, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	if got := o.Append([]byte("before")); string(got) != "before"+string(want) {
		t.Errorf("%s:\ngot  %s\nwant %s", what, got, want)
	}
}

// No field of a frame or an event is forgotten, whichever is set beside those of a message.
func TestAppendWritesEveryField(t *testing.T) {
	message := wire.Event{Seq: 3, Kind: "message", From: "customer", At: 1700000000000, ID: "m1", Text: "hello"}
	frame := wire.Out{V: 2, Type: wire.TypeEvents, Conversation: "c1", Events: []wire.Event{message, message}}
	checkAppend(t, "a message", frame)
	for i := range reflect.TypeFor[wire.Out]().NumField() {
		o := frame
		set(reflect.ValueOf(&o).Elem().Field(i))
		checkAppend(t, "a frame with "+reflect.TypeFor[wire.Out]().Field(i).Name, o)
	}
	for i := range reflect.TypeFor[wire.Event]().NumField() {
		e := message
		set(reflect.ValueOf(&e).Elem().Field(i))
		o := frame
		o.Events = []wire.Event{message, e}
		checkAppend(t, "an event with "+reflect.TypeFor[wire.Event]().Field(i).Name, o)
	}
	for name, frame := range frames {
		if o, ok := frame.(wire.Out); ok {
			checkAppend(t, name, o)
		}
	}
}

// Whatever people write is written as JSON writes it.
func FuzzAppend(f *testing.F) {
	for _, s := range []string{"", "hello", "<b>&\"quoted\"\\</b>", "Grüße 🙂", "\u2028\u2029\x00\x1f\x7f\xff\xc0", "a\nb"} {
		f.Add(s, s, int64(7), true)
	}
	f.Fuzz(func(t *testing.T, text, id string, n int64, more bool) {
		checkAppend(t, "events", wire.Out{V: 2, Type: wire.TypeEvents, ID: id, Conversation: id, Seq: n, More: more, Anew: !more, Events: []wire.Event{
			{Seq: n, Kind: "message", From: id, Name: text, At: -n, ID: id, Text: text}}})
	})
}

// A frame is read as JSON reads it, whatever it looks like.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{"v":2,"type":"send","id":"m1","conversation":"c1","text":"hello"}`, `{"v":2,"type":"send","text":"a\n\"b\" é"}`, `{"v":2,"type":"send","text":"Grüße"}`,
		` { "v" : 2 , "type" : "ping" , "active" : true } `, `{"v":01}`, `{"v":-1,"seq":12345678901234567890}`, `{"v":1.0}`, `{"V":2}`, `{"v":2,"v":3}`, `{"v":2}x`, `{}`, `{"v":2,}`,
		`{"text":null,"id":7}`, `{"after":999999999999999999,"epoch":0,"seq":10,"choice":"a/b","writing":"note"}`, `{"type":"seen","type":"odd"}`, "{\"text\":\"a\tb\"}", `[]`, ``, `{"text":"open`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var got, want wire.In
		wrong := json.Unmarshal(b, &want)
		if err := got.Parse(b); (err == nil) != (wrong == nil) {
			t.Fatalf("%q: %v, want %v", b, err, wrong)
		}
		if wrong == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("%q:\ngot  %+v\nwant %+v", b, got, want)
		}
	})
}

// What comes and goes all the time is read and written without making much of it.
func TestFramesOfMessagesAreCheap(t *testing.T) {
	frame := []byte(`{"v":2,"type":"send","id":"m1","conversation":"conversation-00000001","text":"where is my parcel?"}`)
	in := new(wire.In)
	if n := testing.AllocsPerRun(100, func() {
		*in = wire.In{}
		if err := in.Parse(frame); err != nil {
			t.Fatal(err)
		}
	}); n > 3 {
		t.Errorf("reading a message makes %v objects", n)
	}
	o := &wire.Out{V: 2, Type: wire.TypeEvents, Conversation: "c1", Events: []wire.Event{{Seq: 3, Kind: "message", From: "customer", At: 1, ID: "m1", Text: "hello"}}}
	b := make([]byte, 0, 512)
	if n := testing.AllocsPerRun(100, func() { b = o.Append(b[:0]) }); n > 0 {
		t.Errorf("writing a message makes %v objects", n)
	}
}
