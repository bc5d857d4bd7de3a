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
	batch := store.File{ID: "4567", Name: "plan.pdf", Type: "application/pdf", Size: 1, Data: []byte("x"), Author: "import:docs", At: day}
	missing := store.Batch{Files: []store.File{batch}, Gone: []store.Publication{{ID: "nobody", Revision: 1}}, At: day, Head: store.AnyHead}
	if err := s.Write(ctx, missing); err == nil || must[bool](t)(s.HasFile(ctx, batch.ID)) {
		t.Errorf("a batch that failed with %v left its file", err)
	}
	if err := s.Write(ctx, store.Batch{Files: []store.File{batch, other}, At: day, Head: store.AnyHead}); err != nil {
		t.Fatal(err)
	}
	if got := must[store.File](t)(s.File(ctx, batch.ID)); !reflect.DeepEqual(got, batch) {
		t.Errorf("a batch kept %+v", got)
	}
	if got := must[store.File](t)(s.File(ctx, f.ID)); got.Name != f.Name {
		t.Errorf("a batch renamed a file to %q", got.Name)
	}
	if got := trail(t, db, f.ID); len(got) != 1 || got[0] != "file.add: tent ü.png, image/png, 5242880 bytes" {
		t.Errorf("the log says %q", got)
	}
}
