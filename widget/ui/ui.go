// Package ui holds the browser surfaces as they were built into dist/: the loader, the customer
// panel, sign-in, the agent console and the editor's room. The sources stand beside it; `npm run
// build` makes dist/, which is committed so that running frontdesk needs no Node.
package ui

import (
	"embed"
	"io/fs"
)

//go:embed dist
var built embed.FS

// Files returns the built assets: widget.js, the page shells (panel.html, …) and everything that is
// served below /ui/. Names have no folder part.
func Files() fs.FS {
	files, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // the name is constant and valid: fs.Sub cannot fail
	}
	return files
}
