package widget

import (
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/mail"
	"frontdesk/widget/session"
)

func TestContinue(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.edge.clock = d.talk.clock
	d.talk.says(firstTalk, aboutReturns)
	token := func(conversation, visitor string) string {
		_, token, _ := strings.Cut(d.talk.links.Sign(conversation, visitor), "#")
		return `{"token":"` + token + `"}`
	}
	good := token(firstTalk, "first")
	var first, second struct {
		Site         string
		VisitorToken string `json:"visitor_token"`
		Conversation string
	}
	d.want(200, request("POST", "/api/continue", good), &first)
	d.want(200, request("POST", "/api/continue", good), &second) // on the phone, too
	if first.Site != "shop" || first.Conversation != firstTalk || first.VisitorToken == second.VisitorToken || len(first.VisitorToken) < 43 {
		t.Errorf("continued %+v, %+v", first, second)
	}
	for _, tok := range []string{first.VisitorToken, second.VisitorToken} {
		if v, ok, err := d.talk.store.VisitorByToken(t.Context(), session.Hash(tok), d.talk.now); err != nil || !ok || v.ID != "first" {
			t.Errorf("the token opens %+v, %v, %v", v, ok, err)
		}
	}
	if log := d.log.String(); strings.Contains(log, first.VisitorToken) || strings.Contains(log, good[10:50]) {
		t.Error("a token is in the log")
	}

	d.talk.must(d.talk.store.AddVisitor(t.Context(), bot.Visitor{ID: "elsewhere", Site: "closed-shop"}, "hash", d.talk.now))
	d.talk.visitor = bot.Visitor{ID: "elsewhere", Site: "closed-shop"}
	d.talk.says("talk-at-a-closed-shop", "Hello")
	for name, c := range map[string]struct {
		body, code string
		status     int
	}{
		"another's conversation": {token(firstTalk, "elsewhere"), codeLinkInvalid, 404},
		"no such conversation":   {token("never-was-there-at-all", "first"), codeLinkInvalid, 404},
		"no such visitor":        {token(firstTalk, "nobody"), codeLinkInvalid, 404},
		"no token":               {`{}`, codeLinkInvalid, 404},
		"cut off":                {good[:len(good)-8] + `"}`, codeLinkInvalid, 404},
		"changed":                {strings.Replace(good, good[12:14], "zz", 1), codeLinkInvalid, 404},
		"a page of text":         {`{"token":"` + strings.Repeat("A", 60_000) + `"}`, codeLinkInvalid, 404},
		"site not served":        {token("talk-at-a-closed-shop", "elsewhere"), "unknown_site", 404},
		"no text":                {`{"token":["a"]}`, codeBadJSON, 400},
	} {
		t.Run(name, func(t *testing.T) {
			d.t = t
			d.refused(c.status, c.code, request("POST", "/api/continue", c.body))
		})
	}
	d.t = t
	d.refused(403, codeForeignOrigin, request("POST", "/api/continue", good, header("Origin", "https://evil.example"), header("Sec-Fetch-Site", "cross-site")))
	d.talk.now = d.talk.now.Add(mail.LinkLife)
	d.refused(410, codeLinkExpired, request("POST", "/api/continue", good))
}

func TestContinueIsLimited(t *testing.T) {
	d := openDesk(t, func(c *Config) { c.Limits.SignIn = 4 }, nil)
	for range 2 {
		d.refused(404, codeLinkInvalid, request("POST", "/api/continue", `{"token":"x"}`))
	}
	if p := d.refused(429, "rate_limited", request("POST", "/api/continue", `{"token":"x"}`)); p.RetryAfter < 1 {
		t.Errorf("when to come back: %+v", p)
	}
}
