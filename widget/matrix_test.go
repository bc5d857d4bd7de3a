package widget

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/widget/session"
)

// identities are everybody who can send a request, in the order of the matrix's columns.
var identities = []string{"stranger", "agent", "editor", "manager", "admin", "disabled"}

// others are everybody else, by whose column holds for them. A visitor's token is for the socket's first frame and for
// nothing else: over HTTP it makes nobody of a stranger, on their own site or on another; what visitors may do on the
// socket stands in the matrix of widget/live.
var others = []struct{ who, like string }{
	{"visitor", "stranger"}, {"visitor elsewhere", "stranger"}, {"signed out", "disabled"}, {"forger", "disabled"},
}

// access is one route of the matrix: a request that would succeed, and the status each identity gets.
type access struct {
	route string // method and pattern, as mounted
	ask   string // address
	body  string
	want  [6]int
}

// Rows that stand for who may do what.
var (
	everybody = [6]int{200, 200, 200, 200, 200, 200}
	anyStaff  = [6]int{401, 200, 200, 200, 200, 401}
	agents    = [6]int{401, 200, 403, 200, 200, 401}
	editors   = [6]int{401, 403, 200, 200, 200, 401}
	managers  = [6]int{401, 403, 403, 200, 200, 401}
)

func status(row [6]int, ok int) [6]int {
	for i := range row {
		if row[i] == 200 {
			row[i] = ok
		}
	}
	return row
}

// toSignIn is a row of pages: strangers are not refused but sent to sign in.
func toSignIn(row [6]int) [6]int {
	for i := range row {
		if row[i] == 401 {
			row[i] = 303
		}
	}
	return row
}

const article = `{"title":"New %s","body":"text","phrasings":[],"tags":[],"category":"","locale":"en"%s}`

var matrix = []access{
	{"GET /healthz", "/healthz", "", everybody},
	{"GET /readyz", "/readyz", "", everybody},
	{"GET /metrics", "/metrics", "", status(everybody, 404)}, // nobody from outside, whoever they are
	{"GET /widget.js", "/widget.js", "", everybody},
	{"GET /ui/{file}", "/ui/panel.js", "", everybody},
	{"GET /panel", "/panel?site=shop", "", everybody},
	{"GET /sign-in", "/sign-in", "", everybody},
	{"GET /agent", "/agent", "", toSignIn(agents)},
	{"GET /editor", "/editor", "", toSignIn(editors)},
	{"GET /settings", "/settings", "", toSignIn(managers)},
	{"GET /continue", "/continue", "", everybody},
	{"GET /file/{id}/{name}", "/file/" + keptFile + "/a.txt", "", everybody},
	{"GET /ws/customer", "/ws/customer", "", status(everybody, 202)},
	{"GET /ws/staff", "/ws/staff", "", status(agents, 202)},

	{"GET /api/site/{site}/", "/api/site/shop", "", everybody},
	{"GET /api/site/{site}/search", "/api/site/shop/search?q=returns", "", everybody},
	{"GET /api/site/{site}/article", "/api/site/shop/article?id=returns", "", everybody},
	{"POST /api/site/{site}/article/helpful", "/api/site/shop/article/helpful", `{"article":"returns","revision":1,"helpful":true}`, status(everybody, 204)},

	{"POST /api/sign-in", "/api/sign-in", `{"email":"signs-in@shop.example","password":"correct horse battery"}`, everybody},
	{"POST /api/sign-in/link", "/api/sign-in/link", `{"token":"never issued"}`, status(everybody, 401)},
	{"POST /api/sign-out", "/api/sign-out", "{}", status(everybody, 204)},
	{"GET /api/me", "/api/me", "", anyStaff},
	{"POST /api/me/password", "/api/me/password", `{"password":"correct horse battery"}`, status(anyStaff, 204)},

	{"GET /api/agent/causes", "/api/agent/causes", "", agents},
	{"GET /api/agent/aids", "/api/agent/aids", "", agents},
	{"GET /api/agent/suggest", "/api/agent/suggest?conversation=" + firstTalk, "", agents},
	{"GET /api/agent/customer", "/api/agent/customer?conversation=" + firstTalk, "", agents},
	{"GET /api/agent/customer/data", "/api/agent/customer/data?conversation=" + firstTalk, "", managers},
	{"POST /api/agent/customer/export", "/api/agent/customer/export", `{"conversation":"` + firstTalk + `"}`, managers},
	{"POST /api/agent/customer/erase", "/api/agent/customer/erase", `{"conversation":"` + firstTalk + `","confirm":"never typed"}`, status(managers, 422)},
	{"GET /api/agent/find", "/api/agent/find?q=returns", "", agents},
	{"GET /api/agent/article", "/api/agent/article?conversation=" + firstTalk, "", agents},
	{"POST /api/agent/article-suggestion", "/api/agent/article-suggestion", `{"article":"returns","revision":1,"conversation":"` + firstTalk + `","text":"It is 30 days."}`, status(agents, 201)},
	{"POST /api/agent/commitments", "/api/agent/commitments", `{"text":"I'll call you by tomorrow 17:00"}`, agents},
	{"POST /api/agent/bulk", "/api/agent/bulk", `{"action":"tag","ids":["` + firstTalk + `"],"tags":["seen"]}`, agents},
	{"POST /api/agent/bulk/undo", "/api/agent/bulk/undo", `{"undo":"never given"}`, status(agents, 422)},
	{"POST /api/continue", "/api/continue", `{"token":"never issued"}`, status(everybody, 404)},
	{"GET /api/model", "/api/model", "", managers},
	{"POST /api/model/check", "/api/model/check", "{}", managers},
	{"POST /api/agent/assist/summary", "/api/agent/assist/summary", `{"conversation":"` + firstTalk + `"}`, agents},
	{"POST /api/agent/assist/reply", "/api/agent/assist/reply", `{"conversation":"` + firstTalk + `"}`, agents},
	{"POST /api/agent/assist/rewrite", "/api/agent/assist/rewrite", `{"conversation":"` + firstTalk + `","text":"It takes long.","how":"shorter"}`, agents},
	{"POST /api/agent/assist/translate", "/api/agent/assist/translate", `{"conversation":"` + firstTalk + `","seq":1,"to":"de"}`, agents},
	{"POST /api/editor/assist/article", "/api/editor/assist/article", `{"gap":"g1"}`, editors},
	{"POST /api/editor/assist/phrasings", "/api/editor/assist/phrasings", `{"article":"draft"}`, editors},
	{"POST /api/editor/assist/contradiction", "/api/editor/assist/contradiction", `{"one":"returns","other":"size"}`, status(editors, 404)},
	{"POST /api/editor/assist/preview", "/api/editor/assist/preview", `{"question":"Where do returns go?"}`, editors},
	{"GET /api/settings/people", "/api/settings/people", "", managers},
	{"GET /api/settings/{name}", "/api/settings/desk", "", managers},
	{"PUT /api/settings/{name}", "/api/settings/canned", `{"revision":0,"value":[]}`, managers},
	{"POST /api/settings/neversay/try", "/api/settings/neversay/try", `{"value":[],"text":"hello"}`, editors},
	{"GET /api/insight/standards", "/api/insight/standards?days=7", "", managers},
	{"GET /api/staff/article", "/api/staff/article?id=gone", "", anyStaff},

	{"GET /api/editor/articles", "/api/editor/articles", "", editors},
	{"GET /api/editor/article", "/api/editor/article?id=draft", "", editors},
	{"POST /api/editor/article", "/api/editor/article", fmt.Sprintf(article, "%s", ""), status(editors, 201)},
	{"PUT /api/editor/article", "/api/editor/article?id=%s", fmt.Sprintf(article, "%s", `,"base":1`), editors},
	{"POST /api/editor/publish", "/api/editor/publish", `{"id":"draft","revision":1}`, editors},
	{"POST /api/editor/withdraw", "/api/editor/withdraw", `{"id":"returns"}`, editors},
	{"PUT /api/editor/autosave", "/api/editor/autosave", `{"article":"draft","base":1,"content":{"title":"T","body":"b"}}`, editors},
	{"DELETE /api/editor/autosave", "/api/editor/autosave?article=draft", "", status(editors, 204)},
	{"GET /api/editor/autosaves", "/api/editor/autosaves", "", editors},
	{"POST /api/editor/schedule", "/api/editor/schedule", `{"id":"draft","act":"publish","revision":1,"due":1000000000}`, editors},
	{"POST /api/editor/unschedule", "/api/editor/unschedule", `{"id":"draft","act":"publish"}`, status(editors, 404)},
	{"POST /api/editor/review", "/api/editor/review", `{"id":"draft","revision":1,"note":""}`, editors},
	{"POST /api/editor/review/return", "/api/editor/review/return", `{"id":"draft","note":"say more"}`, status(editors, 404)},
	{"GET /api/editor/revisions", "/api/editor/revisions?id=draft", "", editors},
	{"GET /api/editor/revision", "/api/editor/revision?id=draft&number=1", "", editors},
	{"POST /api/editor/preview", "/api/editor/preview", `{"body":"text"}`, editors},
	{"POST /api/editor/check", "/api/editor/check", `{"id":"draft","content":{"title":"Draft","body":"text"},"questions":["draft?"]}`, editors},
	{"POST /api/editor/try", "/api/editor/try", `{"id":"","content":{"title":"New","body":"text"},"text":"new?"}`, editors},
	{"GET /api/editor/questions", "/api/editor/questions?id=returns&q=", "", editors},
	{"GET /api/editor/exam", "/api/editor/exam", "", editors},
	{"POST /api/editor/exam", "/api/editor/exam", `{"question":"where?","articles":["returns"]}`, status(editors, 201)},
	{"DELETE /api/editor/exam", "/api/editor/exam?id=never-kept", "", status(editors, 404)},
	{"POST /api/editor/exam/sit", "/api/editor/exam/sit", `{}`, editors},
	{"GET /api/editor/article/gaps", "/api/editor/article/gaps?id=returns", "", editors},
	{"GET /api/editor/synonyms", "/api/editor/synonyms", "", editors},
	{"PUT /api/editor/synonyms", "/api/editor/synonyms", `{"version":0,"text":"wifi, wlan"}`, editors},
	{"POST /api/editor/synonyms/try", "/api/editor/synonyms/try", `{"text":"wifi, wlan"}`, editors},
	{"GET /api/editor/neversay", "/api/editor/neversay", "", editors},
	{"PUT /api/editor/neversay", "/api/editor/neversay", `{"revision":0,"value":[]}`, editors},
	{"POST /api/editor/neversay/try", "/api/editor/neversay/try", `{"value":[]}`, editors},
	{"POST /api/editor/import", "/api/editor/import?name=rows.csv", "title,body\nNew,text\n", editors},
	{"POST /api/editor/import/apply", "/api/editor/import/apply", `{"token":"never given"}`, status(editors, 404)},
	{"GET /api/editor/export", "/api/editor/export", "", editors},
	{"GET /api/editor/care", "/api/editor/care?list=suggestions", "", editors},
	{"POST /api/editor/links", "/api/editor/links", `{"body":"[r](article:returns)"}`, editors},
	{"POST /api/editor/file", "/api/editor/file?name=a.txt", "plain words", status(editors, 201)},
	{"POST /api/editor/suggestion", "/api/editor/suggestion", `{"id":"open","state":"done"}`, status(editors, 204)},
	{"GET /api/editor/gaps", "/api/editor/gaps", "", editors},
	{"GET /api/editor/gap", "/api/editor/gap?id=g1", "", editors},
	{"POST /api/editor/gap/recheck", "/api/editor/gap/recheck", `{"id":"g1"}`, editors},
	{"POST /api/editor/gap/write", "/api/editor/gap/write", `{"id":"g1","article":"returns"}`, status(editors, 204)},
	{"POST /api/editor/gap/dismiss", "/api/editor/gap/dismiss", `{"id":"g1"}`, status(editors, 204)},
	{"POST /api/editor/gap/reopen", "/api/editor/gap/reopen", `{"id":"g1"}`, status(editors, 204)},
}

// check sends every route of the matrix as every identity and returns what differs, among it the routes that are
// mounted and in no row, and the rows whose route is not mounted.
func check(t *testing.T, rows []access, permit func([]account.Role, account.Permission) bool) (differs []string) {
	t.Helper()
	d := openDesk(t, func(c *Config) { c.Models, c.Drafts, c.Writing = &oneModel{}, fixedDrafts{}, fixedDrafts{} }, permit)
	people := map[string]account.Staff{}
	for _, role := range account.Roles() {
		people[string(role)] = d.staff(string(role)+"@shop.example", role)
	}
	people["disabled"] = d.staff("disabled@shop.example", account.Roles()...)
	gone := d.session(people["disabled"])
	if err := d.accounts.Disable(t.Context(), people["disabled"].ID); err != nil {
		t.Fatal(err)
	}
	cookies := map[string]*http.Cookie{"disabled": gone, "forger": {Name: gone.Name, Value: rand.Text()}, "signed out": d.session(people["admin"])}
	if err := d.accounts.SignOut(t.Context(), cookies["signed out"].Value); err != nil {
		t.Fatal(err)
	}
	for i, who := range []string{"visitor", "visitor elsewhere"} {
		token := rand.Text() + rand.Text()
		site := []string{"shop", "club"}[i]
		if err := d.talk.store.AddVisitor(t.Context(), bot.Visitor{ID: "matrix-" + site, Site: site}, session.Hash(token), time.Now()); err != nil {
			t.Fatal(err)
		}
		cookies[who] = &http.Cookie{Name: gone.Name, Value: token}
	}
	signsIn := d.staff("signs-in@shop.example", account.Agent)
	if err := d.accounts.SetPassword(t.Context(), signsIn.ID, "correct horse battery"); err != nil {
		t.Fatal(err)
	}
	d.talk.says(firstTalk, "Where do returns go?")
	for _, row := range rows {
		method, _, _ := strings.Cut(row.route, " ")
		try := func(who string, want int) {
			if method != "GET" {
				d.shelf.restock() // so that no cell depends on the one before
				d.talk.forgetSettings()
			}
			r := request(method, strings.ReplaceAll(row.ask, "%s", "draft"), strings.ReplaceAll(row.body, "%s", "by "+who))
			switch kept, staff := cookies[who], people[who]; {
			case kept != nil:
				r.AddCookie(kept)
				r.Header.Set("Authorization", "Bearer "+kept.Value)
			case staff.ID != "":
				r.AddCookie(d.session(staff))
			}
			if w := d.do(r); w.Code != want {
				differs = append(differs, fmt.Sprintf("%s as %s: %d, want %d: %.80s", row.route, who, w.Code, want, w.Body))
			}
		}
		for i, who := range identities {
			try(who, row.want[i])
		}
		for _, other := range others {
			try(other.who, row.want[slices.Index(identities, other.like)])
		}
	}
	return append(differs, unlisted(t, d.edge.mux, rows)...)
}

func unlisted(t *testing.T, routes chi.Routes, rows []access) (out []string) {
	t.Helper()
	listed := map[string]bool{}
	for _, row := range rows {
		listed[row.route] = true
	}
	err := chi.Walk(routes, func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if name := method + " " + route; !listed[name] {
			out = append(out, name+" is in no row of the matrix")
		} else {
			delete(listed, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range listed {
		out = append(out, name+" is not mounted")
	}
	return out
}

// Promise P7: every route answers every identity as the matrix says, and no route is missing from it.
func TestMatrix(t *testing.T) {
	for _, fault := range check(t, matrix, account.Allowed) {
		t.Error(fault)
	}
}

// The sabotage twin of P7: without the check of roles, and with a route that nobody thought about, the matrix must
// find it out.
func TestMatrixFindsSabotage(t *testing.T) {
	faults := check(t, matrix, func([]account.Role, account.Permission) bool { return true })
	for _, want := range []string{"GET /api/editor/articles as agent: 200, want 403", "GET /ws/staff as editor: 202, want 403", "GET /agent as editor: 200, want 403",
		"PUT /api/settings/{name} as agent: 200, want 403", "GET /api/agent/find as editor: 200, want 403"} {
		if !slices.ContainsFunc(faults, func(f string) bool { return strings.HasPrefix(f, want) }) {
			t.Errorf("without the check of roles the matrix does not find %q", want)
		}
	}
	d := openDesk(t, nil, nil)
	d.edge.mux.Get("/api/secret", func(http.ResponseWriter, *http.Request) {})
	if got := unlisted(t, d.edge.mux, matrix); !slices.Equal(got, []string{"GET /api/secret is in no row of the matrix"}) {
		t.Errorf("a forgotten route: %v", got)
	}
	if got := unlisted(t, d.edge.mux, matrix[1:]); len(got) != 2 {
		t.Errorf("a forgotten row: %v", got)
	}
}
