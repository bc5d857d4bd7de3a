package app

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"frontdesk/knowledge/language"
	"frontdesk/knowledge/store"
)

// synonymPoll is how often the list of synonyms is looked at: editors save it in this process or another.
const synonymPoll = 500 * time.Millisecond

// thesaurus is what is told the synonyms in use.
type thesaurus interface {
	SetSynonyms(s *language.Synonyms)
}

// synonyms keeps the index at the newest list that editors saved.
type synonyms struct {
	kept interface {
		Synonyms(ctx context.Context) (store.SynonymList, error)
	}
	index thesaurus
	log   *slog.Logger

	looking sync.Mutex
	inUse   *store.SynonymList // nil before the first was read
	silent  bool               // the last look failed and was logged
}

// look reads the list and puts it to use if it is another than before. A list that cannot be used leaves
// the built-in synonyms alone; it never stops anything.
func (s *synonyms) look(ctx context.Context) {
	s.looking.Lock()
	defer s.looking.Unlock()
	list, err := s.kept.Synonyms(ctx)
	if err != nil {
		if !s.silent && ctx.Err() == nil {
			s.log.Error("the synonyms cannot be read; trying again", "error", err)
		}
		s.silent = true
		return
	}
	s.silent = false
	if s.inUse != nil && s.inUse.Version == list.Version && s.inUse.Text == list.Text {
		return
	}
	s.inUse = &list
	parsed, err := language.ParseSynonyms(list.Text)
	if err != nil {
		s.log.Warn("the synonyms cannot be used; going on with the built-in ones; mend them with \"frontdesk synonyms set\"", "version", list.Version, "error", err)
		parsed = new(language.Synonyms)
	}
	s.index.SetSynonyms(parsed)
	if list.Version > 0 {
		s.log.Info("synonyms in use", "version", list.Version, "author", list.Author, "lines", parsed.Len())
	}
}

// follow looks again and again until ctx ends.
func (s *synonyms) follow(ctx context.Context) {
	ticker := time.NewTicker(synonymPoll)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			s.look(ctx)
		}
	}
}
