package language

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Limits of what editors may write as synonyms.
const (
	MaxSynonyms     = 256 << 10 // bytes of the whole text
	MaxSynonymLines = 5000
	MaxLineTerms    = 40 // terms in a line
	MaxTermWords    = 8  // words in a term
)

// Synonyms are the words and phrases that mean the same: those of the editors, and beside them the built-in
// list of the question's language as far as the editors leave it in use. The zero value has the built-in
// list alone; nil means none at all. They do not change and are safe for concurrent use.
type Synonyms struct {
	rules   []synonymRule
	apart   []string // terms that keep nothing of the built-in list
	ownOnly bool     // nothing of the built-in list is in use

	mu   sync.Mutex
	made map[*Language]*Thesaurus
}

// synonymRule is one line: whoever asks for one of from may be answered by any of to.
type synonymRule struct {
	from, to []string
}

// SynonymError is what is wrong with a line of synonyms.
type SynonymError struct {
	Line    int    // counted from one
	Problem string // a sentence for the editor that says what to do
}

// Error implements error.
func (e *SynonymError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Problem) }

// ParseSynonyms reads what editors write, one group of terms a line:
//
//	wifi, wi-fi, wlan                        # each finds the others
//	mobile, handset => phone                 # whoever asks on the left finds what is on the right, and not the other way
//	! no built-in synonyms for cell, charge  # these words mean here what the articles mean by them, and nothing else
//	! no built-in synonyms                   # only the lines of this list count
//
// A term may have several words ("cash on delivery, cod"). What follows # is a comment. Editors' lines are
// added to the [BuiltInSynonyms] and go before them: where a line names two terms, only that line says
// which of the two finds the other. The error joins a [SynonymError] for every line that cannot be used;
// there are no synonyms then.
func ParseSynonyms(text string) (*Synonyms, error) {
	if len(text) > MaxSynonyms {
		return nil, &SynonymError{1, fmt.Sprintf("the list has %d bytes; shorten it to at most %d", len(text), MaxSynonyms)}
	}
	s := new(Synonyms)
	var faults []error
	number := 0
	for line := range strings.Lines(text) {
		number++
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")); line == "" {
			continue
		}
		if problem := s.read(line); problem != "" {
			faults = append(faults, &SynonymError{number, problem})
		}
		if len(s.rules) > MaxSynonymLines {
			faults = append(faults, &SynonymError{number, fmt.Sprintf("there are more than %d lines; leave some out", MaxSynonymLines)})
			break
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return s, nil
}

// read takes a line up, or says what is wrong with it.
func (s *Synonyms) read(line string) (problem string) {
	if !utf8.ValidString(line) {
		return "this is not readable text; save the list as UTF-8"
	}
	if order, ok := strings.CutPrefix(line, "!"); ok {
		return s.obey(order)
	}
	rule, problem := parseRule(line)
	if problem == "" {
		s.rules = append(s.rules, rule)
	}
	return problem
}

// obey takes up what is said about the built-in list.
func (s *Synonyms) obey(order string) (problem string) {
	const unknown = "a line that begins with ! says what of the built-in list is left out; write: ! no built-in synonyms for cell, charge"
	said := strings.ToLower(strings.Join(strings.Fields(order), " "))
	rest, ok := strings.CutPrefix(said, "no built-in synonyms")
	if !ok {
		return unknown
	}
	if rest == "" {
		s.ownOnly = true
		return ""
	}
	list, ok := strings.CutPrefix(rest, " for")
	if !ok || list != "" && list[0] != ' ' {
		return unknown
	}
	terms, problem := parseTerms(list)
	if problem == "" && len(terms) == 0 {
		return "no word stands after for; name some, such as: ! no built-in synonyms for cell, charge"
	}
	s.apart = append(s.apart, terms...)
	return problem
}

func parseRule(line string) (r synonymRule, problem string) {
	left, right, oneWay := strings.Cut(line, "=>")
	if strings.Contains(right, "=>") {
		return r, "there is more than one =>; write a line for each"
	}
	if r.from, problem = parseTerms(left); problem != "" {
		return r, problem
	}
	if !oneWay {
		if len(r.from) < 2 {
			return r, "a line needs at least two different terms with a comma between them, such as: wifi, wlan"
		}
		r.to = r.from
		return r, ""
	}
	if r.to, problem = parseTerms(right); problem != "" {
		return r, problem
	}
	switch {
	case len(r.from) == 0:
		return r, "nothing stands before =>; write what customers say there, such as: mobile => phone"
	case len(r.to) == 0:
		return r, "nothing stands after =>; write what the articles say there, such as: mobile => phone"
	case len(r.from) == 1 && len(r.to) == 1 && r.from[0] == r.to[0]:
		return r, "both sides of => are the same; take the line out"
	}
	return r, ""
}

// parseTerms takes the terms of one side apart, each once.
func parseTerms(side string) (terms []string, problem string) {
	for t := range strings.SplitSeq(side, ",") {
		term := strings.Join(strings.Fields(t), " ")
		if term == "" {
			continue
		}
		switch n := countWords(term); {
		case n == 0:
			return nil, fmt.Sprintf("%q has neither letters nor digits; write a word or take it out", term)
		case n > MaxTermWords:
			return nil, fmt.Sprintf("%q has %d words; a term may have at most %d, so shorten it", term, n, MaxTermWords)
		}
		if !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	if len(terms) > MaxLineTerms {
		return nil, fmt.Sprintf("there are %d terms; a line may have at most %d, so make two of it", len(terms), MaxLineTerms)
	}
	return terms, ""
}

func countWords(term string) int {
	n := 0
	Of("").EachWord(term, func(string) { n++ })
	return n
}

// Len is the number of rules that editors wrote; the built-in list is not counted.
func (s *Synonyms) Len() int {
	if s == nil {
		return 0
	}
	return len(s.rules)
}

// Key is the same for lists that say the same, and for no others.
func (s *Synonyms) Key() string {
	if s == nil {
		return ""
	}
	return fmt.Sprintf("%q %q %t", s.rules, s.apart, s.ownOnly)
}

// In prepares the synonyms for questions that are analysed in a language; nil if there are none.
func (s *Synonyms) In(l *Language) *Thesaurus {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t, known := s.made[l]
	if !known {
		t = newThesaurus(s, l)
		if s.made == nil {
			s.made = make(map[*Language]*Thesaurus)
		}
		s.made[l] = t
	}
	return t
}
