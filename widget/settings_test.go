package widget

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"frontdesk/bot/account"
)

func TestSettings(t *testing.T) {
	d := openDesk(t, nil, nil)
	boss := d.staff("boss@shop.example", account.Manager)
	manager := cookie(d.session(boss))
	get := func(name string) (v settingView) {
		t.Helper()
		d.want(200, request("GET", "/api/settings/"+name, "", manager), &v)
		return v
	}
	put := func(name string, revision int64, value string) int64 {
		t.Helper()
		var out struct{ Revision int64 }
		d.want(200, request("PUT", "/api/settings/"+name, fmt.Sprintf(`{"revision":%d,"value":%s}`, revision, value), manager), &out)
		return out.Revision
	}
	// What nobody has written is there as its default, and can be written back as it is.
	for _, name := range []string{"desk", "causes", "canned", "playbooks", "neversay"} {
		v := get(name)
		if v.Name != name || v.Revision != 0 || !json.Valid(v.Value) || v.Author != "" || v.At != 0 {
			t.Errorf("%s at first: %+v", name, v)
		}
		if got := put(name, 0, string(v.Value)); got != 1 {
			t.Errorf("%s is revision %d", name, got)
		}
		if again := get(name); again.Revision != 1 || again.Author != boss.Name || again.At == 0 {
			t.Errorf("%s then: %+v", name, again)
		}
		p := d.refused(409, "conflict", request("PUT", "/api/settings/"+name, fmt.Sprintf(`{"revision":0,"value":%s}`, v.Value), manager))
		if !strings.Contains(p.Message, "load them anew") {
			t.Errorf("said %q", p.Message)
		}
	}
	put("canned", 1, `[{"id":"hi","shortcut":"hi","title":"Hi","text":"Hello {{customer}}"}]`)
	if v := get("canned"); v.Revision != 2 || !strings.Contains(string(v.Value), "{{customer}}") {
		t.Errorf("canned %+v", v)
	}
	d.refused(404, "not_found", request("GET", "/api/settings/nothing", "", manager))
	d.refused(404, "not_found", request("PUT", "/api/settings/nothing", `{"revision":0,"value":[]}`, manager))
	d.refused(404, "not_found", request("PUT", "/api/settings/people", `{"revision":0,"value":[]}`, manager))
	d.refused(404, "not_found", request("GET", "/api/settings/..%2fdesk", "", manager))
}

// What breaks a rule is refused with a sentence that names what to do, and nothing is written.
func TestSettingsThatBreakARule(t *testing.T) {
	d := openDesk(t, nil, nil)
	manager := cookie(d.session(d.staff("boss@shop.example", account.Manager)))
	team := func(more string) string { return `{"teams":[{"id":"support","title":"Support"` + more + `}]}` }
	for name, c := range map[string]struct{ setting, value, says string }{
		"no team":           {"desk", `{"teams":[]}`, "At least one team is needed."},
		"standard of zero":  {"desk", team(`,"standards":{"high":{}}`), "Team Support: a standard of zero cannot be kept; leave it out"},
		"hours that end":    {"desk", team(`,"hours":{"zone":"","week":[{"day":1,"from":"17:00","to":"09:00"}]}`), "Support"},
		"hours that lap":    {"desk", team(`,"hours":{"zone":"","week":[{"day":1,"from":"09:00","to":"12:00"},{"day":1,"from":"11:00","to":"17:00"}]}`), "Support"},
		"no such zone":      {"desk", team(`,"hours":{"zone":"Mars/Base"}`), "Mars/Base"},
		"stranger":          {"desk", team(`,"members":[{"agent":"nobody"}]`), `Team Support: the member "nobody" does not belong to the staff; take them out`},
		"route to nowhere":  {"desk", `{"teams":[{"id":"support","title":"Support"}],"routes":[{"team":"gone"}]}`, `the team "gone", which does not exist`},
		"misspelt":          {"desk", `{"teams":[{"id":"support","title":"Support"}],"graze":60}`, `There is no field "graze"; leave it out.`},
		"wrong type":        {"desk", `{"teams":[{"id":"support","title":"Support"}],"grace":"long"}`, `The field "grace" has the wrong type; correct it.`},
		"wrong kind":        {"desk", `[]`, "wrong kind"},
		"nothing":           {"desk", `null`, "The settings are missing"},
		"no causes":         {"causes", `[]`, "There are no causes; keep at least one."},
		"list of numbers":   {"causes", `[1]`, "wrong kind"},
		"unknown variable":  {"canned", `[{"id":"a","shortcut":"a","title":"A","text":"{{bill}}"}]`, "the variable {{bill}} is unknown; use one of"},
		"no steps":          {"playbooks", `[{"id":"a","title":"A","steps":[]}]`, "write at least one"},
		"broken pattern":    {"neversay", `[{"id":"a","phrase":"(","pattern":true,"reason":"r","bot":true}]`, "the pattern cannot be read"},
		"blocks everything": {"neversay", `[{"id":"a","phrase":".","pattern":true,"reason":"r","bot":true}]`, "it would block ordinary sentences"},
	} {
		t.Run(name, func(t *testing.T) {
			d.t = t
			p := d.refused(400, "invalid", request("PUT", "/api/settings/"+c.setting, `{"revision":0,"value":`+c.value+`}`, manager))
			if !strings.Contains(p.Message, c.says) {
				t.Errorf("said %q", p.Message)
			}
			for _, leak := range []string{"json:", "invalid request", "Go "} {
				if strings.Contains(p.Message, leak) {
					t.Errorf("the sentence %q shows how we work", p.Message)
				}
			}
			var v settingView
			d.want(200, request("GET", "/api/settings/"+c.setting, "", manager), &v)
			if v.Revision != 0 {
				t.Errorf("written: %+v", v)
			}
		})
	}
	d.t = t
	d.refused(400, "invalid", request("PUT", "/api/settings/canned", `{"revision":-1,"value":[]}`, manager))
	d.refused(400, "invalid", request("PUT", "/api/settings/canned", `{}`, manager))
	d.refused(400, codeBadJSON, request("PUT", "/api/settings/canned", `{"value":[}`, manager))
	d.refused(413, codeTooLarge, request("PUT", "/api/settings/canned", `{"value":["`+strings.Repeat("x", maxSettings)+`"]}`, manager))
	d.refused(403, codeForeignOrigin, request("PUT", "/api/settings/canned", `{"revision":0,"value":[]}`, manager, header("Origin", "https://evil.example"), header("Sec-Fetch-Site", "cross-site")))
}

func TestSettingsPeople(t *testing.T) {
	d := openDesk(t, nil, nil)
	admin := d.staff("admin@shop.example", account.Admin)
	gone := d.staff("gone@shop.example", account.Agent)
	if err := d.accounts.Disable(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	var out struct{ People []staffView }
	d.want(200, request("GET", "/api/settings/people", "", cookie(d.session(admin))), &out)
	if len(out.People) != 1 || out.People[0].ID != admin.ID || out.People[0].Email != admin.Email || out.People[0].Roles[0] != account.Admin {
		t.Errorf("people %+v", out.People)
	}
}

func TestTryNeverSay(t *testing.T) {
	d := openDesk(t, nil, nil)
	manager := cookie(d.session(d.staff("boss@shop.example", account.Manager)))
	const rules = `[{"id":"g","phrase":"guarantee","reason":"We cannot.","bot":true,"agents":true},{"id":"n","phrase":"never\\s+again","pattern":true,"reason":"r","agents":true}]`
	var out struct{ Hits []triedHit }
	d.want(200, request("POST", "/api/settings/neversay/try", `{"value":`+rules+`,"text":"I GUARANTEE it, never  again"}`, manager), &out)
	if len(out.Hits) != 2 || out.Hits[0] != (triedHit{"g", 2, 11}) || out.Hits[1] != (triedHit{"n", 16, 28}) {
		t.Errorf("hits %+v", out.Hits)
	}
	d.want(200, request("POST", "/api/settings/neversay/try", `{"value":[],"text":"anything"}`, manager), &out)
	if out.Hits == nil || len(out.Hits) != 0 {
		t.Errorf("without rules %+v", out.Hits)
	}
	p := d.refused(400, "invalid", request("POST", "/api/settings/neversay/try", `{"value":[{"id":"g","phrase":"(","pattern":true,"reason":"r","bot":true}],"text":""}`, manager))
	if !strings.Contains(p.Message, "the pattern cannot be read") {
		t.Errorf("said %q", p.Message)
	}
	d.refused(400, "invalid", request("POST", "/api/settings/neversay/try", `{"text":"x"}`, manager))
	d.refused(400, "invalid", request("POST", "/api/settings/neversay/try", `{"value":[],"text":"`+strings.Repeat("x", maxTryText+1)+`"}`, manager))
}
