package draft

import (
	"slices"
	"strings"
	"unicode"

	"frontdesk/bot"
	"frontdesk/bot/ground"
	"frontdesk/knowledge/pattern"
)

// verdict is what is said of a sentence, with what it rests on if it passed.
type verdict struct {
	is       bot.Verdict
	found    string
	findings []ground.Finding
}

// judge says whether a sentence, or a part of one, may be said with the citations of c. A whole sentence may not go on
// from one that was refused, and one whose subject is in the sentence before must stand with that one, too.
func (r *reply) judge(text string, c Cited, whole bool) verdict {
	if v, bad := r.malformed(text, c); bad {
		return v
	}
	v := r.check(text, c.Cites)
	if v.is != bot.Passed || !whole {
		return v
	}
	refers := refersBack.MatchString(text)
	if on := goesOn.FindString(text); r.lost && (refers || on != "") {
		return verdict{is: bot.Unsupported, found: text}
	}
	if both := r.previous.Text + " " + text; refers && r.previous.Text != "" && len(both) < MaxSentence {
		cites := slices.Concat(r.previous.Cites, c.Cites)
		slices.Sort(cites)
		if w := r.check(both, slices.Compact(cites)); w.is != bot.Passed {
			return w
		}
	}
	return v
}

// check asks the gate.
func (r *reply) check(text string, cites []int) verdict {
	findings := r.gate.Check(text, cites)
	if len(findings) == 0 {
		return verdict{is: bot.Uncited, found: text}
	}
	for _, f := range findings {
		if f.Verdict != bot.Passed {
			return verdict{is: f.Verdict, found: f.Found}
		}
		if f.N < 1 || f.N > len(r.list) || f.Span.Start < 0 || f.Span.End > len(r.list[f.N-1].text()) || f.Span.End <= f.Span.Start {
			return verdict{is: bot.Uncited, found: text}
		}
	}
	return verdict{is: bot.Passed, findings: findings}
}

// refersBack are the words at the beginning of a sentence that stand for something in the sentence before.
var refersBack = pattern.Of(`^(?i:it|its|this|that|these|those|they|their|them|he|she|both|either|neither|in (?:that|this|these|those|both|such) cases?|` +
	`er|sie|es|dies|diese[rsnm]?|das|beides?|in (?:diesem|dem) fall|il|elle|ils|elles|cela|ceci|ça|dans ce cas|él|ella|ellos|ellas|eso|esto|en (?:ese|este) caso|` +
	`esso|essa|essi|ciò|questo|questa|in (?:questo|tal|quel) caso|het|hij|zij|ze|dit|dat|deze|in dat geval)(?:[ ,'’]|$)`)

// goesOn are words at the beginning of a sentence that take the one before for granted.
var goesOn = pattern.Of(`^(?i:such|so|then|there|therefore|thus|otherwise|however|but|and|or|also|instead|afterwards|after that|if (?:so|not)|` +
	`dann|danach|dort|daher|deshalb|sonst|andernfalls|jedoch|aber|und|oder|auch|stattdessen|falls nicht|alors|donc|sinon|cependant|mais|et|ou|aussi|` +
	`entonces|pero|también|allora|ma|anche|daarna|anders|echter|maar|ook)(?:[ ,'’]|$)`)

var (
	tag  = pattern.Of(`<[/!?\pL][^>]*>?`)
	link = pattern.Of(`!?\[[^\]]*\]\s*\(`)
	bare = pattern.Of(`^\[[^\]]*\]:`)
)

// malformed refuses what is no plain, whole sentence.
func (r *reply) malformed(text string, c Cited) (verdict, bool) {
	bad := func(found string) (verdict, bool) { return verdict{is: bot.Malformed, found: found}, true }
	switch {
	case !c.Whole:
		return bad(text)
	case !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return bad(text)
	}
	for _, re := range [...]*pattern.Pattern{link, bare} {
		if found := re.FindString(text); found != "" {
			return bad(found)
		}
	}
	if at := strings.IndexFunc(text, unseen); at >= 0 {
		return bad(text[at:])
	}
	if found := tag.FindString(text); found != "" && !slices.ContainsFunc(r.list, func(p passage) bool { return strings.Contains(p.text(), found) }) {
		return bad(found)
	}
	if found := r.veil.Unknown(text); found != "" {
		return bad(found)
	}
	return verdict{}, false
}

// unseen reports whether a character has no place in a sentence: it cannot be seen, or turns the others around.
func unseen(r rune) bool {
	switch r {
	case '\t', '\u200c', '\u200d': // the joiners of some scripts
		return false
	}
	return r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp)
}
