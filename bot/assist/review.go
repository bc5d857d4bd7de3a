package assist

import (
	"slices"
	"strings"

	"frontdesk/bot"
	"frontdesk/bot/ground"
	"frontdesk/bot/redact"
	"frontdesk/knowledge/pattern"
)

// review goes through a draft of an article, line by line, and collects what is in doubt.
type review struct {
	sources   []ground.Source
	gate      *ground.Gate // for sentences
	facts     *ground.Gate // for titles and headings, which are no sentences
	unsayable func(text string) (string, bool)
	unfit     bool // it has what articles of this kind do not have, or is far too long
	read      int  // sentences
	unfounded int  // of them
	doubts    []Doubt
}

func newReview(sources []ground.Source, locale, system string, unsayable func(string) (string, bool)) *review {
	r := &review{sources: sources, unsayable: unsayable}
	o := ground.Options{Locale: bot.Language(locale), Secret: system}
	o.Known = hidden()
	for _, s := range sources {
		o.Across = o.Across || foreignTo(s.Text, locale)
	}
	r.gate = ground.New(sources, o)
	o.Across, o.Locale = true, ""
	r.facts = ground.New(sources, o)
	return r
}

// lineForm is a line with what begins it: a heading, an item of a list, or nothing.
var lineForm = pattern.Of(`^( {0,6}(?:[-*+]|\d{1,3}[.)]) +|#{1,6} +|)(.*)$`)

// odd is what a draft must not have: tags, pictures, code, footnotes and definitions of links.
var odd = pattern.Of("(?m)<[A-Za-z/!?]|!\\[|```|~~~|^ {0,3}\\[[^\\]]+\\]:")

// body reviews the Markdown of a draft and returns what is left of it.
func (r *review) body(md string) string {
	if odd.MatchString(md) || strings.ContainsFunc(md, unprintable) {
		r.unfit = true
		return ""
	}
	var out []string
	for line := range strings.Lines(md) {
		form := lineForm.FindStringSubmatch(strings.TrimRight(strings.ReplaceAll(line, "\t", "    "), " \n"))
		mark, words := form[1], strings.TrimSpace(form[2])
		switch {
		case words == "":
		case strings.HasPrefix(mark, "#"):
			words = r.heading(words)
		default:
			words = r.line(words)
		}
		if words != "" {
			out = append(out, mark+words)
		} else if n := len(out); n > 0 && out[n-1] != "" {
			out = append(out, "")
		}
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// line reviews the sentences of a line.
func (r *review) line(words string) string {
	var kept []string
	for _, c := range cut(words) {
		if r.read++; r.read > mostReviewed || r.hopeless() {
			r.unfit = true
			return ""
		}
		if text := r.sentence(c.Text, c.Cites); text != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, " ")
}

// sentence returns a sentence as it may stay, "" if it is taken out.
func (r *review) sentence(text string, cites []int) string {
	text = r.unlink(text)
	f, ok := r.rests(text, cites)
	if !ok {
		r.unfounded++
	}
	if !ok && outOf[f.Verdict] == "" {
		if v := r.invents(digits.ReplaceAllString(text, "")); outOf[v] != "" {
			f.Verdict = v
		}
	}
	if why := outOf[f.Verdict]; !ok && why != "" {
		r.doubt(text, why)
		return ""
	}
	leadIn := f.Verdict == bot.Unsupported && strings.HasSuffix(text, ":")
	if !ok && !leadIn {
		r.doubt(text, reasonOf(f))
	}
	if found, bad := r.unsayable(unmarked(text)); bad {
		r.doubt(text, "A never-say rule forbids "+quoted(found)+".")
	}
	if impersonal(text) {
		r.doubt(text, "Personal data stood here. Put in what everybody may read, or leave it out.")
	}
	return text
}

// rests reports whether any source has what a sentence says. If none has, the finding is that of the first source that
// it cites.
func (r *review) rests(text string, cites []int) (ground.Finding, bool) {
	wanted := slices.Clone(cites)
	for _, s := range r.sources {
		if !slices.Contains(wanted, s.N) {
			wanted = append(wanted, s.N)
		}
	}
	var first ground.Finding
	for i, n := range wanted {
		f, bad := refuses(r.gate.Check(unmarked(text), []int{n}))
		if !bad {
			return ground.Finding{}, true
		}
		if i == 0 || first.Verdict == bot.Uncited {
			first = f
		}
	}
	return first, false
}

// heading reviews a heading: it need not be a sentence, but its facts must be those of a source.
func (r *review) heading(words string) string {
	words = strings.TrimSpace(assemble(cut(r.unlink(words))))
	if v := r.invents(words); outOf[v] != "" {
		r.doubt(words, outOf[v])
		return ""
	}
	r.named(words)
	return words
}

// title is a title for the draft, made of the first question if the model wrote none that can be used.
func (r *review) title(wanted, question string) string {
	title := strings.Join(strings.Fields(unmarked(wanted)), " ")
	if !plain(title) || len(title) > mostTitleBytes || outOf[r.invents(title)] != "" {
		title = clip(question, mostTitleBytes)
	}
	r.named(title)
	return title
}

// named doubts the facts of a title that no source has.
func (r *review) named(words string) {
	if words != "" && r.invents(words) != bot.Passed {
		r.doubt(words, "It says more than the sources do.")
	}
}

// hopeless reports whether so much stands in no source that the rest is not worth reading.
func (r *review) hopeless() bool { return r.unfounded > mostUnfounded }

// invents is what forbids words by their facts alone, whatever they are about; Passed if a source has these facts.
func (r *review) invents(words string) bot.Verdict {
	worst := bot.Passed
	for _, s := range r.sources {
		f, bad := failed(r.facts.Check(unmarked(words), []int{s.N}))
		if !bad {
			return bot.Passed
		}
		worst = f.Verdict
	}
	return worst
}

// digits are what a sentence may be wrong about besides what it promises.
var digits = pattern.Of(`\d+`)

// phrasings are those of the model that are short questions in plain words, with no fact that no source has.
func (r *review) phrasings(written []string) (out []string) {
	for _, p := range written {
		p = strings.Join(strings.Fields(p), " ")
		if !plain(p) || len(p) > mostPhrased || impersonal(p) {
			continue
		}
		if r.invents(p) == bot.Passed {
			out = append(out, p)
		}
	}
	return out
}

// hidden are the placeholders of personal data that is not put back.
func hidden() (out []string) {
	for _, k := range redact.Kinds() {
		out = append(out, "["+string(k)+"]")
	}
	return out
}

// impersonal reports whether personal data was taken out of a text.
func impersonal(text string) bool {
	return slices.ContainsFunc(hidden(), func(p string) bool { return strings.Contains(text, p) })
}

func (r *review) doubt(text, why string) {
	d := Doubt{clip(strings.Join(strings.Fields(text), " "), 300), why}
	if len(r.doubts) < mostDoubts && !slices.Contains(r.doubts, d) {
		r.doubts = append(r.doubts, d)
	}
}
