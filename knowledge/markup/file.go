package markup

import (
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"frontdesk/knowledge/pattern"
)

// FileScheme begins the address of a file that was uploaded for articles: "file:ID/name.png", where ID is made of the
// file's bytes and the name is for people.
const FileScheme = "file:"

// maxFileName bounds the name of a file, in bytes.
const maxFileName = 120

var fileAddress = pattern.Of(`^file:([0-9a-f]{32})/([^/]+)$`)

// imageNames are the ends of names of files that are shown; any other file is only linked to.
var imageNames = map[string]bool{".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".webp": true}

// File splits the address of an uploaded file into its id and its name. ok is false for any other address, those of
// files of a machine ("file:///etc/passwd") among them.
func File(href string) (id, name string, ok bool) {
	m := fileAddress.FindStringSubmatch(href)
	if m == nil {
		return "", "", false
	}
	name, err := url.PathUnescape(m[2])
	if err != nil || !fileName(name) {
		return "", "", false
	}
	return m[1], name, true
}

// FileHref is the address by which an article shows or links to a file.
func FileHref(id, name string) string { return FileScheme + id + "/" + url.PathEscape(name) }

// fileName reports whether a name may stand in an address: one part of a path that leads nowhere else.
func fileName(name string) bool {
	return name != "" && len(name) <= maxFileName && utf8.ValidString(name) && name[0] != '.' &&
		!strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || r == '/' || r == '\\' })
}

// fileHref is safeHref for the files of this desk.
func fileHref(dest string) (string, bool) {
	id, name, ok := File(dest)
	if !ok {
		return "", false
	}
	return FileHref(id, name), true
}

// imageHref returns the form of an image's source that may be given to a browser: an uploaded file whose name is that
// of an image. Images from elsewhere would tell their server who reads the article, and could change.
func imageHref(dest string) (string, bool) {
	href, ok := fileHref(strings.TrimSpace(dest))
	if !ok {
		return "", false
	}
	_, name, _ := File(href)
	return href, imageNames[strings.ToLower(path.Ext(name))]
}

// Link is a link or an image of a document, whether readers get it or not.
type Link struct {
	Href  string // as readers get it; as it was written if they do not
	Text  string // what is linked, or the description of an image
	Image bool
	Kept  bool // whether readers get it; of any other they see the words
}

// maxLinks bounds what is remembered of a document's links; more are rendered all the same.
const maxLinks = 5000

func (b *builder) note(l Link) {
	if len(b.links) < maxLinks {
		b.links = append(b.links, l)
	}
}
