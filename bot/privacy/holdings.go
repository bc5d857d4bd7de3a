package privacy

import (
	"fmt"
	"slices"

	"frontdesk/knowledge/sqldb"
)

// lead is what a column leads to.
type lead string

const (
	toConversation lead = "conversation"
	toVisitor      lead = "visitor"
)

// holding is a table with a column that leads to a customer.
type holding struct {
	table  string
	column string
	to     lead
	unlink bool     // the row is no personal data once it leads nowhere: it stays without
	staff  bool     // only staff see it: it is exported apart
	hidden []string // columns that are never exported: secrets, and what is a figure of ours
}

// holdings are all that is kept of customers. What leads to a conversation goes with it, in this order; the conversation
// and the visitor are last, since others refer to them.
var holdings = []holding{
	{table: "event", column: "conversation", to: toConversation, hidden: []string{"epoch"}},
	{table: "turn", column: "conversation", to: toConversation, staff: true, hidden: []string{"node", "until"}},
	{table: "promise", column: "conversation", to: toConversation},
	{table: "reader", column: "conversation", to: toConversation, staff: true},
	{table: "mention", column: "conversation", to: toConversation, staff: true},
	{table: "mail", column: "conversation", to: toConversation},
	{table: "gap_question", column: "conversation", to: toConversation, staff: true},
	{table: "gap_read", column: "conversation", to: toConversation, staff: true},
	{table: "asked", column: "conversation", to: toConversation, staff: true, hidden: []string{"words"}},
	{table: "quote_read", column: "conversation", to: toConversation, staff: true},
	{table: "measure", column: "conversation", to: toConversation, unlink: true, staff: true},
	{table: "suggestion", column: "conversation", to: toConversation, unlink: true, staff: true},
	{table: "conversation", column: "id", to: toConversation, hidden: []string{"epoch", "alarm", "spoken"}},

	{table: "gap_question", column: "visitor", to: toVisitor, staff: true},
	{table: "asked", column: "visitor", to: toVisitor, staff: true},
	{table: "jti", column: "visitor", to: toVisitor, hidden: []string{"jti"}},
	{table: "visitor_token", column: "visitor", to: toVisitor, hidden: []string{"hash"}},
	{table: "visitor", column: "id", to: toVisitor, hidden: []string{"token_hash"}},
}

// erase takes away what leads to an id, or only the lead where the row may stay.
func (p *Privacy) erase(tx *sqldb.Tx, to lead, id string) error {
	for _, h := range p.holdings {
		if h.to != to {
			continue
		}
		if err := h.erase(tx, id); err != nil {
			return err
		}
	}
	return nil
}

func (h holding) erase(tx *sqldb.Tx, id string) error {
	query := `DELETE FROM ` + h.table + ` WHERE ` + h.column + ` = $1`
	if h.unlink {
		query = `UPDATE ` + h.table + ` SET ` + h.column + ` = '' WHERE ` + h.column + ` = $1`
	}
	if _, err := tx.Insert(query, id); err != nil {
		return fmt.Errorf("erase from %s: %w", h.table, err)
	}
	return nil
}

// has reports whether the desk has a table.
func (p *Privacy) has(table string) bool {
	return slices.ContainsFunc(p.holdings, func(h holding) bool { return h.table == table })
}
