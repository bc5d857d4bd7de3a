package privacy

import "context"

// Handled reports, for tests, whether a column of a table is known to lead to a customer.
func Handled(table, column string) bool {
	for _, h := range holdings {
		if h.table == table && (h.column == column || h.table == "visitor" || h.table == "conversation") {
			return true
		}
	}
	// What goes with a row because another column of it leads to the customer.
	for _, h := range holdings {
		if h.table == table && !h.unlink {
			return true
		}
	}
	return false
}

// Hear looks once for what was erased without a bus, as Watch does.
func Hear(ctx context.Context, p *Privacy, seen map[string]bool) error { return p.hear(ctx, seen) }

// Look does once what Run does.
func Look(ctx context.Context, p *Privacy) error { return p.look(ctx) }
