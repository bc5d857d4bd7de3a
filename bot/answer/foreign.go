package answer

import (
	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
)

// foreign is what is said before the words of a revision in another language than the question's; "" if it is the same,
// or if that cannot be told. An article may have the locale that everything has for which nobody named one; so its words
// are looked at, too.
func (t *turn) foreign(rev knowledge.Revision) string {
	if t.language == "" || language.Code(t.language) == language.Code(rev.Locale) {
		return ""
	}
	written, sure := language.Detect(rev.Title+"\n"+rev.Text, rev.Locale)
	if written == language.Code(t.language) || !sure && (rev.Locale == "" || rev.Locale == knowledge.DefaultLocale) {
		return ""
	}
	if language.Code(t.language) == "de" {
		return textForeignGerman
	}
	return textForeign
}
