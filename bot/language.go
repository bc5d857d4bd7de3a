package bot

import "strings"

// Language is the base language of a BCP 47 tag such as "de-AT", in lower case: two to eight letters (RFC 5646, section
// 2.1). "_" is taken for "-", as some clients write it. It is "" if the tag names no language: an empty or malformed
// one, and one for private use such as "x-house".
func Language(locale string) string {
	base := locale
	if at := strings.IndexAny(locale, "-_"); at >= 0 {
		base = locale[:at]
	}
	if len(base) < 2 || len(base) > 8 {
		return ""
	}
	for i := 0; i < len(base); i++ {
		if b := base[i] | 0x20; b < 'a' || b > 'z' {
			return ""
		}
	}
	return strings.ToLower(base)
}
