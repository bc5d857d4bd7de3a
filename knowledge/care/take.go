package care

import "frontdesk/knowledge/store"

// Take returns a file as it may be kept, or why not as [Inspect] says it. Who keeps it and when is for the caller to
// add. It is what an import asks about the files that come with articles.
func Take(name string, data []byte) (store.File, error) {
	u, err := Inspect(name, data)
	if err != nil {
		return store.File{}, err
	}
	return store.File{ID: u.ID, Name: u.Name, Type: u.Type, Size: int64(len(data)), Data: data}, nil
}
