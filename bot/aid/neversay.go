package aid

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// NeverSay is something that must not be said to a customer: the bot is kept from it, an agent is warned.
type NeverSay struct {
	ID          string `json:"id"`
	Phrase      string `json:"phrase"`                // words, or a regular expression if Pattern
	Pattern     bool   `json:"pattern,omitempty"`     // Phrase is a regular expression in the syntax of RE2
	Reason      string `json:"reason"`                // why, shown with the warning
	Alternative string `json:"alternative,omitempty"` // what to say instead
	Bot         bool   `json:"bot"`                   // the rule holds for the bot
	Agents      bool   `json:"agents"`                // the rule holds for agents
}

// Hit is a place where a text breaks a rule. Start and End are byte offsets in the text that was checked.
type Hit struct {
	Rule  NeverSay `json:"rule"`
	Start int      `json:"start"`
	End   int      `json:"end"`
}

// Rules are never-say rules made ready. They do not change and may be used by many at once. A nil *Rules has no rule.
type Rules struct {
	phrases  []phrase
	patterns []expression
}

type phrase struct {
	rule NeverSay
	text string // folded
}

type expression struct {
	rule  NeverSay
	re    *regexp.Regexp
	needs []string // one of these folded texts is in whatever matches; none if that is not known
}

// CompileNeverSay makes rules ready for [Rules.Check].
//
// A phrase matches whole words in any case, a pattern as RE2 does with (?i). Both are compared with the text in
// Unicode's composed compatibility form (NFKC), with curly quotes and long dashes made plain, runs of white space of any
// kind made one space, and invisible characters (soft hyphens, zero-width and direction marks) taken out, so that
// neither copied typography nor a trick slips through. In patterns, \b and \w know ASCII letters only.
//
// Refused are rules without id, phrase or reason, rules for nobody, patterns that do not compile, rules that are too
// long or too many, and rules that would block ordinary sentences. The error says which rule and what to do.
func CompileNeverSay(list []NeverSay) (*Rules, error) {
	if err := tooMany("never-say rules", len(list)); err != nil {
		return nil, err
	}
	ids, out := make(map[string]bool), new(Rules)
	for i, n := range list {
		if err := out.add(n, ids); err != nil {
			return nil, numbered("never-say rule", i, n.Phrase, err)
		}
	}
	return out, nil
}

func (r *Rules) add(n NeverSay, ids map[string]bool) error {
	err := first(checkID(n.ID, ids), line("the phrase", n.Phrase, MaxPhrase), atMost("the reason", n.Reason, MaxReason), atMost("the alternative", n.Alternative, MaxInstead))
	switch {
	case err != nil:
		return err
	case strings.TrimSpace(n.Reason) == "":
		return errors.New("no reason is given; write why this must not be said, so that agents understand the warning")
	case !n.Bot && !n.Agents:
		return errors.New("it holds for nobody; choose the bot, the agents or both")
	}
	alone := new(Rules)
	if n.Pattern {
		err = alone.addPattern(n)
	} else {
		err = alone.addPhrase(n)
	}
	if err != nil {
		return err
	}
	if s := alone.blocksOrdinary(); s != "" {
		return fmt.Errorf("it would block ordinary sentences, such as %q; write something more exact", s)
	}
	r.phrases = append(r.phrases, alone.phrases...)
	r.patterns = append(r.patterns, alone.patterns...)
	return nil
}

func (r *Rules) addPhrase(n NeverSay) error {
	text := strings.TrimSpace(foldText(n.Phrase))
	if strings.IndexFunc(text, wordRune) < 0 {
		return errors.New("the phrase has no letter or digit in it; write the words that must not be said")
	}
	r.phrases = append(r.phrases, phrase{n, text})
	return nil
}

func (r *Rules) addPattern(n NeverSay) error {
	source := "(?i)(?:" + n.Phrase + ")"
	// The pattern is parsed by itself first: one such as "a)|(b" is only well-formed between our brackets.
	if _, err := syntax.Parse(n.Phrase, syntax.Perl); err != nil {
		return fmt.Errorf("the pattern cannot be read (%w); correct it, or untick “pattern” to have the words taken as they are", plainSyntax(err))
	}
	re, err := regexp.Compile(source)
	if err != nil {
		return fmt.Errorf("the pattern cannot be read (%w); correct it, or untick “pattern” to have the words taken as they are", plainSyntax(err))
	}
	if re.MatchString("") {
		return errors.New("the pattern also matches where nothing is written, so that it would block everything; take out what makes all of it optional")
	}
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return fmt.Errorf("read the pattern again: %w", err)
	}
	r.patterns = append(r.patterns, expression{n, re, needed(tree.Simplify())})
	return nil
}

// plainSyntax is the fault in a pattern without the prefix of the standard library.
func plainSyntax(err error) error {
	var fault *syntax.Error
	if errors.As(err, &fault) {
		return fmt.Errorf("%s: %s", fault.Code, cut(fault.Expr, 40))
	}
	return err
}

// Bot returns the rules that hold for the bot.
func (r *Rules) Bot() *Rules { return r.only(func(n NeverSay) bool { return n.Bot }) }

// Agents returns the rules that hold for agents.
func (r *Rules) Agents() *Rules { return r.only(func(n NeverSay) bool { return n.Agents }) }

func (r *Rules) only(holds func(NeverSay) bool) *Rules {
	if r == nil {
		return nil
	}
	out := new(Rules)
	for _, p := range r.phrases {
		if holds(p.rule) {
			out.phrases = append(out.phrases, p)
		}
	}
	for _, p := range r.patterns {
		if holds(p.rule) {
			out.patterns = append(out.patterns, p)
		}
	}
	return out
}

// runeBefore and runeAfter are the characters next to a place in a text, utf8.RuneError at its ends.
func runeBefore(s string, at int) rune { r, _ := utf8.DecodeLastRuneInString(s[:at]); return r }
func runeAfter(s string, at int) rune  { r, _ := utf8.DecodeRuneInString(s[at:]); return r }
