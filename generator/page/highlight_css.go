// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"io"

	"github.com/alecthomas/chroma/v2"
)

// tokenClass groups the kinds of tokens that are told apart by colour. Fewer classes than lexers have kinds keep pages small;
// plain names, operators and punctuation have none.
func tokenClass(t chroma.TokenType) string {
	switch {
	case t == chroma.GenericDeleted:
		return "gd"
	case t == chroma.GenericInserted:
		return "gi"
	case t == chroma.GenericHeading, t == chroma.GenericSubheading:
		return "gh"
	case t == chroma.GenericEmph:
		return "ge"
	case t == chroma.GenericStrong:
		return "gs"
	case t == chroma.CommentPreproc, t == chroma.CommentPreprocFile:
		return "cp"
	case t.InCategory(chroma.Comment):
		return "c"
	case t == chroma.KeywordType:
		return "kt"
	case t == chroma.KeywordConstant:
		return "m"
	case t.InCategory(chroma.Keyword), t == chroma.OperatorWord:
		return "k"
	case t.InSubCategory(chroma.LiteralString):
		return "s"
	case t.InCategory(chroma.Literal):
		return "m"
	case t == chroma.NameTag, t == chroma.NameEntity:
		return "nt"
	case t == chroma.NameAttribute, t == chroma.NameProperty, t == chroma.NameDecorator:
		return "na"
	case t == chroma.NameFunction, t == chroma.NameFunctionMagic, t == chroma.NameClass:
		return "nf"
	case t == chroma.NameBuiltin, t == chroma.NameBuiltinPseudo, t == chroma.NameException:
		return "nb"
	case t == chroma.NameVariable, t == chroma.NameVariableClass, t == chroma.NameVariableGlobal,
		t == chroma.NameVariableInstance, t == chroma.NameConstant, t == chroma.NameLabel:
		return "nv"
	}
	return ""
}

// highlightRule is the look of one class: a colour on a light and on a dark ground, each with a contrast of at least 4.5 to
// #f6f8fa and #161b22, and what else there is.
type highlightRule struct{ class, light, dark, more string }

func highlightRules() []highlightRule {
	return []highlightRule{
		{"c", "#59636e", "#9198a1", "font-style:italic"},
		{"cp", "#59636e", "#9198a1", ""},
		{"k", "#a0111f", "#ff7b72", ""},
		{"kt", "#953800", "#ffa657", ""},
		{"s", "#0a3069", "#a5d6ff", ""},
		{"m", "#0550ae", "#79c0ff", ""},
		{"nt", "#116329", "#7ee787", ""},
		{"na", "#0550ae", "#79c0ff", ""},
		{"nf", "#6639ba", "#d2a8ff", ""},
		{"nb", "#953800", "#ffa657", ""},
		{"nv", "#953800", "#ffa657", ""},
		{"gd", "#82071e", "#ffdcd7", "text-decoration:line-through"},
		{"gi", "#116329", "#aff5b4", ""},
		{"gh", "#0550ae", "#79c0ff", "font-weight:bold"},
		{"ge", "", "", "font-style:italic"},
		{"gs", "", "", "font-weight:bold"},
	}
}

// HighlightCSS writes the rules for highlighted code, light and dark, each under .chroma.
func HighlightCSS(w io.Writer) error {
	var light, dark []byte
	for _, r := range highlightRules() {
		selector := ".chroma ." + r.class + "{"
		light = append(light, selector...)
		if r.light != "" {
			light = append(light, "color:"+r.light...)
			dark = append(dark, selector+"color:"+r.dark+"}\n"...)
			if r.more != "" {
				light = append(light, ';')
			}
		}
		light = append(light, r.more+"}\n"...)
	}
	_, err := w.Write(append(append(append(light, "@media (prefers-color-scheme:dark){\n"...), dark...), "}\n"...))
	return err
}
