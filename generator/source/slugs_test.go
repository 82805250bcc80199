// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import "testing"

// TestSlugRules holds one heading beside another what each tool makes of it. What is said of github-slugger was asked of version 2.0.0
// and what of Python-Markdown of the expressions in its toc extension; of Hugo, of kramdown and of GitBook it follows from their sources
// and exports.
func TestSlugRules(t *testing.T) {
	for _, c := range []struct{ heading, github, docusaurus, hugo, kramdown, mkdocs, unicode, gitbook string }{
		{"Core Idea", "core-idea", "core-idea", "core-idea", "core-idea", "core-idea", "core-idea", "core-idea"},
		{"1. Set it up", "1-set-it-up", "1-set-it-up", "1-set-it-up", "set-it-up", "1-set-it-up", "1-set-it-up", "id-1.-set-it-up"},
		{"1.1 Log in", "11-log-in", "11-log-in", "11-log-in", "log-in", "11-log-in", "11-log-in", "id-1.1-log-in"},
		{"What's new?", "whats-new", "whats-new", "whats-new", "whats-new", "whats-new", "whats-new", "whats-new"},
		{"I don’t know", "i-dont-know", "i-dont-know", "i-dont-know", "i-dont-know", "i-dont-know", "i-dont-know", "i-dont-know"},
		{"Pros & cons", "pros--cons", "pros--cons", "pros--cons", "pros--cons", "pros-cons", "pros-cons", "pros-cons"},
		{"ID/Role", "idrole", "idrole", "idrole", "idrole", "idrole", "idrole", "id-role"},
		{"a_b c-d", "a_b-c-d", "a_b-c-d", "a_b-c-d", "ab-c-d", "a_b-c-d", "a_b-c-d", "a_b-c-d"},
		{"Two  spaces", "two--spaces", "two--spaces", "two--spaces", "two--spaces", "two-spaces", "two-spaces", "two-spaces"},
		{"Acceso al Módulo", "acceso-al-módulo", "acceso-al-módulo", "acceso-al-módulo", "acceso-al-mdulo", "acceso-al-modulo", "acceso-al-módulo", "acceso-al-modulo"},
		{"Привет мир", "привет-мир", "привет-мир", "привет-мир", "", "", "привет-мир", "привет-мир"},
		{"日本語 text", "日本語-text", "日本語-text", "日本語-text", "text", "text", "日本語-text", "日本語-text"},
		{"हिन्दी", "हिन्दी", "हिन्दी", "हनद", "", "", "हनद", "हिन्दी"},
		{"x² and ½", "x²-and-½", "x-and-", "x-and-", "x-and-", "x2-and-12", "x²-and-½", "x²-and-½"},
		{"😄 emoji", "-emoji", "-emoji", "-emoji", "emoji", "emoji", "emoji", "emoji"},
		{"- dash -", "--dash--", "--dash--", "--dash--", "dash--", "-dash-", "-dash-", "dash"},
		{"C++", "c", "c", "c", "c", "c", "c", "c"},
		{"!?", "", "", "", "", "", "", ""},
	} {
		for rule, want := range map[string]string{"github": c.github, "docusaurus": c.docusaurus, "hugo": c.hugo, "kramdown": c.kramdown,
			"mkdocs": c.mkdocs, "mkdocs-unicode": c.unicode, "gitbook": c.gitbook} {
			if got := SlugRuleOf(rule).Slug(c.heading); got != want {
				t.Errorf("%s of %q is %q, want %q", rule, c.heading, got, want)
			}
		}
	}
}
