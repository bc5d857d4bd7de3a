package importing

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"time"
)

// ExportZIP writes what Export writes as a ZIP, file by file, and counts them. The times in it are
// all the same, so that equal articles make equal ZIPs.
func ExportZIP(ctx context.Context, s Corpus, o ExportOptions, out io.Writer) (Exported, error) {
	z := zip.NewWriter(out)
	done, err := Export(ctx, s, o, func(name string, content []byte) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = w.Write(content)
		}
		return err
	})
	if err != nil {
		return done, err
	}
	if err := z.Close(); err != nil {
		return done, fmt.Errorf("export: %w", err)
	}
	return done, nil
}
