package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

func synonyms(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	if got := must[store.SynonymList](t)(s.Synonyms(ctx)); got != (store.SynonymList{}) {
		t.Errorf("an empty store has the synonyms %+v", got)
	}
	if got := must[[]store.SynonymList](t)(s.SynonymHistory(ctx, 0, 10)); len(got) != 0 {
		t.Errorf("an empty store has the history %+v", got)
	}
	first := must[store.SynonymList](t)(s.PutSynonyms(ctx, store.SynonymList{Text: "wifi, wlan # ü", Author: "mia", At: day.Add(1234567 * time.Nanosecond)}))
	want := store.SynonymList{Version: 1, Text: "wifi, wlan # ü", Author: "mia", At: day.Add(time.Millisecond)}
	if first != want {
		t.Errorf("written %+v, want %+v", first, want)
	}
	if got := must[store.SynonymList](t)(s.Synonyms(ctx)); got != want {
		t.Errorf("read %+v, want %+v", got, want)
	}
	for _, base := range []int{0, 2, -1} {
		_, err := s.PutSynonyms(ctx, store.SynonymList{Version: base, Text: "other", At: day})
		if !errors.Is(err, knowledge.ErrConflict) {
			t.Errorf("writing over version %d: %v", base, err)
		}
	}
	if again := must[store.SynonymList](t)(s.PutSynonyms(ctx, store.SynonymList{Version: 1, Text: want.Text, Author: "bob", At: day.Add(time.Hour)})); again != want {
		t.Errorf("the same text made %+v", again)
	}
	second := must[store.SynonymList](t)(s.PutSynonyms(ctx, store.SynonymList{Version: 1, Author: "bob", At: day.Add(time.Hour)}))
	third := must[store.SynonymList](t)(s.PutSynonyms(ctx, store.SynonymList{Version: 2, Text: "a, b", Author: "mia", At: day}))
	if got := must[[]store.SynonymList](t)(s.SynonymHistory(ctx, 0, 2)); !reflect.DeepEqual(got, []store.SynonymList{third, second}) {
		t.Errorf("the newest two are %+v", got)
	}
	if got := must[[]store.SynonymList](t)(s.SynonymHistory(ctx, 2, 10)); !reflect.DeepEqual(got, []store.SynonymList{first}) {
		t.Errorf("before the second came %+v", got)
	}
}

// racingSynonyms lets editors write over the same version at once: one of them succeeds.
func racingSynonyms(t *testing.T, s *store.Store, _ *sqldb.DB) {
	oneOf(t, 8, knowledge.ErrConflict, func(i int) error {
		return second(s.PutSynonyms(t.Context(), store.SynonymList{Text: string(rune('a' + i)), At: day}))
	})
}
