package markup

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

const anID = "0123456789abcdef0123456789abcdef"

func TestFiles(t *testing.T) {
	doc, err := Parse("Look: ![the *back* plate](file:" + anID + "/back%20plate.PNG \"a title\") and [the manual](file:" + anID + "/manual.pdf).\n\n" +
		"![](file:" + anID + "/x.webp)\n\n![a plan](file:" + anID + "/plan.pdf) ![away](https://x.y/a.png) ![near](media/a.png) [gone](javascript:x)")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(doc.Nodes)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"t":"p","off":[0,36],"c":["Look: ",{"t":"img","href":"file:ID/back%20plate.PNG","alt":"the back plate"}," and ",{"t":"a","href":"file:ID/manual.pdf","c":["the manual"]},"."]},` +
		`{"t":"p","c":[{"t":"img","href":"file:ID/x.webp","alt":""}]},` +
		`{"t":"p","off":[38,59],"c":[{"t":"img","alt":"a plan"}," ",{"t":"img","alt":"away"}," ",{"t":"img","alt":"near"}," ","gone"]}]`
	got := strings.ReplaceAll(string(raw), anID, "ID")
	if doc.Text != "Look: the back plate and the manual.\n\na plan away near gone" {
		t.Errorf("text %q", doc.Text)
	}
	if got != want {
		t.Errorf("nodes\n%s, want\n%s", got, want)
	}
	var links []string
	for _, l := range doc.Links {
		links = append(links, strings.ReplaceAll(l.Href, anID, "ID")+"|"+l.Text+map[bool]string{true: "|kept"}[l.Kept]+map[bool]string{true: "|image"}[l.Image])
	}
	if want := []string{"file:ID/back%20plate.PNG|the back plate|kept|image", "file:ID/manual.pdf|the manual|kept", "file:ID/x.webp||kept|image",
		"file:ID/plan.pdf|a plan|image", "https://x.y/a.png|away|image", "media/a.png|near|image", "javascript:x|gone"}; !slices.Equal(links, want) {
		t.Errorf("links %q", links)
	}
}

func TestFileAddress(t *testing.T) {
	for href, want := range map[string]string{
		"file:" + anID + "/a.png": "a.png", "file:" + anID + "/gr%C3%B6%C3%9Fe%20.png": "größe .png", "file:" + anID + "/größe.png": "größe.png",
	} {
		if id, name, ok := File(href); !ok || id != anID || name != want {
			t.Errorf("File(%q) = %q, %q, %v", href, id, name, ok)
		}
		if got, ok := safeHref(href); !ok {
			t.Errorf("safeHref(%q) = %q", href, got)
		} else if again, ok := safeHref(got); !ok || again != got {
			t.Errorf("safeHref(%q) = %q", got, again)
		}
	}
	for _, href := range []string{
		"", "file:", "file:/etc/passwd", "file:///etc/passwd", "file://" + anID + "/a.png", "file:" + anID, "file:" + anID + "/", "file:" + anID + "/a/b.png",
		"file:" + anID + "/..", "file:" + anID + "/.a", "file:" + anID + "/%2e%2e%2fa.png", "file:" + anID + "/a%2fb.png", "file:" + anID + "/a%5cb.png",
		"file:" + anID + "/a%0d%0ab.png", "file:" + anID + "/a%00.png", "file:" + anID + "/%zz", "file:" + anID + "/%ff.png", "FILE:" + anID + "/a.png",
		"file:" + strings.ToUpper(anID) + "/a.png", "file:" + anID[1:] + "/a.png", "file:" + anID + "/" + strings.Repeat("a", maxFileName+1), "xfile:" + anID + "/a.png",
	} {
		if id, name, ok := File(href); ok {
			t.Errorf("File(%q) = %q, %q", href, id, name)
		}
		if got, ok := safeHref(href); ok {
			t.Errorf("safeHref(%q) = %q", href, got)
		}
		if got, ok := imageHref(href); ok {
			t.Errorf("imageHref(%q) = %q", href, got)
		}
	}
}

// FuzzFile: whatever the address says, what is let through names one file of this desk and says so again.
func FuzzFile(f *testing.F) {
	for _, s := range []string{"file:" + anID + "/a.png", "file:" + anID + "/%2e%2e", "file:///x", "file:" + anID + "/ä%20.pdf"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, href string) {
		id, name, ok := File(href)
		if !ok {
			return
		}
		again, same, ok := File(FileHref(id, name))
		if !ok || again != id || same != name || strings.ContainsAny(FileHref(id, name)[len(FileScheme)+len(id)+1:], "/\\\"<> \r\n?#") {
			t.Fatalf("%q became %q", href, FileHref(id, name))
		}
	})
}

// A picture that hidden HTML would hide is hidden.
func TestHiddenImage(t *testing.T) {
	doc, err := Parse("a <script>![x](file:" + anID + "/a.png)</script> b")
	if err != nil || len(doc.Links) != 0 || strings.Contains(doc.Text, "x") {
		t.Errorf("%+v, %v", doc, err)
	}
}
