package privacy_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot/privacy"
	"frontdesk/knowledge/audit"
)

// unzip returns the files of an archive.
func unzip(t *testing.T, b []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	for _, f := range r.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(body)
	}
	return out
}

// What is exported is all that an erasure would take, apart by who may see it, and nothing of others nor any key.
func TestExportHasEverything(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s := fresh(t)
		s.article()
		s.visitor("v1", "shop", "Anna", s.now)
		s.conversation("c1", "v1", "shop", "Anna", s.now)
		s.conversation("c2", "v1", "shop", "Anna", s.now.Add(day))
		s.visitor("v2", "shop", "Other", s.now)
		s.conversation("c3", "v2", "shop", "Other", s.now)
		before := s.dump()
		var b bytes.Buffer
		s.must(s.Export(audit.By(context.Background(), "m1"), "v1", &b))
		files := unzip(t, b.Bytes())
		for _, name := range []string{"about.txt", "customer.json", "staff.json", "conversations/001.txt", "conversations/002.txt"} {
			if files[name] == "" {
				t.Errorf("%s is missing", name)
			}
			if strings.Contains(files[name], "Other") || strings.Contains(files[name], "hash v1") || strings.Contains(files[name], "token v1") || strings.Contains(files[name], "jti v1") {
				t.Errorf("%s tells of another customer, or has a key", name)
			}
		}
		var theirs, ours struct {
			About         map[string]string
			Visitor       map[string][]map[string]any
			Conversations []map[string][]map[string]any
		}
		s.must(json.Unmarshal([]byte(files["customer.json"]), &theirs))
		s.must(json.Unmarshal([]byte(files["staff.json"]), &ours))
		if theirs.About["reference"] != privacy.Reference("v1") || len(theirs.Conversations) != 2 || len(ours.Conversations) != 2 {
			t.Fatalf("about %v, %d conversations", theirs.About, len(theirs.Conversations))
		}
		got := func(of map[string][]map[string]any) (out []string) {
			for table, rows := range of {
				if len(rows) > 0 {
					out = append(out, table)
				}
			}
			slices.Sort(out)
			return out
		}
		if g := got(theirs.Conversations[0]); !slices.Equal(g, []string{"conversation", "event", "mail", "promise"}) {
			t.Errorf("of a conversation the customer gets %q", g)
		}
		if g := got(ours.Conversations[0]); !slices.Equal(g, []string{"asked", "event", "gap_question", "gap_read", "measure", "mention", "quote_read", "reader", "suggestion"}) {
			t.Errorf("of a conversation the staff keep %q", g)
		}
		if g := got(theirs.Visitor); !slices.Equal(g, []string{"jti", "visitor", "visitor_token"}) {
			t.Errorf("of the visitor the customer gets %q", g)
		}
		if n := len(theirs.Conversations[0]["event"]); n != 4 {
			t.Errorf("the customer gets %d events, want the 4 that they see", n)
		}
		if strings.Contains(files["customer.json"], "Anna sum") || strings.Contains(files["customer.json"], `"trace"`) || strings.Contains(files["conversations/001.txt"], "note") {
			t.Error("the customer gets what only staff see")
		}
		if !strings.Contains(files["staff.json"], `"kind": "note"`) || !strings.Contains(files["staff.json"], `"query": "Anna"`) {
			t.Error("notes or the bot's reasons are missing in what staff see")
		}
		for _, want := range []string{"Conversation c1", "E-mail: Anna@customer.example", "2026-03-02 09:00  Customer:\n    words Anna words", "The customer rated the conversation 2 of 5"} {
			if !strings.Contains(files["conversations/001.txt"], want) {
				t.Errorf("the transcript lacks %q:\n%s", want, files["conversations/001.txt"])
			}
		}
		after := s.dump()
		for table := range after {
			if table != "audit" && !slices.Equal(after[table], before[table]) {
				t.Errorf("the export has changed %s", table)
			}
		}
		if got := s.audited(); !slices.Equal(got, []string{"m1 customer.export " + privacy.Reference("v1") + ": 2 conversations"}) {
			t.Errorf("the audit log says %q", got)
		}
		b.Reset()
		if err := s.Export(t.Context(), "nobody", &b); !errors.Is(err, privacy.ErrNotFound) || b.Len() > 0 {
			t.Errorf("export of nobody: %v, %d bytes", err, b.Len())
		}
	})
}

func TestFind(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s := fresh(t)
		s.article()
		for _, name := range []string{"Anna", "Berta"} {
			id := "v" + name
			s.visitor(id, "shop", "", s.now)
			s.conversation("c"+name, id, "shop", name, s.now)
		}
		s.visitor("vouched", "shop", "Clara", s.now)
		for typed, want := range map[string][]string{
			"vAnna": {"vAnna"}, "cBerta": {"vBerta"}, "anna@CUSTOMER.example": {"vAnna"}, "rta na": {"vBerta"}, "Clara subject": {"vouched"}, "clara@": {"vouched"},
			privacy.Reference("vAnna"): {"vAnna"}, strings.ToLower(strings.ReplaceAll(privacy.Reference("vBerta"), "-", " ")): {"vBerta"},
			"": nil, "%": nil, "_": nil, "na": nil, "nobody": nil, "%%%": nil, "name": {"vAnna", "vBerta", "vouched"}, "0000-0000": nil,
		} {
			found, err := s.Find(t.Context(), typed)
			s.must(err)
			var got []string
			for _, c := range found {
				got = append(got, c.Visitor)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%q finds %q, want %q", typed, got, want)
			}
		}
		c, err := s.Customer(t.Context(), "vAnna")
		s.must(err)
		if c.Name != "Anna name" || c.Email != "Anna@customer.example" || c.Conversations != 1 || c.Messages != 2 || c.Letters != 1 || c.Site != "shop" || c.Erasing || !c.Seen.Equal(s.now) {
			t.Errorf("known: %+v", c)
		}
		if c, err = s.Customer(t.Context(), "vouched"); err != nil || c.Name != "Clara name" || c.Email != "Clara@customer.example" {
			t.Errorf("known of a user of the host page: %+v, %v", c, err)
		}
	})
}

func TestReference(t *testing.T) {
	ref := privacy.Reference("v1")
	if len(ref) != 9 || ref[4] != '-' || ref == privacy.Reference("v2") {
		t.Fatalf("reference %q", ref)
	}
	for typed, want := range map[string]bool{ref: true, strings.ToLower(ref): true, " " + ref[:4] + " " + ref[5:] + " ": true, ref[:4] + "–" + ref[5:]: true,
		"": false, ref[:8]: false, ref + "0": false, strings.Repeat(ref, 50): false, privacy.Reference("v2"): false} {
		if got := privacy.Refers(typed, "v1"); got != want {
			t.Errorf("%q: %v", typed, got)
		}
	}
}

// Anything may be given as a list; what is no list is refused with a sentence, and nothing panics.
func FuzzReadErased(f *testing.F) {
	const head = `{"list":"frontdesk erased customers 1","desk":"ab"}` + "\n"
	good := `{"kind":"visitor","hash":"` + strings.Repeat("a", 64) + `","at":"2026-03-02T09:00:00Z"}` + "\n"
	for _, seed := range []string{"", head, head + good, head + good + good, good, head + "{}\n", head + good[:40], strings.Repeat("x", 10_000), head + "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		desk, entries, err := privacy.ReadErased(strings.NewReader(in))
		if (err == nil) != (desk != "") {
			t.Fatalf("desk %q, error %v", desk, err)
		}
		if err != nil {
			if !errors.Is(err, privacy.ErrList) {
				t.Fatalf("error %v", err)
			}
			return
		}
		if n := strings.Count(strings.TrimRight(in, "\n"), "\n"); len(entries) > n {
			t.Fatalf("%d entries of %d lines", len(entries), n)
		}
	})
}
