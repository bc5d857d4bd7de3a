package mail

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// LinkLife is how long a signed link works.
const LinkLife = 30 * 24 * time.Hour

// Why a link does not lead anywhere.
var (
	ErrLinkExpired = errors.New("the link is too old")
	ErrLinkInvalid = errors.New("the link is not one of ours")
)

// A token is a version, the end of its life in Unix seconds, the conversation with its length before it, the visitor, and
// an HMAC-SHA256 of all that under the version's own label.
const (
	linkVersion = 1
	linkLabel   = "frontdesk continue 1\x00"
	linkHead    = 1 + 8 // version and end
	linkMax     = 2 << 10
)

// Links signs and opens the links that lead from a mail back into its conversation. It keeps nothing: whoever has
// the key can open what was signed with it. Its methods may be called from any goroutine.
type Links struct {
	key    []byte
	public *url.URL
	clock  func() time.Time
}

// NewLinks returns the links of a server that is reached at publicURL. The key has KeySize bytes, see Key.
func NewLinks(key []byte, publicURL string, clock func() time.Time) (*Links, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("the key of links must have %d bytes, not %d", KeySize, len(key))
	}
	u, err := url.Parse(publicURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("links need the address at which customers reach this server, such as https://help.example, not %q", publicURL)
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), ""
	return &Links{key: append([]byte(nil), key...), public: u, clock: clock}, nil
}

// Sign returns the address that leads the visitor into the conversation for the next 30 days.
func (l *Links) Sign(conversation, visitor string) string {
	payload := binary.BigEndian.AppendUint64([]byte{linkVersion}, uint64(l.clock().Add(LinkLife).Unix()))
	payload = binary.AppendUvarint(payload, uint64(len(conversation)))
	payload = append(append(payload, conversation...), visitor...)
	token := base64.RawURLEncoding.EncodeToString(append(payload, l.sum(payload)...))
	return l.public.String() + "/continue#" + token
}

// Open returns what a token was signed for. Errors: ErrLinkExpired for one of ours that is too old, ErrLinkInvalid for
// anything else; neither tells what the token holds. How long it takes does not depend on how much of a forgery is right.
func (l *Links) Open(token string) (conversation, visitor string, err error) {
	if len(token) > linkMax {
		return "", "", ErrLinkInvalid
	}
	// The decoder passes over line ends, which would give one token many spellings.
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || strings.ContainsAny(token, "\r\n") || len(raw) < linkHead+sha256.Size || raw[0] != linkVersion {
		return "", "", ErrLinkInvalid
	}
	payload, sum := raw[:len(raw)-sha256.Size], raw[len(raw)-sha256.Size:]
	if !hmac.Equal(sum, l.sum(payload)) {
		return "", "", ErrLinkInvalid
	}
	n, size := binary.Uvarint(payload[linkHead:])
	rest := payload[linkHead:]
	if size <= 0 || n > uint64(len(rest)-size) {
		return "", "", ErrLinkInvalid
	}
	if l.clock().Unix() >= int64(binary.BigEndian.Uint64(payload[1:linkHead])) {
		return "", "", ErrLinkExpired
	}
	rest = rest[size:]
	return string(rest[:n]), string(rest[n:]), nil
}

func (l *Links) sum(payload []byte) []byte {
	m := hmac.New(sha256.New, l.key)
	m.Write([]byte(linkLabel))
	m.Write(payload)
	return m.Sum(nil)
}
