// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
)

// review is a record of a review: of a page that is there or of none, by somebody who may be known, of the text as it is or of another.
func (w *world) review() (name, text string) {
	who, day := w.word("ada", "bo", "nobody"), w.day()
	p := w.pages[w.IntN(len(w.pages))]
	written := p.text()
	covers := fmt.Sprintf("content: swh:1:cnt:%x", sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(written), written)))
	switch w.IntN(3) {
	case 0:
		covers = fmt.Sprintf("sections: {lead: \"sha256:%x\", roots: \"sha256:%x\"}", sha256.Sum256([]byte(p.blocks[0])), sha256.Sum256(nil))
	case 1:
		covers += "\ndelta_from: 2026-01-01-ada"
	}
	reviewer := who
	if w.chance(4) {
		reviewer = "{name: " + who + ", account: \"github:ada-example\"}"
	}
	return "content/reviews/" + w.word("alpha", "beta", "gamma") + "/" + day + "-" + who + w.word(".yaml", ".yaml", "-2.yaml"),
		fmt.Sprintf("subject: %q\n%s\nreviewer: %s\ndate: %s\nrecommendation: %s\ntype: %s\nbody: Sentence %d.\n", w.any(), covers, reviewer, w.word(day, day, day, "2026-01-01"),
			w.word("accept", "accept", "minor-revision", "good"), w.word("referee-report", "referee-report", "author-comment"), w.count)
}

// dispute is a record of an objection.
func (w *world) dispute() (name, text string) {
	who, day := w.word("ada", "bo"), w.day()
	return "content/reviews/alpha/" + day + "-" + who + ".dispute.yaml",
		fmt.Sprintf("subject: %q\nreviewer: %s\ndate: %s\ntarget: roots\nclaim: Sentence %d.\nstate: %s\n", w.any(), who, day, w.count, w.word("open", "resolved"))
}

// rules are those of governance.yaml.
func (w *world) rules() string {
	return "version: " + w.word("1", "2") + "\ndecision: " + w.word("0001", "Alpha", "beta") + "\nlicenses: {accept: [CC0-1.0]}\nstatuses:\n" +
		w.word("  - {id: read, label: Read, accepts: 1, max_age: 2 years}\n  - {id: begun}\n", "  - {id: kept, stewards: 1}\n", "  - {id: reviewed, accepts: 1, scope: every-section, open_disputes: 0}\n  - {id: initial}\n")
}
