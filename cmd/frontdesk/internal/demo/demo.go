// Package demo is a small outdoor-gear shop with a help corpus of its own, to try frontdesk on. The shop is
// served under another origin than the desk, as a real one is.
package demo

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"os"
	"strings"
)

//go:embed corpus settings shop.html shop.css
var files embed.FS

// Corpus writes the help articles, Markdown with front matter, into the directory.
func Corpus(dir string) error {
	sub, err := fs.Sub(files, "corpus")
	if err != nil {
		return fmt.Errorf("unpack the demo corpus: %w", err)
	}
	if err := os.CopyFS(dir, sub); err != nil {
		return fmt.Errorf("unpack the demo corpus: %w", err)
	}
	return nil
}

// Settings returns the shop's rules of the house and job aids, documents of JSON by name.
func Settings() (map[string]string, error) {
	out := make(map[string]string)
	entries, err := files.ReadDir("settings")
	if err != nil {
		return nil, fmt.Errorf("unpack the demo settings: %w", err)
	}
	for _, e := range entries {
		body, err := files.ReadFile("settings/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("unpack the demo settings: %w", err)
		}
		out[strings.TrimSuffix(e.Name(), ".json")] = string(body)
	}
	return out, nil
}

// Site is the name under which the desk knows the shop.
const Site = "tarnside"

// Shop serves the shop's page with the widget of the desk at the address. Its policy is as strict as a page
// with the widget can have: the widget must work there.
func Shop(desk string) (http.Handler, error) {
	page, err := template.ParseFS(files, "shop.html")
	if err != nil {
		return nil, fmt.Errorf("read the shop's page: %w", err)
	}
	var html bytes.Buffer
	if err := page.Execute(&html, map[string]string{"Desk": desk, "Site": Site}); err != nil {
		return nil, fmt.Errorf("make the shop's page: %w", err)
	}
	css, err := files.ReadFile("shop.css")
	if err != nil {
		return nil, fmt.Errorf("read the shop's style: %w", err)
	}
	policy := "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src " + desk + "; frame-src " + desk +
		"; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		w.Write(html.Bytes())
	})
	m.HandleFunc("GET /shop.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		w.Write(css)
	})
	return m, nil
}
