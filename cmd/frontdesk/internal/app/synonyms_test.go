package app

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"frontdesk/knowledge/language"
	"frontdesk/knowledge/store"
)

// shelf is a list of synonyms that can be exchanged, and what the index was told.
type shelf struct {
	list store.SynonymList
	err  error
	told []*language.Synonyms
}

func (s *shelf) Synonyms(context.Context) (store.SynonymList, error) { return s.list, s.err }
func (s *shelf) SetSynonyms(told *language.Synonyms)                 { s.told = append(s.told, told) }

func TestSynonymsAreTakenUp(t *testing.T) {
	var log strings.Builder
	kept := &shelf{}
	s := &synonyms{kept: kept, index: kept, log: slog.New(slog.NewTextHandler(&log, nil))}
	terms := []string{"wlan"}
	for i, step := range []struct {
		list    store.SynonymList
		err     error
		told    int // how often the index was told until then
		editors int // alternatives for "wlan" by editors
		builtIn bool
		logged  string
	}{
		{store.SynonymList{}, errors.New("disk on fire"), 0, 0, false, "disk on fire"},
		{store.SynonymList{}, errors.New("disk on fire"), 0, 0, false, ""}, // said once
		{store.SynonymList{}, nil, 1, 0, true, ""},
		{store.SynonymList{}, nil, 1, 0, true, ""},
		{store.SynonymList{Version: 1, Text: "wlan, airwaves"}, nil, 2, 1, true, "version=1"},
		{store.SynonymList{Version: 1, Text: "wlan, airwaves"}, nil, 2, 1, true, ""},
		{store.SynonymList{}, errors.New("disk on fire"), 2, 1, true, "disk on fire"},
		{store.SynonymList{Version: 2, Text: "a, b\nwlan"}, nil, 3, 0, true, "line 2: "},
		{store.SynonymList{Version: 2, Text: "a, b\nwlan"}, nil, 3, 0, true, ""},
		{store.SynonymList{Version: 3, Text: "! no built-in synonyms\nwlan, ether, air"}, nil, 4, 2, false, "version=3"},
		{store.SynonymList{Version: 2, Text: "wlan, airwaves"}, nil, 5, 1, true, "version=2"}, // a backup was restored
		{store.SynonymList{Version: 2, Text: "wlan, ether, air"}, nil, 6, 2, true, "version=2"},
	} {
		log.Reset()
		kept.list, kept.err = step.list, step.err
		s.look(t.Context())
		if len(kept.told) != step.told {
			t.Fatalf("step %d: the index was told %d times, want %d", i, len(kept.told), step.told)
		}
		if got := log.String(); step.logged == "" && got != "" || !strings.Contains(got, step.logged) {
			t.Errorf("step %d: logged %q, want %q", i, got, step.logged)
		}
		if step.told == 0 {
			continue
		}
		var editors, builtIn int
		for _, a := range kept.told[len(kept.told)-1].In(language.Of("en")).Alternatives(terms) {
			editors, builtIn = len(a.Instead), len(a.BuiltIn)
		}
		if editors != step.editors || builtIn > 0 != step.builtIn {
			t.Errorf("step %d: %d alternatives by editors and %d built-in ones", i, editors, builtIn)
		}
	}
}
