package app

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"frontdesk/knowledge/pattern"
)

// validNode is what a node may be called: it stands in rows, in logs and in /readyz.
var validNode = pattern.Of(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)

// Node is the name of this server among those of its desk.
func (a *App) Node() string { return a.node }

// nodeName is the name of this server among those of a desk: --node, or one that is made up at the first start and kept
// in the data directory, so that after a restart the server goes on with what it had.
func (c *Config) nodeName() (string, error) {
	if c.Node != "" {
		return c.Node, nil
	}
	path := filepath.Join(c.Data, "node")
	kept, err := os.ReadFile(path)
	name := strings.TrimSpace(string(kept))
	switch {
	case err == nil && validNode.MatchString(name):
		return name, nil
	case err == nil && name != "":
		return "", fmt.Errorf("%s holds %.70q, which cannot be the name of a node; remove the file, or name the node with --node", path, name)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("read the name of this node: %w", err)
	}
	name = "node-" + strings.ToLower(rand.Text()[:8])
	// Written whole or not at all: half a name would be another node's.
	if err := os.WriteFile(path+".new", []byte(name+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("keep the name of this node: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return "", fmt.Errorf("keep the name of this node: %w", err)
	}
	return name, nil
}
