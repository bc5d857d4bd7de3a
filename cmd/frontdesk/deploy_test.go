package main_test

import (
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"frontdesk/cmd/frontdesk/internal/actor"
)

// The files in deploy are checked as far as a machine without a container engine can: what they say of the binary
// must be true of the binary, their paths must exist, their parts must fit together, and whatever tool of theirs is
// installed must accept them. Images are not built and nothing is deployed.

func deployFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// help is what the binary says about its options.
func help(t *testing.T, command string) string {
	t.Helper()
	out, err := exec.Command(binary(t), command, "-h").CombinedOutput()
	if err != nil {
		t.Fatalf("%s -h: %v\n%s", command, err, out)
	}
	return string(out)
}

var (
	variable    = regexp.MustCompile(`\bFRONTDESK_[A-Z_]+\b`)
	commandLine = regexp.MustCompile(`(?:^|[ /"\]])frontdesk"?(?:, "|\s)+(serve|user|backup|bench|import)\b(.*)`)
	flagName    = regexp.MustCompile(`--[a-z][a-z-]*`)
)

// unknownOptions finds variables and flags that the binary does not know; helps has its help by command.
func unknownOptions(text string, helps map[string]string) (unknown []string) {
	for _, v := range variable.FindAllString(text, -1) {
		if !strings.Contains(helps["serve"], "$"+v+")") && !strings.Contains(helps["serve"], "$"+v+",") {
			unknown = append(unknown, v)
		}
	}
	for _, m := range commandLine.FindAllStringSubmatch(text, -1) {
		for _, f := range flagName.FindAllString(m[2], -1) {
			if !regexp.MustCompile(regexp.QuoteMeta(f) + `\b`).MatchString(helps[m[1]]) {
				unknown = append(unknown, m[1]+" "+f)
			}
		}
	}
	return unknown
}

func TestDeployNamesOptionsThatExist(t *testing.T) {
	t.Parallel()
	helps := map[string]string{"user": help(t, "user") + help2(t, "user", "add")}
	for _, c := range []string{"serve", "backup", "bench", "import"} {
		helps[c] = help(t, c)
	}
	found := 0
	for _, name := range []string{"Dockerfile", "compose.yaml", "kubernetes.yaml", "frontdesk.service", "haproxy.cfg"} {
		text := deployFile(t, name)
		found += len(variable.FindAllString(text, -1)) + len(commandLine.FindAllString(text, -1))
		for _, u := range unknownOptions(text, helps) {
			t.Errorf("%s names %s, which does not exist", name, u)
		}
	}
	if found < 20 {
		t.Errorf("%d options were found in the files; the pattern does not fit them any more", found)
	}
	wrong := "ENV FRONTDESK_WORKERS=2\n  /frontdesk user add a@b.example --hat red\n"
	if got := unknownOptions(wrong, helps); !slices.Equal(got, []string{"FRONTDESK_WORKERS", "user --hat"}) {
		t.Errorf("of options that do not exist, it notices %v", got)
	}
}

func help2(t *testing.T, command, sub string) string {
	t.Helper()
	out, err := exec.Command(binary(t), command, sub, "-h").CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s -h: %v\n%s", command, sub, err, out)
	}
	return string(out)
}

// step is an instruction of a Dockerfile.
type step struct{ verb, rest string }

// dockerSteps reads a Dockerfile; a line that ends in \ goes on in the next.
func dockerSteps(text string) (steps []step) {
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", " ")) {
		line = strings.TrimSpace(line)
		if verb, rest, ok := strings.Cut(line, " "); ok && !strings.HasPrefix(line, "#") {
			steps = append(steps, step{strings.ToUpper(verb), strings.TrimSpace(rest)})
		}
	}
	return steps
}

// image is what a Dockerfile says of its last stage.
type image struct {
	from, user, entry string
	sources           []string // copied from outside
	inside            []string // places that something is copied to in the last stage
	faults            []string
}

func readImage(text, root string) (i image) {
	stages := 0
	for _, s := range dockerSteps(text) {
		words := strings.Fields(s.rest)
		switch s.verb {
		case "FROM":
			i.from, i.user, i.inside = words[0], "", nil
			stages++
		case "USER":
			i.user = s.rest
		case "ENTRYPOINT":
			i.entry = strings.Trim(s.rest, `[]"`)
		case "COPY":
			words = slices.DeleteFunc(words, func(w string) bool {
				return strings.HasPrefix(w, "--chown") || strings.HasPrefix(w, "--chmod")
			})
			if from := words[0]; strings.HasPrefix(from, "--from=") {
				i.inside = append(i.inside, words[len(words)-1])
				continue
			}
			for _, src := range words[:len(words)-1] {
				i.sources = append(i.sources, src)
				if _, err := os.Stat(filepath.Join(root, src)); err != nil {
					i.faults = append(i.faults, fmt.Sprintf("%s is copied and does not exist", src))
				}
			}
		}
	}
	switch {
	case stages < 2 || i.from != "scratch":
		i.faults = append(i.faults, "the last stage is not empty to begin with")
	case !regexp.MustCompile(`^[1-9][0-9]*:[1-9][0-9]*$`).MatchString(i.user):
		i.faults = append(i.faults, fmt.Sprintf("its user is %q; want numbers, and not root", i.user))
	case !slices.Contains(i.inside, i.entry):
		i.faults = append(i.faults, fmt.Sprintf("it starts %s, which is not in it", i.entry))
	case !slices.Contains(i.inside, "/etc/ssl/certs/ca-certificates.crt"):
		i.faults = append(i.faults, "it has no certificates of authorities, so nothing can be reached over TLS")
	}
	return i
}

// root is where the sources begin, as seen from this package.
const root = "../.."

func TestDockerfile(t *testing.T) {
	t.Parallel()
	text := deployFile(t, "Dockerfile")
	if i := readImage(text, root); i.faults != nil {
		t.Error(i.faults)
	}
	for name, harm := range map[string][2]string{
		"root":           {"USER 65532:65532", "USER 0:0"},
		"no user":        {"USER 65532:65532\n", ""},
		"a shell inside": {"FROM scratch", "FROM alpine"},
		"a wrong path":   {"COPY bot bot", "COPY bots bot"},
		"another binary": {`ENTRYPOINT ["/frontdesk"]`, `ENTRYPOINT ["/app"]`},
		"no authorities": {"COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt\n", ""},
	} {
		harmed := strings.Replace(text, harm[0], harm[1], 1)
		if harmed == text {
			t.Errorf("%s: nothing was harmed", name)
		}
		if readImage(harmed, root).faults == nil {
			t.Errorf("%s is not noticed", name)
		}
	}
	if _, err := os.Stat(filepath.Join(root, "cmd/frontdesk/deploy/Dockerfile")); err != nil {
		t.Error(err)
	}
}

// TestDockerfileBuilds runs the build command of the Dockerfile over nothing but what the Dockerfile copies, and looks
// whether the binary needs nothing else. It takes minutes and runs if FRONTDESK_DOCKERFILE is set.
func TestDockerfileBuilds(t *testing.T) {
	if os.Getenv("FRONTDESK_DOCKERFILE") == "" {
		t.Skip("the Dockerfile's build takes minutes; set FRONTDESK_DOCKERFILE=1 to run it")
	}
	t.Parallel()
	text := deployFile(t, "Dockerfile")
	src := t.TempDir()
	for _, name := range readImage(text, root).sources {
		from, to := filepath.Join(root, name), filepath.Join(src, name)
		if info, err := os.Stat(from); err == nil && info.IsDir() {
			if err := os.CopyFS(to, os.DirFS(from)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		copyFile(t, from, to)
	}
	out := filepath.Join(t.TempDir(), "out")
	builds := 0
	for _, s := range dockerSteps(text) {
		if s.verb != "RUN" || !strings.Contains(s.rest, "go build") {
			continue
		}
		builds++
		p := exec.Command("sh", "-euc", strings.ReplaceAll(s.rest, "/out/", out+"/"))
		p.Dir, p.Env = src, append(os.Environ(), "GOFLAGS=")
		if said, err := p.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", s.rest, err, said)
		}
	}
	if builds != 1 {
		t.Fatalf("the Dockerfile builds %d times", builds)
	}
	bin := filepath.Join(out, "frontdesk")
	f, err := elf.Open(bin)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if libs, err := f.ImportedLibraries(); err != nil || len(libs) > 0 {
		t.Errorf("the binary needs %v (%v), which an empty image does not have", libs, err)
	}
	p := exec.Command(bin, "version")
	p.Env = []string{} // an empty image has no environment either
	if said, err := p.CombinedOutput(); err != nil || !strings.HasPrefix(string(said), "frontdesk ") {
		t.Errorf("it says %s, %v", said, err)
	}
}

// The probes of the examples are addresses that a desk answers.
func TestDeployProbes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stage := actor.NewStage(binary(t), dir, append(os.Environ(), "HOME="+dir))
	defer stage.Close()
	perform(t, t.Context(), stage, "serve")
	for _, name := range []string{"kubernetes.yaml", "haproxy.cfg"} {
		paths := regexp.MustCompile(`(?:path: |httpchk GET )(/[a-z]+)`).FindAllStringSubmatch(deployFile(t, name), -1)
		if len(paths) == 0 {
			t.Errorf("%s asks no address for how a server is", name)
		}
		for _, p := range paths {
			perform(t, t.Context(), stage, "http GET "+p[1]+" 200")
		}
	}
}
