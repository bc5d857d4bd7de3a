package ground

import (
	"regexp"
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
)

// Gate checks sentences against the same sources. It is for one goroutine.
type Gate struct {
	sources []Source
	o       Options
}

// New prepares the gate for many sentences.
func New(sources []Source, o Options) *Gate { return &Gate{sources: sources, o: o} }

var digits = regexp.MustCompile(`\d+`)

// Check says whether a sentence may be said: one finding that passed for each source that it rests on, otherwise one
// finding with the verdict. The sentence comes without its citation numbers.
func (g *Gate) Check(sentence string, cites []int) []Finding {
	if len(sentence) > 500 || strings.ContainsAny(sentence, "<>`") || strings.TrimSpace(sentence) == "" {
		return []Finding{{Verdict: bot.Malformed, Found: sentence}}
	}
	last := Finding{Verdict: bot.Uncited, Found: sentence}
	var out []Finding
	for _, n := range cites {
		for _, s := range g.sources {
			if s.N != n {
				continue
			}
			f := g.first(sentence, s)
			if f.Verdict == bot.Passed {
				out = append(out, f)
			} else {
				last = f
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	return []Finding{last}
}

func (g *Gate) first(sentence string, s Source) Finding {
	all := strings.ToLower(s.Title + "\n" + s.Text + "\n" + strings.Join(g.o.Known, "\n"))
	for _, d := range digits.FindAllString(sentence, -1) {
		if !strings.Contains(all, d) {
			return Finding{Verdict: bot.Number, Found: d, N: s.N}
		}
	}
	if strings.Contains(sentence, "://") {
		return Finding{Verdict: bot.Link, Found: sentence, N: s.N}
	}
	lang := language.Of(s.Locale)
	have := make(map[string]bool)
	lang.EachWord(all, func(w string) { t, _ := lang.Term(w); have[t] = true })
	in, n := 0, 0
	lang.EachWord(sentence, func(w string) {
		if t, c := lang.Term(w); c == language.Content {
			n++
			if have[t] {
				in++
			}
		}
	})
	if !g.o.Across && in*10 < n*7 {
		return Finding{Verdict: bot.Unsupported, Found: sentence, N: s.N}
	}
	return Finding{Verdict: bot.Passed, N: s.N, Span: knowledge.Span{End: len(s.Text)}}
}
