package answer

import (
	"strings"
	"sync"

	"frontdesk/knowledge"
)

// Remembered is how many bytes of articles a busy bot does well to remember; see [Config].
const Remembered = 8 << 20

// page is a revision with what every excerpt from it needs to know.
type page struct {
	knowledge.Revision
	blocks []block
	words  []map[string]bool // of each block, plain
}

func pageOf(rev knowledge.Revision) *page {
	rev.Body, rev.Phrasings = "", nil // nobody asks for them
	p := &page{Revision: rev, blocks: blocksOf(rev.Text)}
	for _, b := range p.blocks {
		set := make(map[string]bool)
		for w := range strings.FieldsSeq(plain(rev.Text[b.Start:b.End])) {
			set[w] = true
		}
		p.words = append(p.words, set)
	}
	return p
}

// bytes is about how much memory a page takes.
func (p *page) bytes() int { return 1000 + 12*len(p.Text) }

// pages remembers the articles that were answered from last, in two generations: the older goes when the newer is full.
type pages struct {
	size int // bytes

	mu        sync.Mutex
	now, last map[string]*page
	bytes     int // of the newer
}

// get returns a remembered revision of an article, nil if there is none.
func (p *pages) get(article string, number int) *page {
	p.mu.Lock()
	defer p.mu.Unlock()
	if found := p.now[article]; found != nil && found.Number == number {
		return found
	}
	found := p.last[article]
	if found == nil || found.Number != number {
		return nil
	}
	p.add(found)
	return found
}

// put remembers a page, if anything is remembered at all.
func (p *pages) put(read *page) {
	if p.size == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.add(read)
}

func (p *pages) add(read *page) {
	if p.now == nil || p.bytes+read.bytes() > p.size/2 {
		p.now, p.last, p.bytes = make(map[string]*page), p.now, 0
	}
	p.now[read.Article] = read
	p.bytes += read.bytes()
}

// published returns the revision of an article to quote: the one with the number, under which the index has found it,
// if that is remembered, else the one that is published now. What is remembered may not be published any more. So a
// decision that quotes it has to be committed, and is refused then; [bot.Question.Anew] says so when it is asked for
// again. The error is that of [Revisions].
func (t *turn) published(article string, number int) (*page, error) {
	if number > 0 && !t.request.Anew {
		if p := t.pages.get(article, number); p != nil {
			return p, nil
		}
	}
	rev, err := t.revisions.PublishedRevision(t.ctx, article)
	if err != nil {
		return nil, err
	}
	p := pageOf(rev)
	t.pages.put(p)
	return p, nil
}
