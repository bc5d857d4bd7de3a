package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// module is the module's path, and what it calls its packages begins with it.
const module = "frontdesk"

// unit is a package with what it imports for the product, its tests aside.
type unit struct {
	ImportPath string
	Imports    []string
}

// inside returns the path below the module, such as "bot/chat"; "" for a package of somebody else.
func inside(importPath string) string {
	p, ok := strings.CutPrefix(importPath, module+"/")
	if !ok {
		return ""
	}
	return p
}

// foreign reports whether the package is neither ours nor of the standard library.
func foreign(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return strings.Contains(first, ".")
}

// rule is a wall of the design.
type rule struct {
	name   string
	why    string
	breaks func(of unit, imported string) bool // whether this import breaks it
	wrong  unit                                // breaks it, to prove that the rule can fail
}

// trees are the parts of the product; each may import itself and those before it.
var trees = []string{"knowledge", "bot", "widget", "cmd"}

func tree(importPath string) int {
	first, _, _ := strings.Cut(inside(importPath), "/")
	return slices.Index(trees, first)
}

// stemmers is where Snowball's stemmers are; they stand beside the search engine and do not need it.
const stemmers = "github.com/blevesearch/snowballstem"

var rules = []rule{
	{
		name:   "one way",
		why:    "cmd → widget → bot → knowledge: what customers read must not depend on how they chat, nor that on how it travels",
		breaks: func(of unit, imported string) bool { return tree(imported) > tree(of.ImportPath) },
		wrong:  unit{"frontdesk/bot/chat", []string{"frontdesk/widget/wire"}},
	},
	{
		name: "pure roots",
		why:  "the roots hold types and rules; whoever reads them must not need to know a database or a network",
		breaks: func(of unit, imported string) bool {
			switch of.ImportPath {
			case module + "/knowledge":
				return foreign(imported) || inside(imported) != ""
			case module + "/bot":
				return foreign(imported) || inside(imported) != "" && imported != module+"/knowledge"
			}
			return false
		},
		wrong: unit{"frontdesk/bot", []string{"frontdesk/bot/store"}},
	},
	{
		name: "siblings",
		why:  "packages on one level meet in the level above, or else they grow together; the exceptions carry their reasons",
		breaks: func(of unit, imported string) bool {
			from, to := inside(of.ImportPath), inside(imported)
			return to != "" && from != to && !forTests(of.ImportPath) && tree(of.ImportPath) == tree(imported) && tree(imported) < slices.Index(trees, "cmd") &&
				strings.Contains(from, "/") && strings.Contains(to, "/") && sanctioned[from+" → "+to] == ""
		},
		wrong: unit{"frontdesk/bot/chat", []string{"frontdesk/bot/store"}},
	},
	except(only("bleve", "the search engine can be replaced as long as one package knows it", []string{"knowledge/index"}, "github.com/blevesearch/"),
		stemmers),
	only("stemmers", "one package says what a word's forms are, so that articles and questions are cut alike; evidence reads English sentences by rules of its own",
		[]string{"knowledge/language", "knowledge/evidence"}, stemmers),
	only("nats", "announcements are hints; nobody else may come to rely on the bus", []string{"bot/bus"}, "github.com/nats-io/"),
	only("sqlite", "one package knows which database it is, so that another can take its place", []string{"knowledge/sqldb", "knowledge/sqldb/litefile", "knowledge/sqldb/losttest"}, "modernc.org/", "github.com/pressly/goose"),
	only("postgresql", "as for SQLite", []string{"knowledge/sqldb", "knowledge/sqldb/pgtest"}, "github.com/jackc/"),
	only("sealed copies", "one package knows how a copy of a desk is packed and sealed", []string{"knowledge/backup"}, "filippo.io/age", "github.com/klauspost/compress"),
	only("websocket", "frames are wire's and sockets are live's; the actors are the other end of the line, in tests",
		[]string{"widget/live", "cmd/frontdesk/internal/actor"}, "github.com/gorilla/websocket"),
	only("model", "the model is optional: without bot/llm everything must still build and answer", []string{"bot/llm"}, "github.com/sashabaranov/go-openai"),
	only("mail server", "one package knows how mail is sent", []string{"bot/mail"}, "github.com/wneessen/go-mail"),
	only("file watching", "one package knows how a file system tells of changes", []string{"knowledge/folder"}, "github.com/fsnotify/"),
	only("vouching", "one package knows what a token of a host page must be", []string{"widget/session"}, "github.com/golang-jwt/"),
	only("router", "routes are the edge's, in one list", []string{"widget"}, "github.com/go-chi/"),
	only("markdown", "what is rendered and what is quoted come from one parser with one set of guards", []string{"knowledge/markup"}, "github.com/yuin/goldmark"),
	only("command line", "configuration is read in one place and passed down", []string{"cmd/frontdesk"}, "github.com/alecthomas/kong"),
	only("tools of tests", "the product carries nothing that only tests need", nil,
		"github.com/chromedp/", "github.com/rogpeppe/", "github.com/Shopify/toxiproxy", "pgregory.net/rapid", "go.uber.org/goleak", "testing", "net/http/httptest"),
	{
		name: "packages of tests",
		why:  "the product carries nothing that only tests need",
		breaks: func(of unit, imported string) bool {
			return inside(imported) != "" && forTests(imported) && !forTests(of.ImportPath)
		},
		wrong: unit{"frontdesk/cmd/frontdesk", []string{"frontdesk/cmd/frontdesk/internal/actor"}},
	},
	{
		name: "no HTTP in the domain",
		why:  "a rule that sees a request is a rule that cannot be used without one; a model's client may speak HTTP",
		breaks: func(of unit, imported string) bool {
			return tree(of.ImportPath) <= slices.Index(trees, "bot") && imported == "net/http" && !slices.Contains(speakHTTP, inside(of.ImportPath))
		},
		wrong: unit{"frontdesk/bot/desk", []string{"net/http"}},
	},
}

// speakHTTP are the packages of the domain that may: a model's client, the server it is tested with, and what fetches
// pages for an import.
var speakHTTP = []string{"bot/llm", "bot/llm/scripted", "knowledge/importing/fetch"}

// sanctioned are the imports between siblings, with the reasons.
var sanctioned = map[string]string{
	"knowledge/confidence → knowledge/learn":                 "a model of confidence is a logistic regression, and how to fit one is learn's",
	"knowledge/index → knowledge/learn":                      "what the index learns from its articles, it learns by learn's methods, which know no articles",
	"knowledge/index → knowledge/language":                   "the index searches terms; which forms of a word are one term is language's",
	"knowledge/index → knowledge/evidence":                   "the first candidates are examined for what the question asks, and that is a clue like the others",
	"knowledge/learn → knowledge/vector":                     "vector has the arithmetic and nothing else",
	"knowledge/encoder → knowledge/vector":                   "vector has the arithmetic and nothing else",
	"knowledge/encoder → knowledge/encoder/pieces":           "a part of the encoder: how a text is cut",
	"knowledge/encoder → knowledge/encoder/weights":          "a part of the encoder: how its file is read",
	"knowledge/encoder/weights → knowledge/vector":           "the file holds matrices in vector's layout",
	"knowledge/encoder/generate → knowledge/encoder/pieces":  "the program that makes the encoder's file checks it by the encoder's own parts",
	"knowledge/encoder/generate → knowledge/encoder/weights": "it writes what the encoder reads",
	"knowledge/encoder/generate → knowledge/vector":          "it writes matrices in vector's layout",
	"knowledge/exam/sheet → knowledge/exam":                  "the sheet shows an exam's report and has no figures of its own",
	"knowledge/editing → knowledge/markup":                   "what an editor writes must be refused before it is kept if it cannot be rendered",
	"knowledge/editing → knowledge/store":                    "the editor's room is a door to the store",
	"knowledge/editing → knowledge/exam":                     "the gate stops what makes the exam worse, and what worse is, is exam's",
	"knowledge/care → knowledge/language":                    "whether two articles say the same depends on their words, cut as the index cuts them",
	"knowledge/care → knowledge/markup":                      "links and files are found in the tree that readers see",
	"knowledge/care → knowledge/store":                       "lists of articles are read from where they are kept",
	"knowledge/folder → knowledge/editing":                   "a folder goes through the editors' gate",
	"knowledge/folder → knowledge/exam":                      "what the gate says about a file is said in its words",
	"knowledge/folder → knowledge/importing":                 "a folder is an import again and again",
	"knowledge/folder → knowledge/store":                     "what a folder publishes is one write of the store",
	"knowledge/importing → knowledge/importing/hypertext":    "a part of the importer: how HTML becomes Markdown",
	"knowledge/importing → knowledge/markup":                 "what is brought in passes the same guards as what is written",
	"knowledge/importing → knowledge/editing":                "what is brought in is cleaned like what is written",
	"knowledge/importing → knowledge/store":                  "an import is one write of the store, whole or not at all",
	"knowledge/store → knowledge/audit":                      "what is written to the store is written to the audit log in the same transaction",
	"knowledge/audit → knowledge/sqldb":                      "a log is a table",
	"knowledge/store → knowledge/sqldb":                      "a store is queries over a database; the same holds for those of the bot",
	"knowledge/backup → knowledge/sqldb":                     "a copy is of the tables as they are, whatever they hold",
	"knowledge/generation → knowledge/sqldb":                 "which life of a desk this is, is kept with its data",
	"knowledge/lease → knowledge/sqldb":                      "a lease is a row by the store's clock, and its fence a check in the transaction of every write",
	"knowledge/sqldb → knowledge/sqldb/litefile":             "a part of it: what stands between SQLite and its files",
	"knowledge/care → knowledge/quantity":                    "two articles that name different amounts contradict each other",
	"knowledge/quantity → knowledge/language":                "amounts are written in words, and which, is the language's",
	"knowledge/markup → knowledge/pattern":                   "pattern is the package regexp, but later; it knows nothing else",
	"knowledge/importing → knowledge/pattern":                "as for markup",
	"knowledge/importing/hypertext → knowledge/pattern":      "as for markup",
	"knowledge/care → knowledge/pattern":                     "as for markup",
	"bot/draft → bot/ground":                                 "a draft is said as far as the gate lets it through",
	"bot/draft → bot/redact":                                 "personal data is taken out before anything leaves for a model",
	"bot/assist → bot/draft":                                 "what a model writes for the staff is cut, veiled and gated as what it writes for customers",
	"bot/assist → bot/ground":                                "the gate again, with other sources",
	"bot/assist → bot/redact":                                "as for drafts",
	"bot/desk → bot/aid":                                     "the job aids and never-say rules are documents of the house's book, and aid has no desk in it",
	"bot/rehearse → bot/answer":                              "a rehearsal is the same bot over another corpus",
	"bot/insight → bot/gap":                                  "gaps are kept where the figures are; what a gap is, is gap's",
	"widget/live → widget/wire":                              "the socket speaks the protocol, which has no code of its own",
}

// forTests reports whether a package exists for tests, as its name says.
func forTests(importPath string) bool {
	return strings.HasSuffix(importPath, "test") || importPath == module+"/cmd/frontdesk/internal/actor"
}

// only makes the rule that some modules are imported by the packages named and by nobody else. Packages that
// exist for tests, by their name, may import the tools of tests.
func only(name, why string, packages []string, prefixes ...string) rule {
	return rule{
		name: name, why: why,
		breaks: func(of unit, imported string) bool {
			if len(packages) == 0 && forTests(of.ImportPath) {
				return false
			}
			hit := slices.ContainsFunc(prefixes, func(p string) bool {
				return imported == p || strings.HasPrefix(imported, strings.TrimSuffix(p, "/")+"/")
			})
			return hit && !slices.Contains(packages, inside(of.ImportPath))
		},
		wrong: unit{module + "/bot/desk", []string{strings.TrimSuffix(prefixes[0], "/") + "/x"}},
	}
}

// except takes modules out of a rule; another rule is to say who may import them.
func except(r rule, prefix string) rule {
	all := r.breaks
	r.breaks = func(of unit, imported string) bool {
		return all(of, imported) && imported != prefix && !strings.HasPrefix(imported, prefix+"/")
	}
	return r
}

// broken lists the imports that break the rule.
func (r rule) broken(all []unit) (faults []string) {
	for _, u := range all {
		for _, imported := range u.Imports {
			if r.breaks(u, imported) {
				faults = append(faults, u.ImportPath+" imports "+imported)
			}
		}
	}
	return faults
}

func TestImports(t *testing.T) {
	t.Parallel()
	all := packages(t)
	for _, r := range rules {
		for _, fault := range r.broken(all) {
			t.Errorf("%s, against the rule %q: %s", fault, r.name, r.why)
		}
		if len(r.broken([]unit{r.wrong})) == 0 {
			t.Errorf("the rule %q does not notice that %s imports %v", r.name, r.wrong.ImportPath, r.wrong.Imports)
		}
	}
	known := make(map[string]bool)
	for _, u := range all {
		for _, imported := range u.Imports {
			known[inside(u.ImportPath)+" → "+inside(imported)] = true
		}
	}
	for edge := range sanctioned {
		if !known[edge] {
			t.Errorf("the exception %q is not used any more", edge)
		}
	}
}

// packages lists the packages of the module.
func packages(t *testing.T) (all []unit) {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	list.Dir = "../.."
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("list the packages: %v\n%s", err, stderr.String())
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var u unit
		switch err := d.Decode(&u); {
		case errors.Is(err, io.EOF):
			if len(all) < 20 {
				t.Fatalf("only %d packages were found", len(all))
			}
			return all
		case err != nil:
			t.Fatal(err)
		}
		// Packages that came with the tools of the browser sources are not part of the product.
		if !strings.Contains(u.ImportPath, "/node_modules/") {
			all = append(all, u)
		}
	}
}

// empty are names that say nothing.
var empty = []string{"util", "common", "helper", "manager", "service", "impl"}

func badName(importPath string) string {
	for _, part := range strings.FieldsFunc(inside(importPath), func(r rune) bool { return r == '/' || r == '_' || r == '-' }) {
		for _, e := range empty {
			if part == e || part == e+"s" || part == e+"ties" || strings.HasSuffix(part, e) || strings.HasSuffix(part, e+"s") {
				return part
			}
		}
	}
	return ""
}

func TestPackageNamesSaySomething(t *testing.T) {
	t.Parallel()
	for _, u := range packages(t) {
		if bad := badName(u.ImportPath); bad != "" {
			t.Errorf("%s: %q says nothing about what is inside", u.ImportPath, bad)
		}
	}
	for _, wrong := range []string{"bot/util", "widget/http_helpers", "bot/store/impl", "knowledge/stringutil"} {
		if badName(module+"/"+wrong) == "" {
			t.Errorf("%s is not noticed", wrong)
		}
	}
	if bad := badName(module + "/knowledge/editing"); bad != "" {
		t.Errorf("editing is taken for %s", bad)
	}
}

// top is what may stand at the top of the repository besides files whose names begin with a dot.
var top = []string{"cmd", "bot", "knowledge", "widget", "go.mod", "go.sum", "README.md", "LICENSE", "NOTICE"}

func strange(name string) bool { return !strings.HasPrefix(name, ".") && !slices.Contains(top, name) }

func TestTopLevel(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, e := range entries {
		if strange(e.Name()) {
			t.Errorf("%s stands at the top, where only %s have a place", e.Name(), strings.Join(top, ", "))
		}
		if slices.Contains(top[:4], e.Name()) {
			found++
		}
	}
	if found != 4 {
		t.Errorf("%s is not the top of the repository", path.Clean("../.."))
	}
	for _, wrong := range []string{"internal", "pkg", "main.go", "docs"} {
		if !strange(wrong) {
			t.Errorf("%s is not noticed", wrong)
		}
	}
}
