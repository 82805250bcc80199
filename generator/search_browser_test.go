// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"commonplace/generator"
)

// searched is a commons with something to find: in two languages, by a tag, wanted, and under a mistake of writing.
var searched = tree{
	"site.yaml":              "title: Water\nlicense: CC0-1.0\n",
	"content/water/pump.md":  "---\ntitle: A pump for many\ntags: [tools]\n---\n\nA pump lifts water.\n\n## Care\n\nStewardship of the pump goes round.\n",
	"content/water/flood.md": "---\ntitle: Floods come\ntags: [danger, river]\nsummary: What to do when the water rises.\n---\n\nWater rises.\n\n## Before\n\nFloods are known to the [river](river.md), and to nobody else.\n",
	"content/water/river.md": "---\ntitle: A river is shared\ntags: [river]\n---\n\nA river has two banks.\n\n## Water\n\nThe water of the river is of all who drink it. Some cross it by [[Zeppelins]].\n",
	"content/water/well.md":  "---\ntitle: Wells\ntags: [tools, river]\n---\n\nWater waits in the ground.\n",
	"content/water/rain.md":  "---\ntitle: Rain\nrelations: {requires: [Airships]}\n---\n\nWater comes as it will.\n",
	"content/de/pumpe.md":    "---\ntitle: Eine Pumpe für viele\nlang: de\n---\n\nEine Pumpe hebt Wasser aus Flüssen. Auf Englisch: pump.\n",
}

// TestSearchInBrowser searches with Chromium from files, from a server at the root and below a path, and where a header is as strict as the
// page's own policy and lets no worker run; what is held is in e2e/search.mjs.
func TestSearchInBrowser(t *testing.T) {
	script := newScript(t, "search.mjs", 10*time.Minute)
	dir := scratch(t)
	searched.write(t, dir)
	mustBuild(t, generator.Options{Source: dir})
	public := filepath.Join(dir, "public")
	files := http.FileServer(http.Dir(public))
	args := []string{"files", (&url.URL{Scheme: "file", Path: "/" + filepath.ToSlash(public)[1:] + "/"}).String(), "99"}
	for _, at := range []struct{ name, path, header, checks string }{
		{"below a path", "/a b/c", "", "99"},
		{"under a strict header", "", policy, "4"},
		{"without a worker", "", policy + "; worker-src 'none'", "4"},
	} {
		server := httptest.NewServer(http.StripPrefix(at.path, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if at.header != "" {
				w.Header().Set("Content-Security-Policy", at.header)
			}
			files.ServeHTTP(w, r)
		})))
		t.Cleanup(server.Close)
		args = append(args, at.name, fmt.Sprintf("%s%s/", server.URL, (&url.URL{Path: at.path}).String()), at.checks)
	}
	look := script(args...)
	look.Stderr = nil
	out, err := look.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}
