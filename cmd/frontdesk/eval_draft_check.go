package main

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge"
	"frontdesk/knowledge/evidence"
	"frontdesk/knowledge/language"
	"frontdesk/knowledge/pattern"
)

// faithfulness is what of a draft stands in the words that it cites, word for word. It is counted apart from the gate
// and more simply: synonyms and other ways of putting it do not count.
type faithfulness struct {
	sentences, faithful int // those of which all words of content and all numbers do
	words, kept         int // words of content
	numbers, same       int //
}

func (f *faithfulness) add(g faithfulness) {
	f.sentences += g.sentences
	f.faithful += g.faithful
	f.words += g.words
	f.kept += g.kept
	f.numbers += g.numbers
	f.same += g.same
}

// citedArticles gives the words that are cited.
type citedArticles interface {
	PublishedRevision(ctx context.Context, article string) (knowledge.Revision, error)
}

// checkFaith compares each sentence of a draft with the spans that it cites.
func checkFaith(ctx context.Context, articles citedArticles, d bot.Decision) (f faithfulness, err error) {
	for i := 0; i < len(d.Citations); {
		at, ends := d.Citations[i].At, d.Citations[i].Ends()
		var cited strings.Builder
		locale := ""
		for ; i < len(d.Citations) && d.Citations[i].At == at; i++ {
			c := d.Citations[i]
			rev, err := articles.PublishedRevision(ctx, c.Article)
			if err != nil {
				return f, fmt.Errorf("read what a draft cites: %w", err)
			}
			if c.Start < 0 || c.End > len(rev.Text) || c.Start >= c.End || ends > len(d.Text) {
				return f, fmt.Errorf("a draft cites bytes %d to %d of %s, which has %d", c.Start, c.End, c.Article, len(rev.Text))
			}
			locale = rev.Locale
			cited.WriteString(rev.Title + "\n" + rev.Text[c.Start:c.End] + "\n")
		}
		f.add(compare(d.Text[at:ends], cited.String(), locale))
	}
	return f, nil
}

// figures are numbers with what may stand between their digits.
var figures = pattern.Of(`\d+(?:[.,'’ ]\d+)*`)

// itemNumber begins an item of a list. It says nothing.
var itemNumber = pattern.Of(`^\d{1,3}[.)] `)

// compare counts what of a sentence stands in a text.
func compare(sentence, cited, locale string) faithfulness {
	sentence = itemNumber.ReplaceAllString(strings.TrimSpace(sentence), "")
	f := faithfulness{sentences: 1}
	there := contentOf(cited, locale)
	for t := range contentOf(sentence, locale) {
		f.words++
		if there[t] {
			f.kept++
		}
	}
	plain := strings.NewReplacer(".", "", ",", "", "'", "", "’", "", " ", "")
	said := make(map[string]bool)
	for _, n := range figures.FindAllString(cited, -1) {
		said[plain.Replace(n)] = true
	}
	for _, n := range figures.FindAllString(sentence, -1) {
		f.numbers++
		if said[plain.Replace(n)] {
			f.same++
		}
	}
	if f.kept == f.words && f.same == f.numbers {
		f.faithful = 1
	}
	return f
}

// contentOf are the words of content in a text, whatever their form. Numbers are counted for themselves.
func contentOf(text, locale string) map[string]bool {
	if locale == "" {
		locale, _ = language.Detect(text, "")
	}
	l := language.Of(locale)
	out := make(map[string]bool)
	l.EachWord(text, func(w string) {
		if name, class := l.Term(w); class == language.Content && strings.Trim(w, "0123456789") != "" {
			out[name] = true
		}
	})
	return out
}

// evidenceIn is how much of a question stands in what a decision says of it, as a share.
func evidenceIn(query string, d bot.Decision) float64 {
	if len(d.Citations) == 0 {
		return 0
	}
	first, last := d.Citations[0], d.Citations[len(d.Citations)-1]
	if first.At < 0 || last.Ends() > len(d.Text) || first.At > last.Ends() {
		return 0
	}
	return evidence.Read(query, nil).Look(first.Title, d.Text[first.At:last.Ends()]).Values[evidence.InPassage]
}
