package store

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/bot"
)

// A body is written in the same bytes whether the short way is taken or not.
func TestEncodeBody(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "<b>&amp;\u2028", "\x00\x7f\xff", `"\`, "ö\n\r\t"})).Draw(t, "text")
		b := bot.Body{Text: text, Offer: rapid.Bool().Draw(t, "offer")}
		want, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := encodeBody(&b); err != nil || got != string(want) {
			t.Fatalf("%s, %v; want %s", got, err, want)
		}
	})
}
