package importing

import (
	"errors"
	"strings"

	"frontdesk/knowledge/pattern"
)

// attachedFolder is where the files that articles show lie beside them, as files/ID/name.
const attachedFolder = "files"

// maxAttached bounds one such file, in bytes; it is what may be uploaded in the editors' room.
const maxAttached = 5 << 20

var (
	attachedPath = pattern.Of(`^files/([0-9a-f]{32})/([^/.][^/]*)$`)
	// likeAttached are names that some file systems would put beside attached files.
	likeAttached = pattern.Of(`^(?i:files/[0-9a-f]{32}/[^/]+)$`)
)

// Attached reports whether a name, relative and with slashes, is one that [Export] gives to a file that articles show.
func Attached(name string) bool {
	_, _, ok := attachedAt(name)
	return ok
}

// attachedAt splits the name of a file that articles show into the id that its bytes should have and its own name.
func attachedAt(at string) (id, name string, ok bool) {
	m := attachedPath.FindStringSubmatch(at)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

// attach takes in a file that articles show; stop says that nothing more may be read.
func (r *reading) attach(e entry, id, name string) (stop bool) {
	wrong := func(message string) {
		r.problem(Error, e.name, 0, "%s", message)
		r.batch.Problems[len(r.batch.Problems)-1].Attached = true
	}
	if r.inspect == nil {
		wrong("files that articles show cannot be taken in here; leave them out")
		return false
	}
	raw, err := r.bytesOf(e, maxAttached, "make it smaller, upload it in the editors' room and use its new address")
	if err != nil {
		wrong(err.Error())
		return errors.Is(err, errTooMuch)
	}
	f, err := r.inspect(name, raw)
	switch {
	case err != nil:
		wrong(plain(err))
	case f.ID != id:
		wrong("the file is not the one that its folder is named for: it was changed, or the folder renamed; put the original back, or name the folder " +
			f.ID + " and write file:" + f.ID + "/ where articles show it")
	case r.attached[id] != "":
		r.skip(e.name, "the same file as "+r.attached[id])
	default:
		r.attached[id] = e.name
		r.batch.Attached = append(r.batch.Attached, f)
	}
	return false
}

// attachedName is the name that a kept file is exported under.
func attachedName(id, name string) string {
	if name = strings.TrimLeft(name[strings.LastIndexAny(name, `/\`)+1:], "."); nameFault(name) != "" {
		name = "file"
	}
	return attachedFolder + "/" + id + "/" + name
}
