package ground

import (
	"slices"
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge"
	"frontdesk/knowledge/pattern"
	"frontdesk/knowledge/quantity"
)

// Gate checks sentences against the same sources. It is for one goroutine.
type Gate struct {
	o       Options
	sources []Source
	ready   []*prepared        // by source, nil until it is cited
	readers map[string]*reader // by locale
	known   *knownWords
	names   []name
	secrets secrets
	off     disabled
}

// disabled are checks that are left out, so that tests can prove that they are needed.
type disabled uint32

const (
	noNumbers disabled = 1 << iota
	noLimits
	noContexts
	noLinks
	noContacts
	noNames
	noCommitments
	noModality
	noConditions
	noNegation
	noSupport
	noSlots
	noForm
	noLanguage
	noLeaks
	noRuns // facts may come from anywhere in the source
)

// New prepares the gate for many sentences. A source is read when it is first cited.
func New(sources []Source, o Options) *Gate {
	g := &Gate{o: o, sources: sources, ready: make([]*prepared, len(sources)), readers: make(map[string]*reader), secrets: newSecrets(o.Secret)}
	g.known = newKnown(o.Known)
	g.names = newNames(o.Names)
	return g
}

// reader returns the reader of a locale, made at first use.
func (g *Gate) reader(locale string) *reader {
	r := g.readers[locale]
	if r == nil {
		r = newReader(locale)
		g.readers[locale] = r
	}
	return r
}

// Check says whether a sentence may be said. The sentence comes without its citation numbers, which are cites. It returns
// one finding that passed for each source that the sentence rests on; otherwise one finding with the verdict.
func (g *Gate) Check(sentence string, cites []int) []Finding {
	text := fold(sentence)
	text = lead.ReplaceAllString(text, "")
	if f, bad := g.formless(sentence, text); bad {
		return []Finding{f}
	}
	cited := g.cited(cites)
	if len(cited) == 0 {
		return []Finding{{Verdict: bot.Uncited, Found: clip(sentence, 120)}}
	}
	text = g.known.without(text)
	var passed []Finding
	var worst *Finding
	rank := -1
	for _, p := range cited {
		f, r := g.against(text, p)
		if f.Verdict == bot.Passed {
			passed = append(passed, f)
		} else if r > rank {
			worst, rank = &f, r
		}
	}
	if len(passed) > 0 {
		return passed
	}
	return []Finding{*worst}
}

// formless tells what can be said of a sentence without its sources.
func (g *Gate) formless(sentence, text string) (Finding, bool) {
	if f, bad := g.secrets.leaked(text); bad && g.off&noLeaks == 0 {
		return Finding{Verdict: bot.Leaked, Found: f}, true
	}
	if f, bad := malformed(sentence, text); bad && g.off&noForm == 0 {
		return Finding{Verdict: bot.Malformed, Found: f}, true
	}
	return Finding{}, false
}

// cited are the sources of the numbers, each once.
func (g *Gate) cited(cites []int) (out []*prepared) {
	for i := range g.sources {
		if slices.Contains(cites, g.sources[i].N) {
			out = append(out, g.source(i))
		}
	}
	return out
}

// source is a source, read.
func (g *Gate) source(i int) *prepared {
	if g.ready[i] == nil {
		g.ready[i] = prepare(g.sources[i], g.reader(g.sources[i].Locale))
	}
	return g.ready[i]
}

// against checks a folded sentence with one source. rank says how far it came.
func (g *Gate) against(text string, p *prepared) (f Finding, rank int) {
	refuse := func(v bot.Verdict, found string, rank int) (Finding, int) {
		return Finding{Verdict: v, Found: found, N: p.N}, rank
	}
	if found, bad := p.foreignLink(text); bad && g.off&noLinks == 0 {
		return refuse(bot.Link, found, 0)
	}
	says := func(s string) bool { return p.saysAddress(s) || g.known.says(s) }
	if found, bad := foreignMail(text, says); bad && g.off&noContacts == 0 {
		return refuse(bot.Contact, found, 0)
	}
	if r, ok := p.verbatim(text); ok && (!g.o.Across || g.o.Locale == "") {
		return g.passed(p, r), 100
	}
	if parts := sentencesIn(text); len(parts) > 1 {
		return g.each(text, parts, p)
	}
	if g.off&noLanguage == 0 && foreign(text, g.o.Locale) {
		return refuse(bot.Foreign, clip(text, 120), 1)
	}
	if unclosed(text) && g.off&noForm == 0 {
		return refuse(bot.Malformed, clip(text, 120), 1)
	}
	if !g.o.Across && g.off&noSupport == 0 && p.chats(text) {
		return refuse(bot.Unsupported, clip(text, 120), 1)
	}
	s := g.read(text, p)
	if len(p.segments) == 0 || len(s.amounts) >= mostFacts || len(s.tokens) < fewTokens {
		return refuse(bot.Unsupported, clip(text, 120), 1)
	}
	if g.o.Across {
		return g.across(s, p)
	}
	return g.within(s, p)
}

// sentencesIn are the sentences of a text, those included that begin with a small letter.
func sentencesIn(text string) (out []segment) {
	for _, s := range cutSentences(text, knowledge.Span{End: len(text)}, prose, -1, -1) {
		from := s.Start
		for i := s.Start; i+2 < s.End; i++ {
			if strings.IndexByte(".!?", text[i]) < 0 || text[i+1] != ' ' {
				continue
			}
			word := strings.ToLower(text[strings.LastIndexByte(text[:i], ' ')+1 : i])
			if len(word) >= 3 && !abbreviations[word] && !strings.ContainsAny(word, ".(\"") {
				out = append(out, segment{Span: trimmed(text, from, i+1)})
				from = i + 1
			}
		}
		out = append(out, segment{Span: trimmed(text, from, s.End)})
	}
	return out
}

// each checks a text of several sentences, all of which have to rest on the source.
func (g *Gate) each(text string, parts []segment, p *prepared) (all Finding, rank int) {
	for i, part := range parts {
		s := text[part.Start:part.End]
		f, rank := g.against(s, p)
		if f.Verdict != bot.Passed {
			return f, rank
		}
		if i == 0 {
			all = f
		}
		all.Span = knowledge.Span{Start: min(all.Span.Start, f.Span.Start), End: max(all.Span.End, f.Span.End)}
	}
	return all, 100
}

// read reads a sentence: its words as those of the source's language, its numbers as its own language writes them.
func (g *Gate) read(text string, p *prepared) *reading {
	switch {
	case g.o.Locale == "" && !g.o.Across:
		return p.reader.read(text)
	case g.o.Across:
		return g.reader(g.o.Locale).read(text)
	}
	own := g.reader(g.o.Locale)
	if own.words.lang == p.reader.words.lang {
		return own.read(text)
	}
	mixed := &reader{words: p.reader.words, amounts: own.amounts}
	return mixed.read(text)
}

func (g *Gate) passed(p *prepared, r run) Finding {
	return Finding{Verdict: bot.Passed, N: p.N, Span: knowledge.Span{Start: p.segments[r.from].Start, End: p.segments[r.to].End}}
}

// chats reports whether a sentence is no statement of the source: the model speaks of itself, or asks.
func (p *prepared) chats(text string) bool {
	own := ownVoice.MatchString(text) && !ownVoice.MatchString(p.whole)
	return own || strings.HasSuffix(strings.TrimRight(text, " )\"'"), "?")
}

// ownVoice are words in which a speaker speaks of itself.
var ownVoice = pattern.Of(`(?i)(?:^|[\s"'(])(?:i|i['’](?:ll|m|d|ve)|let['’]?s|ich|je|yo|io|ik)(?:[\s,.!?]|$)`)

// fewTokens is the least number of words of a sentence: less says nothing that can be held against a source.
const fewTokens = 2

// attempts bounds how many runs of a source are looked at in full for one sentence.
const attempts = 24

// within looks for the shortest run of the source that a sentence in the same language rests on.
func (g *Gate) within(s *reading, p *prepared) (Finding, int) {
	w := newWitness(g, s, p)
	runs := w.candidates()
	if g.off&noRuns != 0 {
		runs = []run{{0, len(p.segments) - 1}}
	}
	best, rank := Finding{Verdict: bot.Unsupported, Found: clip(s.text, 120), N: p.N}, -1
	for i, r := range runs {
		if i >= attempts {
			break
		}
		v, found, far := w.examine(r)
		if v == bot.Passed {
			return g.passed(p, r), 100
		}
		if far > rank {
			best, rank = Finding{Verdict: v, Found: found, N: p.N}, far
		}
	}
	return best, rank
}

// knownWords are what may be named without a source.
type knownWords struct {
	texts []string
	holes []string // placeholders
	codes []quantity.Quantity
	words map[string]bool
}

func newKnown(list []string) *knownWords {
	k := &knownWords{words: make(map[string]bool)}
	for _, text := range list {
		folded := fold(text)
		if strings.HasPrefix(folded, "[") && strings.HasSuffix(folded, "]") {
			k.holes = append(k.holes, folded)
			continue
		}
		k.texts = append(k.texts, strings.ToLower(folded))
		for _, w := range cutWords(folded) {
			k.words[strings.ToLower(w.text)] = true
		}
		for _, q := range quantity.Read(folded, "") {
			if q.Kind == quantity.Code || q.Kind == quantity.Phone || q.Kind == quantity.Count && q.Low >= 10_000 && !q.Written {
				k.codes = append(k.codes, q)
			}
		}
	}
	return k
}

// without is a text without its placeholders.
func (k *knownWords) without(text string) string {
	for _, h := range k.holes {
		text = strings.ReplaceAll(text, h, " ")
	}
	return text
}

func (k *knownWords) says(text string) bool {
	low := strings.ToLower(text)
	return slices.ContainsFunc(k.texts, func(t string) bool { return strings.Contains(t, low) })
}

// names reports whether a code, telephone number or long number was named. Other amounts do not become true by being asked for.
func (k *knownWords) names(q quantity.Quantity) bool {
	return slices.ContainsFunc(k.codes, func(c quantity.Quantity) bool { return c.Equal(q) })
}
