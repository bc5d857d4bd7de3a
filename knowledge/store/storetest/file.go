package storetest

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

func files(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	f := store.File{ID: "0123", Name: "tent ü.png", Type: "image/png", Size: 5 << 20, Data: bytes.Repeat([]byte{0, 0xff, 'x', '\''}, 5<<18), Author: "mia", At: day.Add(time.Millisecond)}
	if has := must[bool](t)(s.HasFile(ctx, f.ID)); has {
		t.Error("a file is there before it was kept")
	}
	if err := s.PutFile(ctx, f); err != nil {
		t.Fatal(err)
	}
	other := f
	other.Name, other.Author = "other.png", "bob"
	if err := s.PutFile(ctx, other); err != nil {
		t.Fatal(err)
	}
	if got := must[store.File](t)(s.File(ctx, f.ID)); !reflect.DeepEqual(got, f) {
		t.Errorf("read %q of %d bytes by %s at %s", got.Name, len(got.Data), got.Author, got.At)
	}
	if has := must[bool](t)(s.HasFile(ctx, f.ID)); !has {
		t.Error("a file that was kept is not there")
	}
	if got, err := s.File(ctx, "x"); !errors.Is(err, knowledge.ErrNotFound) || got.ID != "" {
		t.Errorf("a file that is not there: %+v %v", got, err)
	}
	if got := trail(t, db, f.ID); len(got) != 1 || got[0] != "file.add: tent ü.png, image/png, 5242880 bytes" {
		t.Errorf("the log says %q", got)
	}
}
