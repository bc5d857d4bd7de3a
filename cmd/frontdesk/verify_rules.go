package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"frontdesk/knowledge/backup"
)

// deskRules are what holds in every desk besides the references between its tables.
var deskRules = []backup.Rule{
	{Table: "event", Query: `SELECT 'the log of the conversation ' || conversation || ' has ' || count(*) || ' events, numbered ' || min(seq) || ' to ' || max(seq)
		FROM event GROUP BY conversation HAVING min(seq) <> 1 OR max(seq) <> count(*) ORDER BY conversation`},
	{Table: "event", Query: ofNoConversation("event")},
	{Table: "turn", Query: ofNoConversation("turn")},
	{Table: "promise", Query: ofNoConversation("promise")},
	{Table: "mention", Query: ofNoConversation("mention")},
	{Table: "revision", Query: `SELECT 'the article ' || article || ' has ' || count(*) || ' revisions, numbered ' || min(number) || ' to ' || max(number)
		FROM revision GROUP BY article HAVING min(number) <> 1 OR max(number) <> count(*) ORDER BY article`},
	{Table: "article", Query: `SELECT 'the newest revision of the article ' || a.id || ', ' || a.latest || ', is not there'
		FROM article a LEFT JOIN revision r ON r.article = a.id AND r.number = a.latest WHERE r.number IS NULL ORDER BY a.id`},
	{Table: "article", Query: `SELECT 'the published revision of the article ' || a.id || ', ' || a.published || ', is not there'
		FROM article a LEFT JOIN revision r ON r.article = a.id AND r.number = a.published WHERE a.published <> 0 AND r.number IS NULL ORDER BY a.id`},
	{Table: "change", Query: `SELECT 'the list of changes has ' || count(*) || ' entries, numbered ' || min(seq) || ' to ' || max(seq)
		FROM change HAVING min(seq) <> 1 OR max(seq) <> count(*)`},
	{Table: "change", Query: `SELECT 'change ' || c.seq || ' published revision ' || c.revision || ' of ' || c.article || ', which is not there'
		FROM change c LEFT JOIN revision r ON r.article = c.article AND r.number = c.revision WHERE c.revision <> 0 AND r.number IS NULL ORDER BY c.seq`},
	{Table: "synonyms", Query: `SELECT 'there are ' || count(*) || ' versions of the synonyms, numbered ' || min(version) || ' to ' || max(version)
		FROM synonyms HAVING min(version) <> 1 OR max(version) <> count(*)`},
	{Table: "file", Row: fileIsItself},
}

// ofNoConversation finds rows of a table whose conversation is not there.
func ofNoConversation(table string) string {
	return `SELECT DISTINCT 'the conversation ' || t.conversation || ' is not there, but has rows in the table ` + table + `'
		FROM ` + table + ` t LEFT JOIN conversation c ON c.id = t.conversation WHERE c.id IS NULL ORDER BY 1`
}

// fileIsItself checks that a file's bytes are those that it is named for.
func fileIsItself(value func(column string) any) string {
	data, _ := value("data").([]byte)
	sum := sha256.Sum256(data)
	if id := value("id"); id != hex.EncodeToString(sum[:])[:32] {
		return fmt.Sprintf("the file %v is not what it was when it was kept", id)
	}
	return ""
}
