package privacy

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// Export writes everything that is kept of a visitor as a ZIP: customer.json with what the customer may see, staff.json
// with what only staff see, and each conversation as a text. The export is noted in the audit log first. The error is
// ErrNotFound, before anything is written, if there is no such visitor.
func (p *Privacy) Export(ctx context.Context, visitor string, w io.Writer) error {
	c, err := p.Customer(ctx, visitor)
	if err != nil {
		return fmt.Errorf("export a customer: %w", err)
	}
	ids, err := p.conversations(ctx, visitor)
	if err != nil {
		return fmt.Errorf("export a customer: %w", err)
	}
	if err := p.DB.Write(ctx, func(tx *sqldb.Tx) error {
		return audit.Append(tx, audit.Entry{At: p.Clock(), Who: audit.Who(ctx), What: "customer.export", Object: c.Reference, Detail: count(len(ids), "conversation")})
	}); err != nil {
		return fmt.Errorf("export a customer: %w", err)
	}
	out := archive{zip.NewWriter(w), p.Clock()}
	theirs, ours := dossier{About: c.about(p.Clock())}, dossier{About: c.about(p.Clock())}
	if err := p.collect(ctx, toVisitor, visitor, &theirs.Visitor, &ours.Visitor); err != nil {
		return fmt.Errorf("export a customer: %w", err)
	}
	for n, id := range ids {
		mine, own := make(tables), make(tables)
		if err := p.collect(ctx, toConversation, id, &mine, &own); err != nil {
			return fmt.Errorf("export a customer: %w", err)
		}
		part(mine, own)
		theirs.Conversations, ours.Conversations = append(theirs.Conversations, mine), append(ours.Conversations, own)
		if err := out.text(fmt.Sprintf("conversations/%03d.txt", n+1), transcript(id, mine)); err != nil {
			return err
		}
	}
	if err := out.json("customer.json", theirs); err != nil {
		return err
	}
	if err := out.json("staff.json", ours); err != nil {
		return err
	}
	if err := out.text("about.txt", about); err != nil {
		return err
	}
	if err := out.zip.Close(); err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	return nil
}

const about = `This archive holds everything that this help desk keeps of one customer.

conversations/   every conversation as a text, as the customer can read it
customer.json    the same and all else that the customer said, was told or is known by, for programs
staff.json       what only staff see: notes, tags, reasons of the bot, questions as they are listed

Look through staff.json before you hand it over: notes may be about somebody else too.
Times in the JSON files are milliseconds since 1970 (UTC), 0 is none. Keys by which browsers
are known again are left out.
`

// dossier is a file of an export.
type dossier struct {
	About         map[string]string `json:"about"`
	Visitor       tables            `json:"visitor"`
	Conversations []tables          `json:"conversations"`
}

// tables are rows by table, each by column.
type tables map[string][]map[string]any

func (c Customer) about(now time.Time) map[string]string {
	return map[string]string{"reference": c.Reference, "site": c.Site, "made": now.UTC().Format(time.RFC3339)}
}

// collect reads what leads to an id.
func (p *Privacy) collect(ctx context.Context, to lead, id string, theirs, ours *tables) error {
	if *theirs == nil {
		*theirs, *ours = make(tables), make(tables)
	}
	for _, h := range p.holdings {
		if h.to != to || to == toVisitor && withConversation(h.table) {
			continue
		}
		rows, err := p.rows(ctx, h, id)
		if err != nil {
			return err
		}
		if into := *theirs; !h.staff && len(rows) > 0 {
			into[h.table] = rows
		} else if len(rows) > 0 {
			(*ours)[h.table] = rows
		}
	}
	return nil
}

// withConversation reports whether a table's rows come with the conversation that they lead to.
func withConversation(table string) bool {
	return slices.ContainsFunc(holdings, func(h holding) bool { return h.table == table && h.to == toConversation })
}

// rows reads the rows of a table that lead to an id, without what is hidden.
func (p *Privacy) rows(ctx context.Context, h holding, id string) (out []map[string]any, err error) {
	order := ""
	if h.table == "event" {
		order = ` ORDER BY seq`
	}
	rows, err := p.DB.Read().QueryContext(ctx, `SELECT * FROM `+h.table+` WHERE `+h.column+` = $1`+order, id)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", h.table, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", h.table, err)
	}
	for rows.Next() {
		values, places := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			return nil, fmt.Errorf("read %s: %w", h.table, err)
		}
		row := make(map[string]any, len(names))
		for i, name := range names {
			if !slices.Contains(h.hidden, name) {
				row[name] = readable(values[i])
			}
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// readable is a stored value as JSON has it: what is stored as JSON is not written as a string.
func readable(v any) any {
	if b, ok := v.([]byte); ok {
		v = string(b)
	}
	if s, ok := v.(string); ok && (strings.HasPrefix(s, "{") || strings.HasPrefix(s, "[")) && json.Valid([]byte(s)) {
		return json.RawMessage(s)
	}
	return v
}

// part moves to ours what customers do not see of their conversation's log: what is for staff, and the bot's reasons.
func part(theirs, ours tables) {
	var seen, unseen []map[string]any
	for _, e := range theirs["event"] {
		kind, _ := e["kind"].(string)
		if bot.EventKind(kind).ForStaff() {
			unseen = append(unseen, e)
			continue
		}
		if trace, ok := e["trace"]; ok && trace != "" {
			unseen = append(unseen, map[string]any{"conversation": e["conversation"], "seq": e["seq"], "trace": trace})
		}
		delete(e, "trace")
		seen = append(seen, withoutStaff(e))
	}
	if len(unseen) > 0 {
		ours["event"] = unseen
	}
	theirs["event"] = seen
}

// withoutStaff takes the fields out of an event's body that are marked as for staff only.
func withoutStaff(e map[string]any) map[string]any {
	raw, ok := e["body"].(json.RawMessage)
	if !ok {
		return e
	}
	var body map[string]any
	if json.Unmarshal(raw, &body) != nil {
		return e
	}
	for _, name := range []string{"summary", "cause", "original"} {
		delete(body, name)
	}
	e["body"] = body
	return e
}

// archive is a ZIP as it is written.
type archive struct {
	zip *zip.Writer
	at  time.Time
}

func (a archive) text(name, text string) error {
	f, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.at})
	if err == nil {
		_, err = io.WriteString(f, text)
	}
	if err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	return nil
}

func (a archive) json(name string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	return a.text(name, string(b)+"\n")
}
