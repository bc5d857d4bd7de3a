package live

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
)

// How long it holds that somebody looks at a conversation, which every ping renews, and that they write in it.
const (
	lookHolds  = silentAfter
	writeHolds = 8 * time.Second
)

// What a member of the staff may be writing.
const (
	writesReply = "reply"
	writesNote  = "note"
)

// looks are the conversations that members of the staff have open, on any node.
type looks struct {
	mu sync.Mutex
	at map[string]map[string]look // conversation → tab
}

// look is one open tab.
type look struct {
	agent, name string
	until       time.Time
	writing     string    // writesReply, writesNote or ""
	writes      time.Time // until when
}

func newLooks() *looks { return &looks{at: make(map[string]map[string]look)} }

// put notes what a tab does; a zero l ends it. It reports whether colleagues see a difference.
func (k *looks) put(conversation, tab string, l look, now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	before := k.people(conversation, now)
	tabs := k.at[conversation]
	switch {
	case l.agent == "":
		delete(tabs, tab)
		if len(tabs) == 0 {
			delete(k.at, conversation)
		}
	case tabs == nil:
		k.at[conversation] = map[string]look{tab: l}
	default:
		if old := tabs[tab]; l.writes.IsZero() { // a sign of life says nothing about writing
			l.writing, l.writes = old.writing, old.writes
		}
		tabs[tab] = l
	}
	return !slices.Equal(before, k.people(conversation, now))
}

// expire forgets what has not been renewed and returns the conversations where that makes a difference.
func (k *looks) expire(now time.Time) (changed []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for id, tabs := range k.at {
		different := false
		for tab, l := range tabs {
			switch {
			case now.After(l.until):
				delete(tabs, tab)
				different = true
			case l.writing != "" && now.After(l.writes):
				l.writing, l.writes = "", time.Time{}
				tabs[tab] = l
				different = true
			}
		}
		if len(tabs) == 0 {
			delete(k.at, id)
		}
		if different {
			changed = append(changed, id)
		}
	}
	return changed
}

// person is a member of the staff who has a conversation open, however often.
type person struct{ name, id, writing string }

// people returns who has a conversation open, by name.
func (k *looks) people(conversation string, now time.Time) (out []person) {
	for _, l := range k.at[conversation] {
		if now.After(l.until) {
			continue
		}
		p := person{l.name, l.agent, l.writing}
		if now.After(l.writes) {
			p.writing = ""
		}
		i := slices.IndexFunc(out, func(o person) bool { return o.id == p.id })
		if i < 0 {
			out = append(out, p)
		} else if out[i].writing = max(out[i].writing, p.writing); out[i].name == "" {
			out[i].name = p.name
		}
	}
	slices.SortFunc(out, func(a, b person) int { return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.id, b.id)) })
	return out
}

// names tells an agent which colleagues have the conversation open: "Ben, Cleo (replying)".
func (k *looks) names(conversation, agent string, now time.Time) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.at[conversation]) == 0 {
		return ""
	}
	var out []string
	for _, p := range k.people(conversation, now) {
		switch {
		case p.id == agent:
		case p.writing == writesReply:
			out = append(out, p.name+" (replying)")
		case p.writing == writesNote:
			out = append(out, p.name+" (writing a note)")
		default:
			out = append(out, p.name)
		}
	}
	return strings.Join(out, ", ")
}
