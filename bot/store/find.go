package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"frontdesk/bot"
)

// Sizes of a search.
const (
	FindPage = 50 // conversations on a page of results

	// Conversations looked at for one page; a page that needs more ends early and says so. To look into a thousand logs
	// takes about 50 ms, to look at a thousand rows about 10.
	findLogs = 20_000
	findRows = 100_000

	findBatchLeast, findBatchMost = 100, 4000 // conversations looked at in one query
)

// Find says which conversations are looked for: those of which all holds that is set.
type Find struct {
	Text     string     // words, each of which is part of a message or a note, in any case
	Customer string     // words, each of which is part of the customer's name, e-mail address or id with the host
	Tags     bot.Tags   // all of them
	Cause    string     // the cause at the last end: a path ("delivery/late"), or the beginning of one ("delivery")
	Team     string     // id
	Site     string     // id
	Status   bot.Status // "" for any
	From, To time.Time  // going on at some time from From to before To; zero for no bound
	Before   string     // Found.Next of the page before, "" for the first page

	Sees   func(c bot.Conversation) bool // leaves out what the asker may not see; nil sees everything
	Enough func() bool                   // asked now and then; true ends the page early; nil never does
}

// Found is a page of what was looked for.
type Found struct {
	Lines []FoundLine // newest first
	Next  string      // Find.Before of the next page; "" if there is nothing further
	Until time.Time   // how far back was looked, if the page ended early; zero otherwise
}

// FoundLine is a conversation that was found. Its snippet is the message or note in which a word was found; if none was
// looked for, the newest message but for the bot's.
type FoundLine struct {
	bot.Line
	Cause string // at its last end, "" if it never ended
}

// Find looks for conversations, those that were written in last first. The words of a text may be spread over a
// conversation. It looks at a limited number of conversations for each page, so that a rare word does not read the
// whole history at once: then Found.Until says how far it came, and the next page goes on from there. A page that ends
// early may be empty. The error is bot.ErrInvalid for a Before that is none.
func (s *Store) Find(ctx context.Context, f Find) (Found, error) {
	at, err := readMark(f.Before)
	if err != nil {
		return Found{}, err
	}
	search := finding{Store: s, Find: f, text: findWords(f.Text), customer: findWords(f.Customer)}
	most := findRows
	if f.Cause != "" || len(search.text) > 0 {
		most = findLogs
	}
	var out Found
	for seen, batch := 0, findBatchLeast; ; batch = min(4*batch, findBatchMost) {
		found, err := search.candidates(ctx, at, batch)
		if err != nil {
			return Found{}, err
		}
		for _, c := range found {
			at = c.mark
			line, ok, err := search.look(ctx, c)
			if err != nil {
				return Found{}, err
			}
			if !ok {
				continue
			}
			if len(out.Lines) == FindPage {
				return out, nil // Next is set: it is known that there is more
			}
			out.Lines = append(out.Lines, line)
			out.Next = at.String()
		}
		seen += len(found)
		switch {
		case len(found) < batch:
			out.Next = ""
			return out, nil
		case len(out.Lines) == FindPage:
			return out, nil
		case seen >= most, f.Enough != nil && f.Enough():
			out.Next, out.Until = at.String(), fromMillis(at.updated)
			return out, nil
		}
	}
}

// finding is a search under way.
type finding struct {
	*Store
	Find
	text, customer []string
}

// look reads a candidate and checks what SQL could only guess. ok is false if it is not what is looked for.
func (f finding) look(ctx context.Context, c candidate) (out FoundLine, ok bool, err error) {
	if !c.likely {
		return out, false, nil
	}
	if out.Line, err = f.line(ctx, c.id); err != nil {
		return out, false, err
	}
	if f.Sees != nil && !f.Sees(out.Conversation) {
		return out, false, nil
	}
	last, err := f.lastEnd(ctx, c.id)
	if err != nil {
		return out, false, err
	}
	if out.Cause = last.cause; f.Cause != "" && !under(f.Cause, out.Cause) {
		return out, false, nil
	}
	if ok, err = f.isCustomer(ctx, out.Conversation); !ok {
		return out, false, err
	}
	return f.says(ctx, out)
}

// under reports whether a cause is the one given or a part of it. A cause in words of its own is compared as a whole.
func under(path, cause string) bool {
	path, cause = strings.ToLower(path), strings.ToLower(cause)
	return cause == path || strings.HasPrefix(cause, path+"/")
}

// isCustomer checks the words for the customer.
func (f finding) isCustomer(ctx context.Context, c bot.Conversation) (bool, error) {
	if len(f.customer) == 0 {
		return true, nil
	}
	known := c.Name + "\n" + c.Email
	v, ok, err := f.VisitorOf(ctx, c.Visitor)
	if err != nil {
		return false, err
	}
	if ok && v.Vouched != nil {
		known += "\n" + v.Subject + "\n" + v.Vouched.Name + "\n" + v.Vouched.Email
	}
	return len(missing(f.customer, known)) == 0, nil
}

// says checks the words of the text and takes the newest message that has one as the snippet.
func (f finding) says(ctx context.Context, l FoundLine) (FoundLine, bool, error) {
	if len(f.text) == 0 {
		return l, true, nil
	}
	rows, err := f.db.Read().QueryContext(ctx, `SELECT author, body FROM event WHERE conversation = $1 AND kind IN ('message', 'note') ORDER BY seq DESC`, l.ID)
	if err != nil {
		return l, false, fmt.Errorf("search a conversation: %w", err)
	}
	defer rows.Close()
	wanted := f.text
	for rows.Next() && len(wanted) > 0 {
		var by bot.AuthorKind
		var stored string
		var b bot.Body
		if err := rows.Scan(&by, &stored); err != nil {
			return l, false, fmt.Errorf("search a conversation: %w", err)
		}
		if err := json.Unmarshal([]byte(stored), &b); err != nil {
			return l, false, fmt.Errorf("search %s: %w", l.ID, err)
		}
		left := missing(wanted, b.Text)
		if len(left) < len(wanted) && len(wanted) == len(f.text) {
			l.Snippet, l.SnippetBy = around(b.Text, f.text), by
		}
		wanted = left
	}
	return l, len(wanted) == 0, rows.Err()
}

// line reads one conversation as lists show it.
func (s *Store) line(ctx context.Context, id string) (bot.Line, error) {
	return scanLine(s.db.Read().QueryRowContext(ctx, fmt.Sprintf(lineSQL, ` WHERE id = $1`, ` AND author <> 'bot'`, `id`), id))
}

// mark is a place in the order in which conversations are found.
type mark struct {
	updated int64
	id      string
}

func (m mark) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(m.updated, 36) + "." + m.id))
}

// readMark reads a mark; "" is the place before all.
func readMark(s string) (mark, error) {
	if s == "" {
		return mark{updated: 1<<63 - 1}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	first, id, ok := strings.Cut(string(raw), ".")
	updated, numErr := strconv.ParseInt(first, 36, 64)
	if err != nil || numErr != nil || !ok || !bot.ValidID(id, 1) {
		return mark{}, fmt.Errorf("%w: the place to go on from is not one that was given out; search again", bot.ErrInvalid)
	}
	return mark{updated, id}, nil
}
