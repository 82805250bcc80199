// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"html/template"
	"reflect"
	"text/template/parse"
)

// expr is a value in a program. Its type is known when the program is made.
type expr struct {
	typ  reflect.Type
	get  func(r *run, dot reflect.Value) reflect.Value
	text func(dst []byte, r *run, dot reflect.Value) []byte // appends markup; nil where get is the only way
}

type condition func(r *run, dot reflect.Value) bool

// unknown is what a failure gives, so that the compiler can go on to its end.
func (c *compiler) unknown() expr {
	c.failed = true
	return expr{typ: reflect.TypeFor[string]()}
}

// command compiles a value, or a call with its arguments.
func (c *compiler) command(args []parse.Node, dot reflect.Type) expr {
	if c.failed || len(args) == 0 {
		return c.unknown()
	}
	if name, ok := args[0].(*parse.IdentifierNode); ok {
		return c.function(name.Ident, args[1:], dot)
	}
	if len(args) > 1 {
		return c.unknown()
	}
	return c.operand(args[0], dot)
}

func (c *compiler) operand(n parse.Node, dot reflect.Type) expr {
	switch n := n.(type) {
	case *parse.DotNode:
		return expr{typ: dot, get: func(_ *run, dot reflect.Value) reflect.Value { return dot }}
	case *parse.FieldNode:
		return c.fields(expr{typ: dot, get: func(_ *run, dot reflect.Value) reflect.Value { return dot }}, n.Ident)
	case *parse.VariableNode:
		for k := len(c.vars) - 1; k >= 0; k-- {
			if v := c.vars[k]; v.name == n.Ident[0] {
				return c.fields(expr{typ: v.typ, get: func(r *run, _ reflect.Value) reflect.Value { return r.vars[v.slot] }}, n.Ident[1:])
			}
		}
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64))
		}
	case *parse.PipeNode:
		return c.command(c.single(n), dot)
	}
	return c.unknown()
}

func constant(v any) expr {
	value := reflect.ValueOf(v)
	return expr{typ: value.Type(), get: func(*run, reflect.Value) reflect.Value { return value }}
}

// fields compiles the way from a value to a field of it.
func (c *compiler) fields(x expr, names []string) expr {
	for _, name := range names {
		if c.failed {
			return c.unknown()
		}
		x = c.field(x, name)
	}
	return x
}

// field compiles one field of a struct, or of what a pointer leads to; a nil pointer ends the program.
func (c *compiler) field(x expr, name string) expr {
	holder, pointer := x.typ, x.typ.Kind() == reflect.Pointer
	if pointer {
		holder = holder.Elem()
	}
	if holder.Kind() != reflect.Struct {
		return c.unknown()
	}
	f, ok := holder.FieldByName(name)
	_, method := reflect.PointerTo(holder).MethodByName(name)
	if !ok || !f.IsExported() || method {
		return c.unknown()
	}
	get := func(r *run, dot reflect.Value) reflect.Value {
		v := x.get(r, dot)
		if pointer {
			v = v.Elem()
		}
		return v.FieldByIndex(f.Index)
	}
	if len(f.Index) == 1 {
		at := f.Index[0]
		get = func(r *run, dot reflect.Value) reflect.Value {
			v := x.get(r, dot)
			if pointer {
				v = v.Elem()
			}
			return v.Field(at)
		}
	}
	if holder == reflect.TypeFor[Sheet]() && name == "View" && c.view != nil {
		return expr{typ: c.view, get: func(r *run, dot reflect.Value) reflect.Value { return get(r, dot).Elem() }}
	}
	return expr{typ: f.Type, get: get}
}

// truth is how {{if}} sees a value.
func (c *compiler) truth(typ reflect.Type) func(reflect.Value) bool {
	switch typ.Kind() {
	case reflect.String, reflect.Slice:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.Int, reflect.Int32:
		return func(v reflect.Value) bool { return v.Int() != 0 }
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }
	case reflect.Struct:
		return func(reflect.Value) bool { return true }
	}
	c.failed = true
	return nil
}

// cond compiles a command of which only the truth matters; and, or and not may then join values of any type.
func (c *compiler) cond(args []parse.Node, dot reflect.Type) condition {
	if c.failed || len(args) == 0 {
		c.failed = true
		return nil
	}
	if name, ok := args[0].(*parse.IdentifierNode); ok && len(args) > 1 {
		switch name.Ident {
		case "and", "or":
			return c.junction(name.Ident == "and", args[1:], dot)
		case "not":
			if len(args) == 2 {
				inner := c.cond(inner(args[1]), dot)
				return func(r *run, dot reflect.Value) bool { return !inner(r, dot) }
			}
		}
	}
	x := c.command(args, dot)
	truth := c.truth(x.typ)
	return func(r *run, dot reflect.Value) bool { return truth(x.get(r, dot)) }
}

// inner is the command that an argument stands for.
func inner(n parse.Node) []parse.Node {
	if p, ok := n.(*parse.PipeNode); ok && len(p.Cmds) == 1 && len(p.Decl) == 0 {
		return p.Cmds[0].Args
	}
	return []parse.Node{n}
}

func (c *compiler) junction(all bool, args []parse.Node, dot reflect.Type) condition {
	list := make([]condition, len(args))
	for k := range args {
		list[k] = c.cond(inner(args[k]), dot)
	}
	return func(r *run, dot reflect.Value) bool {
		for _, cond := range list {
			if cond(r, dot) != all {
				return !all
			}
		}
		return all
	}
}

// function compiles a call.
func (c *compiler) function(name string, nodes []parse.Node, dot reflect.Type) expr {
	args := make([]expr, len(nodes))
	for k := range nodes {
		args[k] = c.operand(nodes[k], dot)
	}
	if c.failed {
		return c.unknown()
	}
	if f, ok := c.e.calls[name]; ok && f.bind != nil {
		if x, ok := f.bind(args); ok {
			return x
		}
		return c.unknown()
	}
	return c.builtin(name, args)
}

// builtin compiles a call of a function that the library brings.
func (c *compiler) builtin(name string, args []expr) expr {
	number, word := reflect.TypeFor[int](), reflect.TypeFor[string]()
	switch {
	case name == "len" && len(args) == 1 && args[0].typ.Kind() == reflect.Slice:
		return expr{typ: number, get: func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(args[0].get(r, dot).Len()) }}
	case name == "eq" && fit(args, word, word):
		return truthOf(func(r *run, dot reflect.Value) bool {
			return args[0].get(r, dot).String() == args[1].get(r, dot).String()
		})
	case name == "eq" && fit(args, number, number):
		return truthOf(func(r *run, dot reflect.Value) bool { return args[0].get(r, dot).Int() == args[1].get(r, dot).Int() })
	case name == "lt" && fit(args, number, number):
		return truthOf(func(r *run, dot reflect.Value) bool { return args[0].get(r, dot).Int() < args[1].get(r, dot).Int() })
	case name == "gt" && fit(args, number, number):
		return truthOf(func(r *run, dot reflect.Value) bool { return args[0].get(r, dot).Int() > args[1].get(r, dot).Int() })
	case name == "or" && len(args) > 1:
		return c.firstOf(args)
	}
	return c.unknown()
}

func truthOf(cond condition) expr {
	return expr{typ: reflect.TypeFor[bool](), get: func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(cond(r, dot)) }}
}

// firstOf is the value of or: the first that is true, else the last.
func (c *compiler) firstOf(args []expr) expr {
	for k := range args {
		if args[k].typ != args[0].typ {
			return c.unknown()
		}
	}
	truth := c.truth(args[0].typ)
	return expr{typ: args[0].typ, get: func(r *run, dot reflect.Value) (v reflect.Value) {
		for k := range args {
			if v = args[k].get(r, dot); truth(v) {
				break
			}
		}
		return v
	}}
}

// function is what a template may call: as the library calls it, and as a program does.
type function struct {
	call any
	bind func(args []expr) (expr, bool)
}

// fit says whether the arguments are of the types. A program converts nothing.
func fit(args []expr, types ...reflect.Type) bool {
	if len(args) != len(types) {
		return false
	}
	for k := range args {
		if args[k].typ != types[k] {
			return false
		}
	}
	return true
}

// value gives an argument as what it is. What lies in memory that can be addressed is not copied to be looked at.
func value[A any](x expr) func(r *run, dot reflect.Value) A {
	return func(r *run, dot reflect.Value) A {
		v := x.get(r, dot)
		if v.CanAddr() {
			return *v.Addr().Interface().(*A)
		}
		return v.Interface().(A)
	}
}

// plain is a function that gives text.
func plain[A any](f func(A) string) function {
	return function{f, func(args []expr) (expr, bool) {
		if !fit(args, reflect.TypeFor[A]()) {
			return expr{}, false
		}
		a := value[A](args[0])
		return expr{typ: reflect.TypeFor[string](), get: func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(f(a(r, dot))) }}, true
	}}
}

func plain2[A, B any](f func(A, B) string) function {
	return function{f, func(args []expr) (expr, bool) {
		if !fit(args, reflect.TypeFor[A](), reflect.TypeFor[B]()) {
			return expr{}, false
		}
		a, b := value[A](args[0]), value[B](args[1])
		return expr{typ: reflect.TypeFor[string](), get: func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(f(a(r, dot), b(r, dot))) }}, true
	}}
}

// markup is what functions make that escape all they are given themselves.
type markup interface {
	template.HTML | template.HTMLAttr
}

func made[R markup](text func(dst []byte, r *run, dot reflect.Value) []byte) expr {
	return expr{typ: reflect.TypeFor[R](), text: text,
		get: func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(R(text(nil, r, dot))) }}
}

// markup1 is a function that appends markup; markup2 and markup3 have more arguments.
func markup1[R markup, A any](f func(dst []byte, a A) []byte) function {
	return function{func(a A) R { return R(f(nil, a)) }, func(args []expr) (expr, bool) {
		if !fit(args, reflect.TypeFor[A]()) {
			return expr{}, false
		}
		a := value[A](args[0])
		return made[R](func(dst []byte, r *run, dot reflect.Value) []byte { return f(dst, a(r, dot)) }), true
	}}
}

func markup2[R markup, A, B any](f func(dst []byte, a A, b B) []byte) function {
	return function{func(a A, b B) R { return R(f(nil, a, b)) }, func(args []expr) (expr, bool) {
		if !fit(args, reflect.TypeFor[A](), reflect.TypeFor[B]()) {
			return expr{}, false
		}
		a, b := value[A](args[0]), value[B](args[1])
		return made[R](func(dst []byte, r *run, dot reflect.Value) []byte { return f(dst, a(r, dot), b(r, dot)) }), true
	}}
}

func markup3[R markup, A, B, C any](f func(dst []byte, a A, b B, c C) []byte) function {
	return function{func(a A, b B, c C) R { return R(f(nil, a, b, c)) }, func(args []expr) (expr, bool) {
		if !fit(args, reflect.TypeFor[A](), reflect.TypeFor[B](), reflect.TypeFor[C]()) {
			return expr{}, false
		}
		a, b, third := value[A](args[0]), value[B](args[1]), value[C](args[2])
		return made[R](func(dst []byte, r *run, dot reflect.Value) []byte { return f(dst, a(r, dot), b(r, dot), third(r, dot)) }), true
	}}
}
