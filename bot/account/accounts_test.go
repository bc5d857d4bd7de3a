package account

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge/sqldb"
)

func TestCreate(t *testing.T) { each(t, testCreate) }

func testCreate(t *testing.T) {
	a, _ := open(t)
	ada := create(t, a, "Ada@Shop.example", Editor, Agent, Editor)
	if !slices.Equal(ada.Roles, []Role{Agent, Editor}) || ada.Password || ada.Disabled || len(ada.ID) != 26 {
		t.Fatalf("created %+v", ada)
	}
	got, err := a.ByEmail(t.Context(), " ada@shop.EXAMPLE ")
	if err != nil || got.ID != ada.ID || got.Email != "Ada@Shop.example" || !got.Created.Equal(ada.Created) {
		t.Fatalf("ByEmail: %+v, %v", got, err)
	}
	if _, err := a.Create(t.Context(), "ADA@shop.example", "Other", []Role{Agent}); !errors.Is(err, ErrExists) {
		t.Fatalf("same address in capitals: %v", err)
	}
	if _, err := a.ByEmail(t.Context(), "nobody@shop.example"); !errors.Is(err, ErrNotFound) {
		t.Fatalf("unknown address: %v", err)
	}
	create(t, a, "bea@shop.example", Admin)
	all, err := a.List(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("List: %v, %v", all, err)
	}
}

func TestCreateRefuses(t *testing.T) { each(t, testCreateRefuses) }

func testCreateRefuses(t *testing.T) {
	a, _ := open(t)
	for name, c := range map[string]struct {
		email, name string
		roles       []Role
	}{
		"no address":         {"", "Ada", []Role{Agent}},
		"no at sign":         {"ada.shop.example", "Ada", []Role{Agent}},
		"display name":       {"Ada <ada@shop.example>", "Ada", []Role{Agent}},
		"two addresses":      {"a@shop.example,b@shop.example", "Ada", []Role{Agent}},
		"line break":         {"ada@shop.example\r\nBcc: x@y.example", "Ada", []Role{Agent}},
		"long address":       {strings.Repeat("a", 250) + "@shop.example", "Ada", []Role{Agent}},
		"no name":            {"ada@shop.example", "  ", []Role{Agent}},
		"long name":          {"ada@shop.example", strings.Repeat("a", 101), []Role{Agent}},
		"control character":  {"ada@shop.example", "Ada\x1b[2J", []Role{Agent}},
		"direction override": {"ada@shop.example", "Ada\u202egp", []Role{Agent}},
		"broken UTF-8":       {"ada@shop.example", "Ada\xff", []Role{Agent}},
		"no roles":           {"ada@shop.example", "Ada", nil},
		"unknown role":       {"ada@shop.example", "Ada", []Role{Agent, "root"}},
	} {
		if s, err := a.Create(t.Context(), c.email, c.name, c.roles); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: created %+v, %v", name, s, err)
		}
	}
}

func TestSetRolesEndsSessionsWhenOneIsTaken(t *testing.T) {
	each(t, testSetRolesEndsSessionsWhenOneIsTaken)
}

func testSetRolesEndsSessionsWhenOneIsTaken(t *testing.T) {
	a, _ := open(t)
	ada := member(t, a, "ada@shop.example", Agent)
	g := signIn(t, a, ada.Email)
	var told []string
	a.OnRevoke(func(staff, session string) { told = append(told, staff+"/"+session) })

	if err := a.SetRoles(t.Context(), ada.ID, []Role{Agent, Editor}); err != nil {
		t.Fatal(err)
	}
	s, err := a.Authenticate(t.Context(), g.Token)
	if err != nil || !slices.Equal(s.Roles, []Role{Agent, Editor}) || len(told) != 0 {
		t.Fatalf("after a role was added: %+v, %v, told %v", s, err, told)
	}
	if err := a.SetRoles(t.Context(), ada.ID, []Role{Editor}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Authenticate(t.Context(), g.Token); !errors.Is(err, ErrNoSession) {
		t.Fatalf("after a role was taken: %v", err)
	}
	if !slices.Equal(told, []string{ada.ID + "/"}) {
		t.Fatalf("told %v", told)
	}
	if err := a.SetRoles(t.Context(), "nobody", []Role{Editor}); !errors.Is(err, ErrNotFound) {
		t.Fatalf("unknown person: %v", err)
	}
	if err := a.SetRoles(t.Context(), ada.ID, nil); !errors.Is(err, ErrInvalid) {
		t.Fatalf("no roles: %v", err)
	}
}

func TestDisable(t *testing.T) { each(t, testDisable) }

func testDisable(t *testing.T) {
	a, _ := open(t)
	ada := member(t, a, "ada@shop.example", Agent)
	g := signIn(t, a, ada.Email)
	link, err := a.IssueLink(t.Context(), ada.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	cancel := a.OnRevoke(func(staff, session string) { told = append(told, staff+"/"+session) })
	if err := a.Disable(t.Context(), ada.ID); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(told, []string{ada.ID + "/"}) {
		t.Errorf("told %v", told)
	}
	if _, err := a.Authenticate(t.Context(), g.Token); !errors.Is(err, ErrNoSession) {
		t.Errorf("session: %v", err)
	}
	if _, err := a.SignIn(t.Context(), ada.Email, good, "192.0.2.1"); !errors.Is(err, ErrWrongCredentials) {
		t.Errorf("sign-in: %v", err)
	}
	if _, err := a.RedeemLink(t.Context(), link); !errors.Is(err, ErrLinkUsed) {
		t.Errorf("link: %v", err)
	}
	if _, err := a.IssueLink(t.Context(), ada.ID, 0); !errors.Is(err, ErrNotFound) {
		t.Errorf("new link: %v", err)
	}
	cancel()
	if err := a.Enable(t.Context(), ada.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Authenticate(t.Context(), g.Token); !errors.Is(err, ErrNoSession) {
		t.Errorf("old session after enabling: %v", err)
	}
	again := signIn(t, a, ada.Email)
	err = a.db.Write(t.Context(), func(tx *sqldb.Tx) error { // as if a session had been begun at the very moment
		_, err := tx.Exec("UPDATE staff SET disabled = 1")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Authenticate(t.Context(), again.Token); !errors.Is(err, ErrNoSession) {
		t.Errorf("a session of somebody disabled: %v", err)
	}
	if err := a.Disable(t.Context(), ada.ID); err != nil || len(told) != 1 {
		t.Errorf("second disable: %v, told %v", err, told)
	}
	if err := a.Disable(t.Context(), "nobody"); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown person: %v", err)
	}
}

func TestAllowed(t *testing.T) {
	// Who may do what, written out a second time on purpose: a slip in the table must not pass unseen.
	want := map[Permission]string{
		SignedIn: "agent editor manager admin", ReadRevisions: "agent editor manager admin",
		ReadConversations: "agent manager admin", TakeConversations: "agent manager admin",
		EditArticles: "editor manager admin", PublishArticles: "editor manager admin", OverruleExam: "manager admin",
		ReadInsight: "manager admin", ManageStaff: "admin",
		SuperviseConversations: "manager admin", ManageDesk: "manager admin",
	}
	for p, roles := range want {
		for _, r := range Roles() {
			if got := Allowed([]Role{r}, p); got != slices.Contains(strings.Fields(roles), string(r)) {
				t.Errorf("%s may %s: %v", r, p, got)
			}
		}
		if Allowed(nil, p) || Allowed([]Role{"root"}, p) {
			t.Errorf("somebody without a role may %s", p)
		}
	}
	if !Allowed([]Role{Agent, Editor}, EditArticles) || !Allowed([]Role{Agent, Editor}, TakeConversations) {
		t.Error("two roles allow less than each")
	}
	for _, r := range Roles() {
		for _, p := range permissions[r] {
			if _, ok := want[p]; !ok {
				t.Errorf("permission %s is not in this test", p)
			}
		}
		if Allowed([]Role{r}, "everything") {
			t.Errorf("%s may do what does not exist", r)
		}
	}
}
