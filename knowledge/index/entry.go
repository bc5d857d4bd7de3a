package index

import (
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"unicode/utf8"

	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
)

// entry is what the index keeps in memory of one published article.
type entry struct {
	article   string
	revision  int
	title     string
	category  string
	locale    string
	audience  []string // who may read it; see knowledge.Content
	original  string   // id of what it is a translation of
	phrasings []string
	headings  []string   // of the text, each once
	text      string     // where passages are read again for evidence
	hash      uint32     // of everything that is searched; a search engine's document with another hash is stale
	short     [][]uint32 // terms of the title and then of each phrasing, each term once
	tags      []uint32
	passages  []span
	body      []uint32 // content terms of all passages, in order
	distinct  []uint32 // all terms of the article, each once
}

// span is a passage of an entry: where it stands in the text and which part of body are its terms.
// headingTerms of those come from the heading it stands under.
type span struct {
	knowledge.Span
	from, to     int32
	headingTerms int32
}

var errPoison = errors.New("the article cannot be indexed")

// prepare analyses a revision. An article that breaks the analysis gives an error that wraps
// errPoison and harms no other.
func prepare(v *vocabulary, r knowledge.Revision) (e *entry, err error) {
	defer func() {
		if p := recover(); p != nil {
			e, err = nil, fmt.Errorf("%w: analysis failed: %v", errPoison, p)
		}
	}()
	if r.Article == "" || len(r.Text) > 4*knowledge.MaxBody {
		return nil, fmt.Errorf("%w: its id is empty or its text has %d bytes", errPoison, len(r.Text))
	}
	for _, s := range append([]string{r.Article, r.Title, r.Text}, r.Phrasings...) {
		if !utf8.ValidString(s) {
			return nil, fmt.Errorf("%w: it is not valid UTF-8", errPoison)
		}
	}
	lang := language.Of(r.Locale)
	e = &entry{
		article: r.Article, revision: r.Number, title: r.Title, category: r.Category, locale: r.Locale,
		audience: r.Audience, original: r.Original,
		phrasings: r.Phrasings, text: r.Text, hash: contentHash(r),
	}
	e.short = append(e.short, distinctTerms(v, lang, r.Title))
	for _, p := range r.Phrasings {
		e.short = append(e.short, distinctTerms(v, lang, p))
	}
	for _, t := range r.Tags {
		e.tags = append(e.tags, contentTerms(v, lang, t, nil)...)
	}
	for _, p := range cutPassages(r.Text) {
		s := span{Span: p.Span, from: int32(len(e.body))}
		e.body = contentTerms(v, lang, r.Text[p.heading.Start:p.heading.End], e.body)
		s.headingTerms = int32(len(e.body)) - s.from
		e.body = contentTerms(v, lang, r.Text[p.Start:p.End], e.body)
		s.to = int32(len(e.body))
		e.passages = append(e.passages, s)
	}
	e.headings = headingsOf(r.Text)
	e.body = append([]uint32(nil), e.body...)
	e.distinct = e.countDistinct()
	return e, nil
}

func (e *entry) countDistinct() []uint32 {
	seen := make(map[uint32]struct{}, 64)
	var out []uint32
	note := func(terms []uint32) {
		for _, t := range terms {
			if _, ok := seen[t]; !ok {
				seen[t] = struct{}{}
				out = append(out, t)
			}
		}
	}
	for _, s := range e.short {
		note(s)
	}
	note(e.tags)
	note(e.body)
	return append([]uint32(nil), out...)
}

func distinctTerms(v *vocabulary, l *language.Language, text string) []uint32 {
	var out []uint32
	l.EachWord(text, func(w string) {
		t, _ := v.add(w, l)
		for _, have := range out {
			if have == t {
				return
			}
		}
		out = append(out, t)
	})
	return out
}

func contentTerms(v *vocabulary, l *language.Language, text string, out []uint32) []uint32 {
	l.EachWord(text, func(w string) {
		if t, class := v.add(w, l); class == content {
			out = append(out, t)
		}
	})
	return out
}

func contentHash(r knowledge.Revision) uint32 {
	h := crc32.NewIEEE()
	for _, s := range append(append([]string{r.Article, strconv.Itoa(r.Number), r.Title, r.Text, r.Locale}, r.Phrasings...), r.Tags...) {
		_, _ = h.Write([]byte(s))
		_, _ = h.Write([]byte{0})
	}
	return h.Sum32()
}

// The search engine holds one document for an entry's title, phrasings and tags (passage −1), and one
// for each passage that has terms. A document's id tells the hash, the passage and the article.
const shortDocument = -1

func (e *entry) documentID(passage int) string {
	return fmt.Sprintf("%08x/%d/%s", e.hash, passage, e.article)
}

func parseDocumentID(id string) (hash uint32, passage int, article string, ok bool) {
	h, rest, ok1 := strings.Cut(id, "/")
	p, article, ok2 := strings.Cut(rest, "/")
	n, err1 := strconv.ParseUint(h, 16, 32)
	passage, err2 := strconv.Atoi(p)
	return uint32(n), passage, article, ok1 && ok2 && err1 == nil && err2 == nil && article != ""
}

// document is one document of the search engine.
type document struct {
	id    string
	field string
	terms string
}

// documents lists the search engine's documents for an entry.
func (e *entry) documents(v *vocabulary) []document {
	var b strings.Builder
	for _, s := range e.short {
		joinTerms(&b, v, s)
	}
	joinTerms(&b, v, e.tags)
	out := []document{{e.documentID(shortDocument), fieldShort, b.String()}}
	for i, p := range e.passages {
		if p.to == p.from {
			continue
		}
		b.Reset()
		joinTerms(&b, v, e.body[p.from:p.to])
		out = append(out, document{e.documentID(i), fieldBody, b.String()})
	}
	return out
}

func joinTerms(b *strings.Builder, v *vocabulary, terms []uint32) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	for _, t := range terms {
		if v.class[t] == function {
			continue
		}
		b.WriteString(v.names[t])
		b.WriteByte(' ')
	}
}
