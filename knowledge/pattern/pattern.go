// Package pattern holds regular expressions that are compiled when they are used first. Compiling all that the program
// knows would take half of the time in which a server starts, and most commands and many servers need few of them.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression in the syntax of the package regexp. Its methods are those of [regexp.Regexp] and may
// be called from any goroutine; the first call takes as long as compiling takes.
type Pattern struct {
	text string
	once sync.Once
	re   *regexp.Regexp
}

// Of returns the pattern of an expression. One that is wrong panics when it is used first, as [regexp.MustCompile]
// does, so every pattern needs a test that uses it.
func Of(expression string) *Pattern { return &Pattern{text: expression} }

// Regexp returns the compiled expression.
func (p *Pattern) Regexp() *regexp.Regexp {
	p.once.Do(func() { p.re = regexp.MustCompile(p.text) })
	return p.re
}

// String returns the expression.
func (p *Pattern) String() string { return p.text }

// MatchString reports whether s has a match.
func (p *Pattern) MatchString(s string) bool { return p.Regexp().MatchString(s) }

// FindString returns the leftmost match, "" if there is none.
func (p *Pattern) FindString(s string) string { return p.Regexp().FindString(s) }

// FindStringIndex returns where the leftmost match begins and ends, nil if there is none.
func (p *Pattern) FindStringIndex(s string) []int { return p.Regexp().FindStringIndex(s) }

// FindStringSubmatch returns the leftmost match and its groups, nil if there is none.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.Regexp().FindStringSubmatch(s) }

// FindStringSubmatchIndex returns where the leftmost match and its groups begin and end, nil if there is none.
func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	return p.Regexp().FindStringSubmatchIndex(s)
}

// FindAllString returns the first n matches, all of them if n is negative.
func (p *Pattern) FindAllString(s string, n int) []string { return p.Regexp().FindAllString(s, n) }

// FindAllStringIndex returns where the first n matches begin and end, of all if n is negative.
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	return p.Regexp().FindAllStringIndex(s, n)
}

// FindAllStringSubmatch returns the first n matches and their groups, all if n is negative.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.Regexp().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex returns where the first n matches and their groups begin and end, of all if n is negative.
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.Regexp().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString replaces every match by a template, as [regexp.Regexp.Expand] reads it.
func (p *Pattern) ReplaceAllString(s, template string) string {
	return p.Regexp().ReplaceAllString(s, template)
}

// ReplaceAllStringFunc replaces every match by what f makes of it.
func (p *Pattern) ReplaceAllStringFunc(s string, f func(string) string) string {
	return p.Regexp().ReplaceAllStringFunc(s, f)
}

// Split cuts s at the matches into at most n parts, into all if n is negative.
func (p *Pattern) Split(s string, n int) []string { return p.Regexp().Split(s, n) }
