package rehearse

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"log/slog"
	"slices"
	"sync"
	"time"

	"frontdesk/knowledge"
)

// mostKept is how many rehearsals nobody uses at the moment are kept: the corpus as it is, and the drafts of two editors.
const mostKept = 3

// rehearsal is a corpus that was made to be asked, with those who use it.
type rehearsal struct {
	Searcher
	said  said          // what was asked of it so far
	name  string        // what it was made from
	made  chan struct{} // closed once it is made, or could not be
	err   error         // why it could not be made
	users int
	used  time.Time // last
	gone  bool      // it is not kept any more: whoever leaves last closes it
}

// kept is a small store of rehearsals. One that is given away stays open until it is released, whatever happens meanwhile.
type kept struct {
	clock func() time.Time
	log   *slog.Logger

	mu   sync.Mutex
	list []*rehearsal // the one that was used last is the last
}

// get returns the rehearsal of a name. Of all who ask for one that is not there, the first makes it and the others wait.
func (k *kept) get(ctx context.Context, name string, build func(context.Context) (Searcher, error)) (*rehearsal, error) {
	for {
		r, first := k.take(name)
		if first {
			if made, err := build(ctx); err != nil {
				r.err = err
			} else {
				r.Searcher = made
			}
			close(r.made)
		}
		select {
		case <-r.made:
		case <-ctx.Done():
			k.release(r)
			return nil, ctx.Err()
		}
		if r.err == nil {
			return r, nil
		}
		k.drop(r)
		k.release(r)
		gaveUp := errors.Is(r.err, context.Canceled) || errors.Is(r.err, context.DeadlineExceeded)
		if first || !gaveUp || ctx.Err() != nil {
			return nil, r.err
		}
		// Whoever was making it has left; the next one tries.
	}
}

// take notes one more user of the rehearsal of a name. first reports that it has still to be made.
func (k *kept) take(name string) (r *rehearsal, first bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	i := slices.IndexFunc(k.list, func(r *rehearsal) bool { return r.name == name })
	if first = i < 0; first {
		r = &rehearsal{name: name, made: make(chan struct{})}
	} else {
		r = k.list[i]
		k.list = slices.Delete(k.list, i, i+1)
	}
	k.list = append(k.list, r)
	r.users++
	r.used = k.clock()
	return r, first
}

// release ends a use.
func (k *kept) release(r *rehearsal) {
	k.mu.Lock()
	r.users--
	r.used = k.clock()
	idle := 0
	for _, other := range k.list {
		if other.users == 0 {
			idle++
		}
	}
	var over []*rehearsal
	for _, other := range slices.Clone(k.list) {
		if idle > mostKept && other.users == 0 {
			over = append(over, k.forget(other)...)
			idle--
		}
	}
	if r.gone && r.users == 0 {
		over = append(over, r)
	}
	k.mu.Unlock()
	k.close(over)
}

// drop forgets a rehearsal that is of no use to anybody else.
func (k *kept) drop(r *rehearsal) { k.letGo(func(other *rehearsal) bool { return other == r }) }

// letGo forgets the rehearsals of which that is true.
func (k *kept) letGo(which func(*rehearsal) bool) {
	k.mu.Lock()
	var over []*rehearsal
	for _, r := range slices.Clone(k.list) {
		if which(r) {
			over = append(over, k.forget(r)...)
		}
	}
	k.mu.Unlock()
	k.close(over)
}

// forget takes a rehearsal off the list, and returns it if nobody uses it.
func (k *kept) forget(r *rehearsal) []*rehearsal {
	k.list = slices.DeleteFunc(k.list, func(other *rehearsal) bool { return other == r })
	if r.users > 0 {
		r.gone = true
		return nil
	}
	return []*rehearsal{r}
}

func (k *kept) close(list []*rehearsal) {
	for _, r := range list {
		if r.Searcher == nil { // it could not be made
			continue
		}
		if err := r.Searcher.Close(); err != nil {
			k.log.Warn("a rehearsal was not closed", "error", err)
		}
	}
}

// nameOf names what a rehearsal is made from: two proposals of one name are the same to whoever asks.
func nameOf(stamp string, p knowledge.Proposal) string {
	h := sha256.New()
	for _, c := range p.Changes {
		write(h, c.Article)
		if c.Revision == nil {
			write(h, "withdrawn")
			continue
		}
		r := c.Revision
		write(h, fmt.Sprint("revision ", r.Number, " ", len(r.Phrasings), " ", len(r.Tags), " ", len(r.Audience)))
		for _, text := range slices.Concat([]string{r.Title, r.Text, r.Category, r.Locale, r.Original}, r.Phrasings, r.Tags, r.Audience) {
			write(h, text)
		}
	}
	if p.Synonyms != nil {
		write(h, "synonyms")
		write(h, *p.Synonyms)
	}
	return fmt.Sprintf("%s %x", stamp, h.Sum(nil))
}

// write adds a text so that it cannot run into the next.
func write(h hash.Hash, text string) {
	h.Write(binary.AppendUvarint(nil, uint64(len(text)))) // a hash never fails
	h.Write([]byte(text))
}
