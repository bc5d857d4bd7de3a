package bot_test

import (
	"strings"
	"testing"

	"frontdesk/bot"
)

func TestLanguage(t *testing.T) {
	for locale, want := range map[string]string{
		"": "", "de": "de", "DE": "de", "de-AT": "de", "De_at": "de", "zh-Hant-TW": "zh", "yue": "yue",
		"den-CA":  "den", // Slave, which begins like German
		"x-house": "", "i-klingon": "", "-": "", "_de": "", "d": "", "1de": "", "de.UTF-8": "", "de;q=0.9": "", "dé": "",
		"*": "", " de": "", "ninechars": "", "eightlet": "eightlet", "de\x00": "", "[{@": "",
	} {
		if got := bot.Language(locale); got != want {
			t.Errorf("Language(%q) = %q, want %q", locale, got, want)
		}
	}
}

// FuzzLanguage proves that whatever a client sends gives "" or two to eight small letters, and that the language of a
// language is itself.
func FuzzLanguage(f *testing.F) {
	f.Add("de-AT")
	f.Add("Zh_Hant")
	f.Add("\xff-")
	f.Fuzz(func(t *testing.T, locale string) {
		got := bot.Language(locale)
		if got != "" && (len(got) < 2 || len(got) > 8 || strings.Trim(got, "abcdefghijklmnopqrstuvwxyz") != "") {
			t.Fatalf("Language(%q) = %q", locale, got)
		}
		if again := bot.Language(got); again != got {
			t.Fatalf("Language(%q) = %q, and of that %q", locale, got, again)
		}
	})
}
