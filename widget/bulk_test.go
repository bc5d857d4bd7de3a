package widget

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/desk"
)

func TestBulk(t *testing.T) {
	d := openDesk(t, nil, nil)
	ana, ben := d.staff("ana@shop.example", account.Agent), d.staff("ben@shop.example", account.Agent)
	agent := cookie(d.session(ana))
	const second = "talk-of-the-second-one"
	d.talk.says(firstTalk, "One")
	d.talk.says(second, "Two")
	d.talk.takes(ben, second)
	do := func(body string) (v bulkView) {
		t.Helper()
		d.want(200, request("POST", "/api/agent/bulk", body, agent), &v)
		return v
	}
	tags := func() string {
		c, err := d.talk.store.Conversation(t.Context(), firstTalk)
		d.talk.must(err)
		return string(c.Tags)
	}

	// Each is done or refused by itself, and the loser learns who won.
	v := do(fmt.Sprintf(`{"action":"accept","ids":[%q,%q,%q,"never-was-there-at-all"]}`, firstTalk, second, firstTalk))
	if !slices.Equal(v.Done, []string{firstTalk}) || v.Undo == "" || len(v.Refused) != 2 {
		t.Fatalf("accepted %+v", v)
	}
	if v.Refused[0].ID != "never-was-there-at-all" || v.Refused[0].Code != "not_found" || v.Refused[1].Code != "taken" || v.Refused[1].Message != ben.Name+" has taken this conversation." {
		t.Errorf("refused %+v", v.Refused)
	}

	v = do(fmt.Sprintf(`{"action":"tag","ids":[%q,%q],"tags":["#Lost","late"]}`, firstTalk, second))
	if len(v.Done) != 2 || tags() != "late lost" {
		t.Errorf("tagged %+v: %q", v, tags())
	}
	// Whoever did it can undo it, once, and nobody else.
	undo := fmt.Sprintf(`{"undo":%q}`, v.Undo)
	p := d.refused(422, "invalid", request("POST", "/api/agent/bulk/undo", undo, cookie(d.session(ben))))
	if p.Message != "This can no longer be undone." {
		t.Errorf("said %q", p.Message)
	}
	d.want(200, request("POST", "/api/agent/bulk/undo", undo, agent), &v)
	if len(v.Done) != 2 || tags() != "" {
		t.Errorf("undone %+v: %q", v, tags())
	}
	d.refused(422, "invalid", request("POST", "/api/agent/bulk/undo", undo, agent))

	if v = do(fmt.Sprintf(`{"action":"priority","ids":[%q],"priority":"urgent"}`, firstTalk)); len(v.Done) != 1 {
		t.Errorf("prioritised %+v", v)
	}
	if v = do(fmt.Sprintf(`{"action":"resolve","ids":[%q],"cause":"returns"}`, firstTalk)); len(v.Done) != 1 {
		t.Errorf("resolved %+v", v)
	}
	c, err := d.talk.store.Conversation(t.Context(), firstTalk)
	if err != nil || c.Status != bot.Resolved || c.Priority != bot.Urgent {
		t.Errorf("afterwards %+v, %v", c, err)
	}
	// Assigning is for supervisors.
	v = do(fmt.Sprintf(`{"action":"assign","ids":[%q],"to":%q}`, second, ana.ID))
	if len(v.Done) != 0 || v.Done == nil || v.Undo != "" || v.Refused[0].Code != "forbidden" {
		t.Errorf("assigned %+v", v)
	}
}

func TestBulkRefuses(t *testing.T) {
	d := openDesk(t, nil, nil)
	agent := cookie(d.session(d.staff("agent@shop.example", account.Agent)))
	many := `"` + firstTalk + `"`
	for i := range desk.MaxBulk {
		many += fmt.Sprintf(`,"talk-number-%08d"`, i)
	}
	for name, body := range map[string]string{
		"nothing":        `{}`,
		"no ids":         `{"action":"tag","ids":[],"tags":["a"]}`,
		"too many ids":   `{"action":"accept","ids":[` + many + `]}`,
		"no id":          `{"action":"accept","ids":["a b"]}`,
		"unknown action": `{"action":"delete","ids":["` + firstTalk + `"]}`,
		"no tag":         `{"action":"tag","ids":["` + firstTalk + `"],"tags":[" "]}`,
		"two words":      `{"action":"tag","ids":["` + firstTalk + `"],"tags":["two words"]}`,
		"no priority":    `{"action":"priority","ids":["` + firstTalk + `"],"priority":"highest"}`,
		"no cause":       `{"action":"resolve","ids":["` + firstTalk + `"],"cause":" "}`,
		"long cause":     `{"action":"resolve","ids":["` + firstTalk + `"],"cause":"` + strings.Repeat("x", bot.MaxCause+1) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			d.t = t
			d.refused(422, "invalid", request("POST", "/api/agent/bulk", body, agent))
		})
	}
	d.t = t
	d.refused(422, codeNobody, request("POST", "/api/agent/bulk", `{"action":"team","ids":["`+firstTalk+`"],"team":"none"}`, agent))
	d.refused(400, codeBadJSON, request("POST", "/api/agent/bulk", `{"action":"tag","ids":"x"}`, agent))
}
