// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"commonplace/generator"
	"commonplace/generator/search"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestBrowserGivesTheSameAnswers asks the program and the browser's script the same questions of the same index: what they find, in which order, what
// they show of it, what they correct. Nobody chose the questions; they are made of the pages, in all that a question may have.
func TestBrowserGivesTheSameAnswers(t *testing.T) {
	node := newNode(t, "engine.mjs")
	languages := scratch(t)
	ar, err := txtar.ParseFile("testdata/search/languages.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range ar.Files {
		tree{f.Name: string(f.Data)}.write(t, languages)
	}
	type site struct {
		name, texts string
		questions   int // how many texts to take some from, for each language
		options     generator.Options
	}
	sites := []site{
		{"own", "../content", 20, generator.Options{Source: "..", Destination: filepath.Join(scratch(t), "public")}},
		{"languages", filepath.Join(languages, "content"), 8, generator.Options{Source: languages, Destination: filepath.Join(languages, "public")}},
	}
	if corpus := "../../shared/corpora/innersource-patterns"; testing.Short() {
		t.Log("only small sites are asked")
	} else if _, err := os.Stat(corpus); err != nil {
		t.Logf("%s is missing; only small sites are asked", corpus)
	} else {
		options := generator.Options{Source: corpus, Config: "../examples/innersource-patterns/site.yaml", Destination: filepath.Join(scratch(t), "public")}
		sites = append(sites, site{"innersource-patterns", corpus, 10, options})
	}
	for _, s := range sites {
		t.Run(s.name, func(t *testing.T) {
			mustBuild(t, s.options)
			dir := s.options.Destination
			questions := questionsOf(t, s.texts, s.questions)
			asked := 0
			for _, lang := range indexes(t, dir) {
				asked += compareAnswers(t, dir, lang, questions, func(stdin []byte) ([]byte, error) {
					cmd := node(dir, lang)
					cmd.Stdin, cmd.Stderr = bytes.NewReader(stdin), os.Stderr
					return cmd.Output()
				})
			}
			if asked < 100 {
				t.Errorf("only %d questions found something", asked)
			}
		})
	}

	t.Run("fuzzed", func(t *testing.T) {
		if out, err := newNode(t, "search-fuzz.mjs")(sites[0].options.Destination, "en", "4").CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	})

	// The last answers are those of an index of which much is missing.
	t.Run("damaged", func(t *testing.T) {
		dir := sites[0].options.Destination
		n := 0
		err := filepath.WalkDir(filepath.Join(dir, "search", "en"), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || d.Name() == "meta.js" {
				return err
			}
			switch n++; n % 5 {
			case 1:
				return os.Remove(path)
			case 3:
				info, err := d.Info()
				if err != nil {
					return err
				}
				return os.Truncate(path, info.Size()*int64(n%7)/8)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		compareAnswers(t, dir, "en", questionsOf(t, sites[0].texts, 20), func(stdin []byte) ([]byte, error) {
			cmd := node(dir, "en")
			cmd.Stdin, cmd.Stderr = bytes.NewReader(stdin), os.Stderr
			return cmd.Output()
		})
	})
}

// indexes are the languages that a site can be searched in.
func indexes(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "search", "*", "meta.js"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there is no index in %s: %v", dir, err)
	}
	var langs []string
	for _, file := range files {
		langs = append(langs, filepath.Base(filepath.Dir(file)))
	}
	return langs
}

// compareAnswers reports the first questions that are answered otherwise, and gives how many found something.
func compareAnswers(t *testing.T, dir, lang string, questions []search.Question, ask func(stdin []byte) ([]byte, error)) (found int) {
	t.Helper()
	r, err := search.Open(os.DirFS(dir), lang)
	if err != nil {
		t.Fatal(err)
	}
	var in bytes.Buffer
	for _, q := range questions {
		if err := json.NewEncoder(&in).Encode(q); err != nil {
			t.Fatal(err)
		}
	}
	out, err := ask(in.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	theirs := json.NewDecoder(bytes.NewReader(out))
	wrong := 0
	for _, q := range questions {
		var a, b map[string]any
		if err := theirs.Decode(&b); err != nil {
			t.Fatalf("%s: %+v: %v", lang, q, err)
		}
		answer := r.Ask(q)
		if answer.Total > 0 {
			found++
		}
		text, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &a); err != nil {
			t.Fatal(err)
		}
		for key := range a {
			if wrong < 5 && !reflect.DeepEqual(a[key], b[key]) {
				wrong++
				t.Errorf("%s: %+v\n%s: the program says\n\t%.600s\nthe script\n\t%.600s", lang, q, key, fmt.Sprint(a[key]), fmt.Sprint(b[key]))
			}
		}
	}
	return found
}

// questionsOf makes questions of the texts below a folder.
func questionsOf(t *testing.T, dir string, most int) []search.Question {
	t.Helper()
	var texts []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		text, err := os.ReadFile(path)
		texts = append(texts, strings.ToValidUTF8(string(text), ""))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sum := fnv.New64a()
	fmt.Fprint(sum, texts)
	random := rand.New(rand.NewPCG(sum.Sum64(), 6))
	var list []search.Question
	for range most {
		text := texts[random.IntN(len(texts))]
		var words []string
		search.Split(text, func(kind search.Kind, from, to int) { words = append(words, text[from:to]) })
		if len(words) < 9 {
			continue
		}
		pick := func() string { return words[random.IntN(len(words))] }
		at := random.IntN(len(words) - 3)
		mistyped := func(word string) string {
			letters := []rune(word)
			i := random.IntN(len(letters))
			switch random.IntN(4) {
			case 0:
				return string(slices.Delete(letters, i, i+1))
			case 1:
				return string(slices.Insert(letters, i, 'x'))
			case 2:
				letters[i] = 'e'
			default:
				letters[i], letters[0] = letters[0], letters[i]
			}
			return string(letters)
		}
		for _, text := range []string{
			strings.Join(words[at:at+3], " "), pick() + " " + pick() + " ", mistyped(pick()) + " " + pick(), mistyped(pick()), pick() + pick(), words[at] + words[at+1],
			string([]rune(pick())[:1]), pick() + " -" + pick(), `"` + strings.Join(words[at:at+2], " ") + `"`, pick() + ` -"` + strings.Join(words[at:at+2], " ") + `"`,
			"title:" + pick() + " " + pick(), "tag:" + pick() + " " + pick(), "-type:pattern " + pick(), "nothing:" + pick(), "lang:" + pick(),
		} {
			list = append(list, search.Question{Text: text, Limit: 10})
		}
		list = append(list, search.Question{Text: pick(), Limit: 3, Offset: 2, Facets: true, Filters: map[string][]string{"type": {"pattern", "page"}}},
			search.Question{Text: "type:page", Limit: 10, Facets: true}, search.Question{Text: pick(), Limit: 0, Facets: true})
	}
	return list
}
