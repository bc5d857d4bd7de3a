package hypertext_test

import (
	"strings"
	"testing"

	"frontdesk/knowledge/importing/hypertext"
)

func TestDecode(t *testing.T) {
	for _, c := range []struct{ name, raw, kind, want, fault string }{
		{"UTF-8", "ü", "text/html; charset=iso-8859-1", "ü", ""},
		{"byte order mark", "\ufeffü", "", "ü", ""},
		{"UTF-16", "\xff\xfe\xfc\x00", "", "ü", ""},
		{"server", "\xfc", "text/html; charset=ISO-8859-1", "ü", ""},
		{"page", `<meta charset="windows-1252">` + "\x80", "text/html", `<meta charset="windows-1252">€`, ""},
		{"old page", `<META http-equiv=Content-Type content="text/html; charset=shift_jis">` + "\x82\xa0", "", `<META http-equiv=Content-Type content="text/html; charset=shift_jis">あ`, ""},
		{"nothing", "\xfc", "", "", "does not say what it is"},
		{"unknown", `<meta charset=klingon>` + "\xfc", "", "", "not known"},
		{"wrong", `<meta charset=utf-8>` + "\xfc", "", "", "and is not"},
	} {
		got, err := hypertext.Decode([]byte(c.raw), c.kind)
		if got != c.want || (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: %q %v", c.name, got, err)
		}
	}
}
