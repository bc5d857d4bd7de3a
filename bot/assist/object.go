package assist

import (
	"encoding/json"
	"strings"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
)

// malformed is the refusal of a reply that is no draft of an article.
var malformed = &Refused{"The model's draft has not the form of an article. Try again, or write it from the questions and answers."}

// readObject reads a reply that is one JSON object, alone or in a block of code, as many models write it.
func readObject(reply string, into any) error {
	if inner, ok := strings.CutPrefix(reply, "```"); ok {
		inner, _ = strings.CutSuffix(strings.TrimSpace(inner), "```")
		reply = strings.TrimSpace(strings.TrimPrefix(inner, "json"))
	}
	if !strings.HasPrefix(reply, "{") || json.Unmarshal([]byte(reply), into) != nil {
		return malformed
	}
	return nil
}

// accepted is content as the editors' room would keep it, or why it would not.
func accepted(c knowledge.Content) (knowledge.Content, error) {
	c = c.Clean()
	if err := c.Validate(); err != nil {
		return c, err
	}
	_, err := markup.Parse(c.Body)
	return c, err
}

// plain reports whether a text of one line can be shown as it is: no control characters, no markup, no address.
func plain(text string) bool {
	return text != "" && !strings.ContainsFunc(text, unprintable) && !strings.ContainsAny(text, "\n\t<>`{}|") && !address.MatchString(text) && !markedUp(text)
}

// distinct joins two lists without repeating what differs in case, space or a full stop alone, up to most.
func distinct(first, second []string, most int) []string {
	out, known := []string{}, make(map[string]bool)
	for _, list := range [][]string{first, second} {
		for _, text := range list {
			if key := bare(text); key != "" && !known[key] && len(out) < most {
				known[key] = true
				out = append(out, text)
			}
		}
	}
	return out
}

// bare is a text by which it is known again.
func bare(text string) string {
	return strings.TrimRight(strings.Join(strings.Fields(strings.ToLower(text)), " "), " .?!")
}
