package widget

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"frontdesk/bot/account"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/store"
)

func aPNG(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 20, 10))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What an editor adds is shown by an article to everybody, and can do nothing by itself.
func TestFiles(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	var f struct {
		ID, Name, Type, Href string
		Size                 int
	}
	picture := aPNG(t)
	w := d.want(201, request("POST", "/api/editor/file?name="+url.QueryEscape("../Back plate\r\nX: y.html"), picture, editor), &f)
	if f.Type != "image/png" || f.Name != "Back-plate-X-y-html.png" || f.Size != len(picture) || f.Href != "file:"+f.ID+"/"+f.Name || w.Header().Get("X") != "" {
		t.Fatalf("added %+v", f)
	}
	got := d.want(200, request("POST", "/api/editor/preview", fmt.Sprintf(`{"body":"![The back](%s)"}`, f.Href), editor), nil).Body.String()
	if !strings.Contains(got, `{"t":"img","href":"`+f.Href+`","alt":"The back"}`) || !strings.Contains(got, `"text":"The back"`) {
		t.Errorf("preview %s", got)
	}
	address := "/file/" + f.ID + "/" + f.Name
	w = d.want(200, request("GET", address, ""), nil)
	for name, want := range map[string]string{
		"Content-Type": "image/png", "Content-Disposition": "inline; filename=Back-plate-X-y-html.png", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": filePolicy, "Cache-Control": "public, max-age=31536000, immutable", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if w.Body.String() != picture {
		t.Error("the picture is another one")
	}
	d.want(304, request("GET", address, "", header("If-None-Match", `"`+f.ID+`"`)), nil)
	if w := d.want(200, request("HEAD", address, ""), nil); w.Body.Len() != 0 {
		t.Error("HEAD has a body")
	}
	// The name in the address decides nothing.
	w = d.want(200, request("GET", "/file/"+f.ID+"/evil.html", ""), nil)
	if h := w.Header(); h.Get("Content-Type") != "image/png" || !strings.HasSuffix(h.Get("Content-Disposition"), "y-html.png") {
		t.Errorf("by another name: %v", h)
	}
	for _, missing := range []string{"/file/" + strings.Repeat("f", 32) + "/a.png", "/file/x/a.png", "/file/" + strings.Repeat("F", 32) + "/a.png"} {
		d.want(404, request("GET", missing, ""), nil)
	}
}

func TestFilesThatAreSaved(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	for name, c := range map[string]struct{ body, kind, disposition string }{
		"notes.txt":   {"Plain words.", "text/plain; charset=utf-8", "attachment; filename=notes.txt"},
		"Größe 1.pdf": {"%PDF-1.4\n%%EOF", "application/pdf", "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe-1.pdf"},
	} {
		var f struct{ ID, Name string }
		d.want(201, request("POST", "/api/editor/file?name="+url.QueryEscape(name), c.body, editor), &f)
		h := d.want(200, request("GET", "/file/"+f.ID+"/"+url.PathEscape(f.Name), ""), nil).Header()
		if h.Get("Content-Type") != c.kind || h.Get("Content-Disposition") != c.disposition {
			t.Errorf("%s: %v", name, h)
		}
	}
	// What another version of the program may have kept is never shown.
	for i, kind := range []string{"text/html", "image/svg+xml", "application/xhtml+xml", ""} {
		id := fmt.Sprintf("%032d", i)
		if err := d.shelf.PutFile(t.Context(), store.File{ID: id, Name: "a\r\nSet-Cookie: x", Type: kind, Data: []byte("<script>"), At: d.shelf.tick()}); err != nil {
			t.Fatal(err)
		}
		h := d.want(200, request("GET", "/file/"+id+"/a.html", ""), nil).Header()
		if h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || h.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", kind, h)
		}
	}
}

func TestFilesRefused(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	add := func(body string) *http.Request {
		return request("POST", "/api/editor/file?name=a.png", body, editor, header("Content-Type", "image/png"))
	}
	for name, body := range map[string]string{
		"empty": "", "HTML": "<!doctype html><script>alert(1)</script>", "SVG": `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
		"script in a GIF's head": "GIF89a/*\x00\x00\x00\x00\x00\x00*/=1;alert(1)", "archive behind a PNG": aPNG(t) + "PK\x03\x04", "program": "MZ\x90\x00\x03",
	} {
		if p := d.refused(422, "invalid", add(body)); len(p.Message) < 15 || strings.Contains(p.Message, "invalid article") {
			t.Errorf("%s: %q", name, p.Message)
		}
	}
	p := d.refused(413, "too_large", add(strings.Repeat("a", care.MaxFile+1)))
	if !strings.Contains(p.Message, "5 MiB") {
		t.Errorf("too large: %q", p.Message)
	}
	d.want(201, add(strings.Repeat("a", care.MaxFile)), nil)
	d.refused(403, "foreign_origin", request("POST", "/api/editor/file?name=a.txt", "x", editor, header("Origin", "https://evil.example"), header("Sec-Fetch-Site", "cross-site")))
}
