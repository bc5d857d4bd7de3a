package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

func list(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	for i, id := range []string{"alpha", "beta", "gamma", "delta"} {
		p := draft(id, 0)
		p.At = day.Add(time.Duration(i) * time.Hour)
		p.Content.Tags = []string{"Rücksendung" + id}
		must[knowledge.Article](t)(s.Create(ctx, p))
	}
	must[knowledge.Article](t)(s.Publish(ctx, "beta", 1, day.Add(9*time.Hour)))
	must[knowledge.Article](t)(s.Publish(ctx, "gamma", 1, day.Add(8*time.Hour)))
	p := draft("gamma", 1)
	p.Content.Title, p.At = "Renamed", day.Add(10*time.Hour)
	must[knowledge.Article](t)(s.SaveDraft(ctx, p))
	must[knowledge.Article](t)(s.Publish(ctx, "delta", 1, day.Add(7*time.Hour)))
	must[knowledge.Article](t)(s.Withdraw(ctx, "delta", day.Add(7*time.Hour)))
	for _, c := range []struct {
		f    store.Filter
		want []string
	}{
		{store.Filter{}, []string{"gamma", "beta", "delta", "alpha"}},
		{store.Filter{Status: knowledge.Published}, []string{"gamma", "beta"}},
		{store.Filter{Status: knowledge.Draft}, []string{"gamma", "alpha"}},
		{store.Filter{Status: knowledge.Withdrawn}, []string{"delta"}},
		{store.Filter{Text: "TITLE of"}, []string{"beta", "delta", "alpha"}},
		{store.Filter{Text: "renamed"}, []string{"gamma"}},
		{store.Filter{Text: "RÜCKSENDUNGalpha"}, []string{"alpha"}},
		{store.Filter{Text: "orders", Status: knowledge.Withdrawn}, []string{"delta"}},
		{store.Filter{Text: "nothing"}, nil},
	} {
		rows, total, err := s.List(ctx, c.f)
		if err != nil {
			t.Fatal(err)
		}
		if got := ids(rows); !slices.Equal(got, c.want) || total != len(c.want) {
			t.Errorf("list %+v: %v of %d, want %v", c.f, got, total, c.want)
		}
	}
	rows, _, _ := s.List(ctx, store.Filter{Text: "renamed"})
	if r := rows[0]; r.Title != "Renamed" || !r.HasDraft() || r.Author != "mia" || r.Category != "Orders" || !slices.Equal(r.Tags, []string{"a", "b"}) {
		t.Errorf("row is %+v", r)
	}
}

func ids(rows []store.Row) (out []string) {
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

func listIsLiteral(t *testing.T, s *store.Store, _ *sqldb.DB) {
	for _, id := range []string{"100%", "a_b", "axb", `back\slash`, "'quote'"} {
		must[knowledge.Article](t)(s.Create(t.Context(), draft(id, 0)))
	}
	for text, want := range map[string]string{"%": "100%", "a_b": "a_b", `\`: `back\slash`, "'": "'quote'"} {
		rows, total, err := s.List(t.Context(), store.Filter{Text: text})
		if err != nil || total != 1 || rows[0].ID != want {
			t.Errorf("list %q: %v of %d, %v", text, ids(rows), total, err)
		}
	}
}

func listPages(t *testing.T, s *store.Store, _ *sqldb.DB) {
	for i := range 25 {
		must[knowledge.Article](t)(s.Create(t.Context(), draft(fmt.Sprintf("a%02d", i), 0)))
	}
	var seen []string
	for page := 1; page <= 4; page++ {
		rows, total, err := s.List(t.Context(), store.Filter{Page: page, PerPage: 10})
		if err != nil || total != 25 {
			t.Fatal(total, err)
		}
		seen = append(seen, ids(rows)...)
	}
	if len(seen) != 25 || !slices.IsSorted(seen) {
		t.Errorf("pages showed %v", seen)
	}
}
