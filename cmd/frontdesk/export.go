package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// exportCommand writes the articles out.
type exportCommand struct {
	To     string `arg:"" help:"A folder that is empty or does not exist yet, or a file whose name ends in .zip." type:"path"`
	deskAt `embed:""`
	Drafts bool `help:"Write the newest revision of every article that is not withdrawn, also drafts, instead of what is published."`
	Over   bool `help:"Replace what is there: a ZIP, or a folder that holds nothing but an export."`
}

// Help is shown below the options.
func (exportCommand) Help() string {
	return `Every article becomes one Markdown file with front matter, as "frontdesk import" reads it: exporting, importing into an empty desk and exporting again gives the same files. Images and documents that the articles show lie beside them under files.

Everything is written beside the place first and then put there in one step; after an error the place is as it was.`
}

// Run writes the corpus.
func (c *exportCommand) Run(ctx context.Context, common *common) error {
	start := time.Now()
	if _, err := os.Stat(c.Data); err != nil && c.Store == "" {
		return fmt.Errorf("there is no desk in %s; name its directory with --data", c.Data)
	}
	to, err := c.place()
	if err != nil {
		return err
	}
	defer to.discard()
	var done importing.Exported
	var missing []string
	note := func(article, address string) {
		missing = append(missing, fmt.Sprintf("warning: the article %q shows %s, which is not kept here; take it out of the article or upload the file again", article, address))
	}
	err = app.WithDatabase(ctx, c.config(), common.quiet(), func(db *sqldb.DB) error {
		articles := store.New(db)
		if err := articles.Migrate(ctx); err != nil {
			return err
		}
		bar := newProgress(os.Stderr, "writing")
		defer bar.end()
		var err error
		done, err = to.fill(ctx, articles, importing.ExportOptions{Drafts: c.Drafts, Progress: bar.show, Missing: note})
		return err
	})
	if err != nil {
		return err
	}
	printSome(missing)
	if err := to.keep(); err != nil {
		return fmt.Errorf("put the export to %s: %w", c.To, err)
	}
	fmt.Printf("%d articles exported to %s (%.1f s)\n", done.Articles, c.To, time.Since(start).Seconds())
	if done.Files > 0 {
		fmt.Printf("%s that they show exported with them\n", countFiles(done.Files))
	}
	return nil
}

// printSome prints the first of many warnings, and how many more there are.
func printSome(warnings []string) {
	for _, w := range warnings[:min(len(warnings), maxPrinted)] {
		fmt.Fprintln(os.Stderr, w)
	}
	if more := len(warnings) - maxPrinted; more > 0 {
		fmt.Fprintf(os.Stderr, "… and %d more warnings\n", more)
	}
}

// exportPlace takes the articles and puts them all in their place at the end, or none.
type exportPlace interface {
	fill(ctx context.Context, articles *store.Store, o importing.ExportOptions) (importing.Exported, error)
	keep() error
	discard() // removes what was not kept; does nothing after keep
}

// place prepares what is written to, beside where it will stand, so that the last step is a renaming.
func (c *exportCommand) place() (exportPlace, error) {
	if strings.HasSuffix(strings.ToLower(c.To), ".zip") {
		if err := c.zipMayBe(); err != nil {
			return nil, err
		}
		f, err := os.CreateTemp(filepath.Dir(c.To), ".frontdesk-export-*")
		if err != nil {
			return nil, fmt.Errorf("write beside %s: %w", c.To, err)
		}
		return &exportZIP{to: c.To, file: f}, nil
	}
	if err := c.folderMayBe(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(filepath.Dir(c.To), ".frontdesk-export-*")
	if err != nil {
		return nil, fmt.Errorf("write beside %s: %w", c.To, err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return nil, errors.Join(err, os.Remove(dir))
	}
	return &exportFolder{to: c.To, dir: dir}, nil
}

func (c *exportCommand) zipMayBe() error {
	info, err := os.Lstat(c.To)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no file; give another name", c.To)
	case !c.Over:
		return fmt.Errorf("%s exists; give another name, or --over to replace it", c.To)
	}
	return nil
}

// folderMayBe refuses a folder that holds anything that the export would not bring back.
func (c *exportCommand) folderMayBe() error {
	info, err := os.Lstat(c.To)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is no folder; give another name, or one that ends in .zip", c.To)
	}
	return filepath.WalkDir(c.To, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path == c.To:
		case !c.Over:
			return fmt.Errorf("%s is not empty; give another folder, or --over to replace the export in it", c.To)
		case !d.IsDir() && !(d.Type().IsRegular() && c.exported(path)), strings.HasPrefix(d.Name(), "."):
			return fmt.Errorf("%s would be lost; --over replaces only folders that hold nothing but an export, so give an empty folder and copy the files from there", path)
		}
		return nil
	})
}

// exported reports whether a file in the folder has a name that an export gives.
func (c *exportCommand) exported(path string) bool {
	if strings.HasSuffix(path, ".md") {
		return true
	}
	name, err := filepath.Rel(c.To, path)
	return err == nil && importing.Attached(filepath.ToSlash(name))
}

// exportFolder writes files below a folder beside the place.
type exportFolder struct {
	to, dir string
	kept    bool
}

func (e *exportFolder) fill(ctx context.Context, articles *store.Store, o importing.ExportOptions) (importing.Exported, error) {
	return importing.Export(ctx, articles, o, e.write)
}

func (e *exportFolder) write(name string, content []byte) error {
	path := filepath.Join(e.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

// keep puts the folder in its place. What stood there is moved aside first and removed last.
func (e *exportFolder) keep() error {
	old := e.dir + "-old"
	err := os.Rename(e.to, old)
	replaced := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(e.dir, e.to); err != nil {
		if replaced {
			err = errors.Join(err, os.Rename(old, e.to))
		}
		return err
	}
	e.kept = true
	if replaced {
		return os.RemoveAll(old)
	}
	return nil
}

func (e *exportFolder) discard() {
	if !e.kept {
		_ = os.RemoveAll(e.dir) // what remains is hidden and can be deleted; the error that led here is the one to tell
	}
}

// exportZIP writes a ZIP beside the place.
type exportZIP struct {
	to   string
	file *os.File
	kept bool
}

func (e *exportZIP) fill(ctx context.Context, articles *store.Store, o importing.ExportOptions) (importing.Exported, error) {
	return importing.ExportZIP(ctx, articles, o, e.file)
}

func (e *exportZIP) keep() error {
	if err := errors.Join(e.file.Chmod(0o644), e.file.Sync(), e.file.Close()); err != nil {
		return err
	}
	if err := os.Rename(e.file.Name(), e.to); err != nil {
		return err
	}
	e.kept = true
	return nil
}

func (e *exportZIP) discard() {
	if !e.kept {
		_ = e.file.Close()           // it may be closed already
		_ = os.Remove(e.file.Name()) // as in exportFolder.discard
	}
}
