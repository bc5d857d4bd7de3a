package actor

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"frontdesk/bot/mail/mailtest"
)

// vouch makes the token by which a page vouches for its user: SITE SECRET SUBJECT [NAME [EMAIL]].
func vouch(args words) (string, error) {
	if len(args) < 3 {
		return "", errors.New("usage: vouch SITE SECRET SUBJECT [NAME [EMAIL]]")
	}
	claims := map[string]any{
		"aud": args.at(0), "sub": args.at(2), "jti": rand.Text(), "iat": time.Now().Unix(), "exp": time.Now().Add(5 * time.Minute).Unix(),
		"attributes": map[string]any{"plan": "gold"},
	}
	if args.at(3) != "" {
		claims["name"] = args.at(3)
	}
	if args.at(4) != "" {
		claims["email"] = args.at(4)
	}
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(body)
	mac := hmac.New(sha256.New, []byte(args.at(1)))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil)), nil
}

// mailserver starts a server that takes mail and sets $SMTP, or waits for a mail that matches and sets $MAILED to
// the address of the link in it.
func (s *Stage) mailserver(ctx context.Context, args words) (string, error) {
	switch args.at(0) {
	case "starts":
		server, err := mailtest.Start(mailtest.Config{})
		if err != nil {
			return "", err
		}
		s.mail = server
		s.Setenv("SMTP", server.URL())
		return "", nil
	case "gets":
		return s.getsMail(ctx, args.at(1))
	}
	return "", fmt.Errorf("a mail server cannot %q", args.at(0))
}

var continues = regexp.MustCompile(`https?://\S+/continue#[\w-]+`)

func (s *Stage) getsMail(ctx context.Context, pattern string) (string, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*Patience)
	defer cancel()
	for {
		all := ""
		messages, err := s.mail.Messages()
		if err != nil {
			return "", err
		}
		for _, m := range messages {
			text := m.Subject() + "\n" + m.Text
			if re.MatchString(text) {
				s.Setenv("MAILED", continues.FindString(text))
				return text, nil
			}
			all += text + "\n"
		}
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("no mail like %q came; what came:\n%s", pattern, all)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
