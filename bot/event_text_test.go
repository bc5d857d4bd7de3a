package bot

import (
	"reflect"
	"testing"
)

// Whatever else is set, a body is more than a text.
func TestJustText(t *testing.T) {
	t.Parallel()
	if b := (Body{Text: "Hello"}); !b.JustText() {
		t.Error("a text is not just a text")
	}
	if !new(Body).JustText() {
		t.Error("an empty body has something else")
	}
	body := reflect.TypeFor[Body]()
	for i := range body.NumField() {
		name := body.Field(i).Name
		if name == "Text" {
			continue
		}
		b := Body{Text: "Hello"}
		switch field := reflect.ValueOf(&b).Elem().Field(i); field.Kind() {
		case reflect.String:
			field.SetString("x")
		case reflect.Bool:
			field.SetBool(true)
		case reflect.Int, reflect.Int64:
			field.SetInt(1)
		case reflect.Slice:
			field.Set(reflect.MakeSlice(field.Type(), 1, 1))
		case reflect.Pointer:
			field.Set(reflect.New(field.Type().Elem()))
		default:
			t.Fatalf("nobody thought of fields such as %s", name)
		}
		if b.JustText() {
			t.Errorf("a body with a %s is just a text", name)
		}
	}
}
