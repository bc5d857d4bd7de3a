package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

func suggestions(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	first := store.Suggestion{ID: "1", Article: "a", Revision: 1, Conversation: "c", Text: "wrong price", Author: "ana", At: day, State: store.SuggestionDone}
	later := store.Suggestion{ID: "2", Article: "a", Revision: 1, Text: "dead link", Author: "ana", At: day.Add(time.Hour)}
	for _, g := range []store.Suggestion{first, later} {
		if err := s.PutSuggestion(ctx, g); err != nil {
			t.Fatal(err)
		}
	}
	first.State, later.State = store.SuggestionOpen, store.SuggestionOpen // whatever was said
	read := must[[]store.Suggestion](t)
	if got := read(s.Suggestions(ctx, store.SuggestionOpen, 9)); !reflect.DeepEqual(got, []store.Suggestion{later, first}) {
		t.Errorf("open are %+v", got)
	}
	if got := read(s.Suggestions(ctx, "", 1)); !reflect.DeepEqual(got, []store.Suggestion{later}) {
		t.Errorf("the newest is %+v", got)
	}
	if n := must[int](t)(s.SuggestionsOn(ctx, "a")); n != 2 {
		t.Errorf("%d are open", n)
	}
	if err := s.CloseSuggestion(ctx, "1", store.SuggestionDeclined, "mia", day.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	first.State, first.ClosedBy, first.ClosedAt = store.SuggestionDeclined, "mia", day.Add(2*time.Hour)
	if got := read(s.Suggestions(ctx, store.SuggestionDeclined, 9)); !reflect.DeepEqual(got, []store.Suggestion{first}) {
		t.Errorf("declined are %+v", got)
	}
	if n := must[int](t)(s.SuggestionsOn(ctx, "a")); n != 1 {
		t.Errorf("after one was closed, %d are open", n)
	}
	for name, c := range map[string]struct{ got, want error }{
		"no article":    {s.PutSuggestion(ctx, store.Suggestion{ID: "3", Article: "x", At: day}), knowledge.ErrNotFound},
		"close none":    {s.CloseSuggestion(ctx, "9", store.SuggestionDone, "mia", day), knowledge.ErrNotFound},
		"close twice":   {s.CloseSuggestion(ctx, "1", store.SuggestionDone, "bob", day), knowledge.ErrConflict},
		"open again":    {s.CloseSuggestion(ctx, "1", store.SuggestionOpen, "bob", day), knowledge.ErrInvalid},
		"another state": {s.CloseSuggestion(ctx, "2", "lost", "bob", day), knowledge.ErrInvalid},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if got, want := trail(t, db, "a"), []string{"article.create: revision 1", "suggestion.close: declined: wrong price"}; !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q", got, want)
	}
}

// racingClosers has two editors close the same suggestion at once: one of them does.
func racingClosers(t *testing.T, s *store.Store, _ *sqldb.DB) {
	must[knowledge.Article](t)(s.Create(t.Context(), draft("a", 0)))
	if err := s.PutSuggestion(t.Context(), store.Suggestion{ID: "1", Article: "a", Revision: 1, Text: "x", Author: "ana", At: day}); err != nil {
		t.Fatal(err)
	}
	oneOf(t, 6, knowledge.ErrConflict, func(i int) error {
		return s.CloseSuggestion(t.Context(), "1", []string{store.SuggestionDone, store.SuggestionDeclined}[i%2], "mia", day)
	})
}
