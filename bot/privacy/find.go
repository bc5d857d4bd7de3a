package privacy

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Customer is what is kept of a visitor, in short.
type Customer struct {
	Visitor   string
	Reference string // see Reference
	Site      string
	Name      string // as the host page or, without its word, the customer said last; "" if nobody did
	Email     string
	Created   time.Time
	Seen      time.Time // at most a day earlier than it was
	Erasing   bool      // an erasure was begun

	Conversations int
	Messages      int // all that was said in them, by whomever
	Letters       int // e-mail that is kept
}

// mostFound is how many customers are found at most.
const mostFound = 50

// Find returns the visitors that fit what somebody typed, at most 50: an id of a visitor or a conversation, a reference,
// the user's id at the host page, an e-mail address, or a part of a name of three characters at least.
func (p *Privacy) Find(ctx context.Context, typed string) ([]Customer, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return nil, nil
	}
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(typed)) + "%"
	if len([]rune(typed)) < 3 {
		like = strings.ReplaceAll(typed, `%`, `\%`)
	}
	ids, err := p.strings(ctx, `SELECT v.id FROM visitor v WHERE v.id = $1 OR v.subject = $1 OR (v.subject <> '' AND lower(v.vouched) LIKE $2 ESCAPE '\')
		OR EXISTS (SELECT 1 FROM conversation c WHERE c.visitor = v.id AND (c.id = $1 OR lower(c.email) = lower($1) OR lower(c.name) LIKE $2 ESCAPE '\'))
		ORDER BY v.seen DESC, v.id LIMIT $3`, typed, like, mostFound)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 && len(bare(typed)) == 8 {
		if ids, err = p.referred(ctx, typed); err != nil {
			return nil, err
		}
	}
	out := make([]Customer, 0, len(ids))
	for _, id := range ids {
		c, err := p.Customer(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// referred looks at all visitors for those of a reference.
func (p *Privacy) referred(ctx context.Context, typed string) (out []string, err error) {
	ids, err := p.strings(ctx, `SELECT id FROM visitor ORDER BY id`)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if Refers(typed, id) {
			out = append(out, id)
		}
	}
	return out, nil
}

// Customer returns what is kept of a visitor, in short, or ErrNotFound.
func (p *Privacy) Customer(ctx context.Context, visitor string) (Customer, error) {
	c := Customer{Visitor: visitor, Reference: Reference(visitor)}
	rows, err := p.DB.Read().QueryContext(ctx, `SELECT site, vouched, created, seen, EXISTS (SELECT 1 FROM erasure e WHERE e.visitor = v.id),
		(SELECT count(*) FROM conversation c WHERE c.visitor = v.id),
		(SELECT count(*) FROM conversation c JOIN event e ON e.conversation = c.id WHERE c.visitor = v.id AND e.kind = 'message')
		FROM visitor v WHERE v.id = $1`, visitor)
	if err != nil {
		return c, fmt.Errorf("read a customer: %w", err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return c, fmt.Errorf("read a customer: %w", err)
		}
		return c, ErrNotFound
	}
	var vouched string
	var created, seen int64
	if err := rows.Scan(&c.Site, &vouched, &created, &seen, &c.Erasing, &c.Conversations, &c.Messages); err != nil {
		return c, fmt.Errorf("read a customer: %w", err)
	}
	if err := rows.Close(); err != nil {
		return c, fmt.Errorf("read a customer: %w", err)
	}
	c.Created, c.Seen = time.UnixMilli(created).UTC(), time.UnixMilli(seen).UTC()
	if vouched != "" {
		var said struct{ Name, Email string }
		if json.Unmarshal([]byte(vouched), &said) == nil {
			c.Name, c.Email = said.Name, said.Email
		}
	}
	return c, p.named(ctx, &c)
}

// named fills in what the customer said last, where the host page has not, and counts the letters.
func (p *Privacy) named(ctx context.Context, c *Customer) error {
	for _, f := range []struct {
		into  *string
		query string
	}{
		{&c.Name, `SELECT name FROM conversation WHERE visitor = $1 AND name <> '' ORDER BY updated DESC, id LIMIT 1`},
		{&c.Email, `SELECT email FROM conversation WHERE visitor = $1 AND email <> '' ORDER BY updated DESC, id LIMIT 1`},
	} {
		if *f.into != "" {
			continue
		}
		found, err := p.strings(ctx, f.query, c.Visitor)
		if err != nil {
			return err
		}
		*f.into = strings.Join(found, "")
	}
	if !p.has("mail") {
		return nil
	}
	err := p.DB.Read().QueryRowContext(ctx, `SELECT count(*) FROM mail m JOIN conversation c ON c.id = m.conversation WHERE c.visitor = $1`, c.Visitor).Scan(&c.Letters)
	if err != nil {
		return fmt.Errorf("count a customer's letters: %w", err)
	}
	return nil
}
