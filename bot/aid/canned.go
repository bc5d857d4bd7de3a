package aid

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"frontdesk/knowledge/pattern"
)

// Canned is a reply that is written once and used often. Its text may hold variables such as {{customer}}; see
// [Variables].
type Canned struct {
	ID       string   `json:"id"`
	Shortcut string   `json:"shortcut"` // what an agent types after the slash: 1–30 of a–z, 0–9 and hyphen
	Title    string   `json:"title"`
	Text     string   `json:"text"`
	Team     string   `json:"team,omitempty"` // id of the only team that sees it; "" for all
	Tags     []string `json:"tags,omitempty"`
}

// Variables returns the names that a canned reply may put between double braces.
//
//	customer   the customer's name
//	agent      the name of the agent who sends the reply
//	team       the team's name
//	site       the site's name
//	page       the page that the customer is on
//	standard   the first-response time that is promised, such as "4 minutes"
//	today      the date
func Variables() []string {
	return []string{"customer", "agent", "team", "site", "page", "standard", "today"}
}

var shortcut = pattern.Of(`^[a-z0-9-]{1,30}$`)

// ValidateCanned checks canned replies before they are stored. The error says which one is at fault and what to do.
func ValidateCanned(list []Canned) error {
	if err := tooMany("canned replies", len(list)); err != nil {
		return err
	}
	ids, shortcuts := make(map[string]bool), make(map[string]bool)
	for i, c := range list {
		err := c.check(ids)
		if err == nil && shortcuts[c.Shortcut] {
			err = fmt.Errorf("the shortcut /%s is used twice; choose another", c.Shortcut)
		}
		if err != nil {
			return numbered("canned reply", i, c.Title, err)
		}
		shortcuts[c.Shortcut] = true
	}
	return nil
}

func (c Canned) check(ids map[string]bool) error {
	if err := first(checkID(c.ID, ids), line("the title", c.Title, MaxTitle), atMost("the team", c.Team, MaxID), checkTags(c.Tags)); err != nil {
		return err
	}
	if !shortcut.MatchString(c.Shortcut) {
		return fmt.Errorf("the shortcut %q will not do; use 1 to 30 of the letters a–z, digits and hyphens", cut(c.Shortcut, 40))
	}
	if len(c.Text) > MaxText {
		return fmt.Errorf("the text has %d bytes; shorten it to %d", len(c.Text), MaxText)
	}
	return first(line("the text", c.Text, MaxText), checkVariables(c.Text))
}

// checkVariables reports the first variable that is unknown or not closed.
func checkVariables(text string) error {
	known := Variables()
	for _, p := range pieces(text) {
		switch {
		case p.variable && !slices.Contains(known, p.text):
			return fmt.Errorf("the variable {{%s}} is unknown; use one of %s", cut(p.text, 40), strings.Join(known, ", "))
		case !p.variable && strings.Contains(p.text, "{{"):
			return errors.New("there are opening braces that are not closed; write {{customer}}, with two braces on each side")
		case !p.variable && strings.Contains(p.text, "}}"):
			return errors.New("there are closing braces without opening ones; write {{customer}}, with two braces on each side")
		}
	}
	return nil
}

// piece is a part of a canned reply: a variable's name, or text that stays as it is.
type piece struct {
	text     string
	variable bool
}

// pieces takes a canned reply apart. A variable that is not closed before the next one opens stays text.
func pieces(text string) (out []piece) {
	for text != "" {
		open := strings.Index(text, "{{")
		if open < 0 {
			break
		}
		length := strings.Index(text[open+2:], "}}")
		if next := strings.Index(text[open+2:], "{{"); length < 0 || next >= 0 && next < length {
			out = append(out, piece{text: text[:open+2]})
			text = text[open+2:]
			continue
		}
		if open > 0 {
			out = append(out, piece{text: text[:open]})
		}
		name := strings.ToLower(strings.TrimSpace(text[open+2 : open+2+length]))
		out = append(out, piece{text: name, variable: true})
		text = text[open+2+length+2:]
	}
	if text != "" {
		out = append(out, piece{text: text})
	}
	return out
}

// Fill puts the values in place of the variables. A variable without a value, or with a blank one, leaves its name
// in square brackets to be seen by the agent and is listed in missing, once. Values are put in as they are: braces
// within them mean nothing.
func (c Canned) Fill(values map[string]string) (text string, missing []string) {
	var b strings.Builder
	for _, p := range pieces(c.Text) {
		value := values[p.text]
		switch {
		case !p.variable:
			b.WriteString(p.text)
		case strings.TrimSpace(value) != "":
			b.WriteString(value)
		default:
			b.WriteString("[" + p.text + "]")
			if !slices.Contains(missing, p.text) {
				missing = append(missing, p.text)
			}
		}
	}
	return b.String(), missing
}
