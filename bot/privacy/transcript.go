package privacy

import (
	"fmt"
	"strings"
	"time"

	"frontdesk/bot"
)

// transcript is a conversation as a text, as the customer could read it. Times are UTC.
func transcript(id string, of tables) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Conversation %s\n", id)
	for _, c := range of["conversation"] {
		for _, f := range []struct{ column, label string }{{"site", "Site"}, {"name", "Name"}, {"email", "E-mail"}, {"page", "Page"}, {"referrer", "Page before"}, {"zone", "Time zone"}, {"locale", "Language"}} {
			if s, _ := c[f.column].(string); s != "" {
				fmt.Fprintf(&b, "%s: %s\n", f.label, s)
			}
		}
	}
	for _, e := range of["event"] {
		body, _ := e["body"].(map[string]any)
		if line := said(e, body); line != "" {
			fmt.Fprintf(&b, "\n%s  %s\n", at(e["at"]), line)
		}
	}
	return b.String()
}

func at(ms any) string {
	n, _ := ms.(int64)
	return time.UnixMilli(n).UTC().Format("2006-01-02 15:04")
}

// said is an event in words, "" if there is nothing to say.
func said(e, body map[string]any) string {
	text := func(name string) string { s, _ := body[name].(string); return s }
	kind, _ := e["kind"].(string)
	switch bot.EventKind(kind) {
	case bot.EventMessage:
		return speaker(e) + ":\n" + indented(text("text"))
	case bot.EventContact:
		return strings.TrimSpace("The customer left an address: " + text("email") + " " + text("name"))
	case bot.EventRating:
		return strings.TrimRight(fmt.Sprintf("The customer rated the conversation %v of 5\n%s", body["score"], indented(text("text"))), "\n ")
	case bot.EventFeedback:
		if helpful, _ := body["helpful"].(bool); helpful {
			return fmt.Sprintf("The customer found entry %v helpful", body["ref"])
		}
		return fmt.Sprintf("The customer did not find entry %v helpful", body["ref"])
	case bot.EventOwner:
		switch owner := text("owner"); bot.OwnerKind(owner) {
		case bot.OwnerAgent:
			return "Taken by " + text("agent")
		case bot.OwnerQueue:
			return "Handed over to a person"
		}
		return "Handed to the bot"
	case bot.EventPromise:
		if p, ok := body["promise"].(map[string]any); ok {
			return fmt.Sprintf("Promise (%v): %v", p["state"], p["text"])
		}
	case bot.EventResolved:
		return "Marked as resolved"
	case bot.EventReopened:
		return "Opened again"
	case bot.EventExpired:
		return "Nobody was there in time"
	case bot.EventMerged:
		return "Put together with another conversation of the customer"
	}
	return ""
}

func speaker(e map[string]any) string {
	name, _ := e["author_name"].(string)
	by, _ := e["author"].(string)
	switch bot.AuthorKind(by) {
	case bot.ByCustomer:
		return "Customer"
	case bot.ByBot:
		return strings.TrimSpace(name + " (bot)")
	}
	return name
}

func indented(text string) string { return "    " + strings.ReplaceAll(text, "\n", "\n    ") }
