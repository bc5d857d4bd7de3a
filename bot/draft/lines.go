package draft

import (
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge/pattern"
)

var (
	itemMark = pattern.Of(`^(?:[-*•–][ \t]+|\d{1,2}[.)][ \t]+)`)
	heading  = pattern.Of(`^#{1,6}[ \t]+`)
)

// item is the mark of a line that is an item of a list, and the words behind it; the mark is "" if it is none.
func item(c Cited) (mark, words string) {
	if c.Break != "" && !strings.HasPrefix(c.Break, "\n") {
		return "", c.Text
	}
	mark = itemMark.FindString(c.Text)
	return mark, c.Text[len(mark):]
}

// introduces reports whether a line stands before a list and says nothing without it.
func introduces(text string) bool {
	return strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：")
}

// plain takes the markup off that models like to put on words; the words stay as they are.
func plain(text string) string {
	text = heading.ReplaceAllString(text, "")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "**", ""), "`", "")
	if mark := itemMark.FindString(text); mark != "" && strings.ContainsAny(mark, "*•–") {
		text = "- " + text[len(mark):]
	}
	return strings.TrimSpace(text)
}

// takeItem judges an item of a list: by itself, its introduction if this is the first, and both together, as an item
// means what its introduction makes of it. A list that lost an item is torn: what it says may be wrong without it.
func (r *reply) takeItem(c Cited, words string) error {
	if !r.inList {
		r.inList = true
		if err := r.introduce(c, words); err != nil {
			return err
		}
	}
	v := r.judge(words, c, false)
	if v.is == bot.Passed && r.headed != "" {
		if together := r.judge(r.headed+" "+words, c, false); turns[together.is] {
			v = together
		}
	}
	good, err := r.judged(c, v)
	if err == nil && !good {
		err = errUngated
	}
	return err
}

// turns are the verdicts on an item and its introduction together that say that one turns the meaning of the other.
var turns = map[bot.Verdict]bool{bot.Negation: true, bot.Commitment: true}

// introduce says the introduction of a list, now that its first item came. One that cites nothing rests on what the item
// rests on.
func (r *reply) introduce(first Cited, words string) error {
	r.headed = ""
	if r.intro == nil {
		return nil
	}
	intro, gap := *r.intro, r.gap
	r.intro, r.gap = nil, r.introGap
	if len(intro.Cites) == 0 {
		intro.Cites = first.Cites
	}
	v := r.judge(intro.Text, intro, true)
	if v.is != bot.Passed && v.is != bot.Leaked && conversational(intro.Text) {
		v = r.judge(words, first, false) // it says nothing of its own
	} else {
		r.headed = strings.TrimRight(intro.Text, ":： ")
	}
	good, err := r.judged(intro, v)
	if err == nil && !good {
		err = errUngated
	}
	r.gap = gap
	return err
}

// dropIntro forgets an introduction that introduces nothing.
func (r *reply) dropIntro() {
	if r.intro != nil {
		r.sentences = append(r.sentences, bot.Sentence{Text: r.intro.Text, Cites: r.intro.Cites, Verdict: bot.Malformed, Found: r.intro.Text})
		r.gap = stronger(r.introGap, r.gap)
		r.intro, r.lost = nil, true
	}
}
