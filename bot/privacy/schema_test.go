package privacy_test

import (
	"slices"
	"strings"
	"testing"

	"frontdesk/bot/privacy"
)

// personal are words in names of columns that lead to a customer, or hold what is theirs.
var personal = []string{"conversation", "visitor", "customer", "subject", "vouched", "email", "recipient", "letter", "phone", "address", "client_id", "contact"}

// harmless are columns with such a word that hold nothing of a customer.
var harmless = []string{
	"staff.email", "staff.email_key", // the staff's own
	"erasure.visitor", "erasure.conversations", // gone when the erasure is over
}

// unhandled returns the columns that may lead to a customer and that nobody erases.
func unhandled(columns map[string][]string) (out []string) {
	for table, names := range columns {
		for _, name := range names {
			if slices.ContainsFunc(personal, func(word string) bool { return strings.Contains(name, word) }) &&
				!privacy.Handled(table, name) && !slices.Contains(harmless, table+"."+name) {
				out = append(out, table+"."+name)
			}
		}
	}
	return out
}

// Whoever adds a table about customers has to say what becomes of it: see holdings.go.
func TestEveryTableAboutCustomersIsHandled(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s := fresh(t)
		if left := unhandled(s.columns()); len(left) > 0 {
			t.Errorf("nobody erases %q; say in holdings.go what becomes of them", left)
		}
		if len(s.columns()) < 30 {
			t.Errorf("only %d tables are seen", len(s.columns()))
		}
		s.exec(`CREATE TABLE call (id TEXT PRIMARY KEY, conversation TEXT NOT NULL, recording TEXT NOT NULL)`)
		s.exec(`CREATE TABLE profile (id TEXT PRIMARY KEY, visitor TEXT NOT NULL)`)
		left := unhandled(s.columns())
		slices.Sort(left)
		if !slices.Equal(left, []string{"call.conversation", "profile.visitor"}) {
			t.Errorf("of two new tables about customers are seen: %q", left)
		}
	})
}
