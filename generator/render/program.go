// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"html/template"
	"io"
	"reflect"
	"slices"
	"strconv"
	"text/template/parse"
)

// A program is a template made ready to be run for thousands of pages.
//
// How a value is escaped is decided by html/template alone: a program is made of a template as that library has rewritten it, with an
// escaper at the end of every action. It does the same steps, but knows beforehand what each name and type is, and writes where the
// library passes values on; so it takes a fifth of the time.
//
// It knows the parts of the language that themes are made of. Of a template with any other part there is no program, and where one
// can't go on (a nil on the way to a field), it gives up: in both cases the library does the work, and has the last word.
type program struct {
	main step
	vars int
}

// step appends what one node prints for a dot.
type step func(r *run, dot reflect.Value)

// run is a program at work.
type run struct {
	out  []byte
	vars []reflect.Value
}

// appendTo appends what the template prints for a sheet. Where the program gives up, ok is false.
func (p *program) appendTo(dst []byte, s *Sheet) (out []byte, ok bool) {
	defer func() {
		if recover() != nil {
			out, ok = dst, false
		}
	}()
	r := run{out: dst, vars: make([]reflect.Value, p.vars)}
	dot := reflect.ValueOf(s)
	r.vars[0] = dot
	p.main(&r, dot)
	return r.out, true
}

// programKey is what a program was made for: types are known only for one kind of view.
type programKey struct {
	name string
	view reflect.Type
}

// program gives the program of a template for the sheet's kind of view, nil if there is none.
func (e *edition) program(name string, view any) *program {
	key := programKey{name, reflect.TypeOf(view)}
	if p, ok := e.programs.Load(key); ok {
		return p.(*program)
	}
	e.escape.Lock()
	defer e.escape.Unlock()
	// A template is rewritten before it is first executed. Without data that ends at the first field.
	_ = e.set.ExecuteTemplate(io.Discard, name, nil)
	p, _ := e.programs.LoadOrStore(key, e.compile(name, key.view))
	return p.(*program)
}

// compile makes the program of a template that was rewritten; nil where it holds something that no program knows.
func (e *edition) compile(name string, view reflect.Type) *program {
	c := compiler{e: e, view: view}
	main := c.template(name, reflect.TypeFor[*Sheet]())
	if c.failed {
		return nil
	}
	return &program{main, c.slots}
}

// compiler makes a program. After a failure its results are of no use.
type compiler struct {
	e      *edition
	view   reflect.Type // of Sheet.View; nil: there is none
	vars   []variable   // in scope
	slots  int          // variables so far, in scope or not
	depth  int          // of templates
	failed bool
}

type variable struct {
	name string
	typ  reflect.Type
	slot int
}

// maxTemplates is how deep templates may call each other; one that calls itself has no program.
const maxTemplates = 8

func (c *compiler) fail() step {
	c.failed = true
	return nil
}

func (c *compiler) declare(name string, typ reflect.Type) (slot int) {
	c.slots++
	c.vars = append(c.vars, variable{name, typ, c.slots - 1})
	return c.slots - 1
}

// template compiles a whole template. It sees no variables but $, its dot, which the caller sets: it is the first that is declared.
func (c *compiler) template(name string, dot reflect.Type) step {
	t := c.e.set.Lookup(name)
	if t == nil || t.Tree == nil || c.depth == maxTemplates {
		return c.fail()
	}
	outer := c.vars
	c.vars = nil
	c.depth++
	c.declare("$", dot)
	s := c.list(t.Tree.Root, dot)
	c.depth--
	c.vars = outer
	return s
}

// list compiles nodes in a scope of their own.
func (c *compiler) list(l *parse.ListNode, dot reflect.Type) step {
	if l == nil || c.failed {
		return func(*run, reflect.Value) {}
	}
	scope := len(c.vars)
	steps := make([]step, 0, len(l.Nodes))
	for _, n := range l.Nodes {
		steps = append(steps, c.node(n, dot))
	}
	c.vars = c.vars[:scope]
	return func(r *run, dot reflect.Value) {
		for _, s := range steps {
			s(r, dot)
		}
	}
}

func (c *compiler) node(n parse.Node, dot reflect.Type) step {
	switch n := n.(type) {
	case *parse.TextNode:
		return func(r *run, _ reflect.Value) { r.out = append(r.out, n.Text...) }
	case *parse.ActionNode:
		if len(n.Pipe.Decl) > 0 {
			return c.assign(n.Pipe, dot)
		}
		return c.print(n.Pipe, dot)
	case *parse.IfNode:
		return c.ifNode(&n.BranchNode, dot)
	case *parse.WithNode:
		return c.with(&n.BranchNode, dot)
	case *parse.RangeNode:
		return c.rangeNode(&n.BranchNode, dot)
	case *parse.TemplateNode:
		return c.call(n, dot)
	}
	return c.fail()
}

// single is the one command of a pipeline that declares nothing.
func (c *compiler) single(p *parse.PipeNode) []parse.Node {
	if p == nil || len(p.Cmds) != 1 || len(p.Decl) > 0 {
		c.failed = true
		return nil
	}
	return p.Cmds[0].Args
}

// assign is {{$x := …}}.
func (c *compiler) assign(p *parse.PipeNode, dot reflect.Type) step {
	if p.IsAssign || len(p.Cmds) != 1 {
		return c.fail()
	}
	x := c.command(p.Cmds[0].Args, dot)
	slot := c.declare(p.Decl[0].Ident[0], x.typ)
	return func(r *run, dot reflect.Value) { r.vars[slot] = x.get(r, dot) }
}

// print is an action with the escaper that the library put at its end. An escaper that does not stand here, or not for that type,
// would change or refuse the value.
func (c *compiler) print(p *parse.PipeNode, dot reflect.Type) step {
	if len(p.Cmds) != 2 || len(p.Cmds[1].Args) != 1 {
		return c.fail()
	}
	name, ok := p.Cmds[1].Args[0].(*parse.IdentifierNode)
	x := c.command(p.Cmds[0].Args, dot)
	if !ok || c.failed {
		return c.fail()
	}
	inText := slices.Contains([]string{"_html_template_htmlescaper", "_html_template_rcdataescaper", "_html_template_attrescaper"}, name.Ident)
	switch {
	case x.typ == reflect.TypeFor[template.HTML]() && name.Ident == "_html_template_htmlescaper",
		x.typ == reflect.TypeFor[template.HTMLAttr]() && name.Ident == "_html_template_htmlnamefilter":
		if x.text != nil {
			return func(r *run, dot reflect.Value) { r.out = x.text(r.out, r, dot) }
		}
		return func(r *run, dot reflect.Value) { r.out = append(r.out, x.get(r, dot).String()...) }
	case inText && x.typ == reflect.TypeFor[string]():
		return func(r *run, dot reflect.Value) { r.out = appendPrinted(r.out, x.get(r, dot).String()) }
	case inText && (x.typ == reflect.TypeFor[int]() || x.typ == reflect.TypeFor[int32]()):
		return func(r *run, dot reflect.Value) { r.out = strconv.AppendInt(r.out, x.get(r, dot).Int(), 10) }
	}
	return c.fail()
}

func (c *compiler) ifNode(n *parse.BranchNode, dot reflect.Type) step {
	cond := c.cond(c.single(n.Pipe), dot)
	then, other := c.list(n.List, dot), c.list(n.ElseList, dot)
	return func(r *run, dot reflect.Value) {
		if cond(r, dot) {
			then(r, dot)
		} else {
			other(r, dot)
		}
	}
}

func (c *compiler) with(n *parse.BranchNode, dot reflect.Type) step {
	x := c.command(c.single(n.Pipe), dot)
	truth := c.truth(x.typ)
	then, other := c.list(n.List, x.typ), c.list(n.ElseList, dot)
	return func(r *run, dot reflect.Value) {
		if v := x.get(r, dot); truth(v) {
			then(r, v)
		} else {
			other(r, dot)
		}
	}
}

// rangeNode goes through a list, with up to two variables: its index and the element.
func (c *compiler) rangeNode(n *parse.BranchNode, dot reflect.Type) step {
	if len(n.Pipe.Cmds) != 1 || n.Pipe.IsAssign {
		return c.fail()
	}
	x := c.command(n.Pipe.Cmds[0].Args, dot)
	if c.failed || x.typ.Kind() != reflect.Slice {
		return c.fail()
	}
	scope := len(c.vars)
	index, element := -1, -1
	names := n.Pipe.Decl
	if len(names) == 2 {
		index = c.declare(names[0].Ident[0], reflect.TypeFor[int]())
	}
	if len(names) > 0 {
		element = c.declare(names[len(names)-1].Ident[0], x.typ.Elem())
	}
	each := c.list(n.List, x.typ.Elem())
	c.vars = c.vars[:scope]
	none := c.list(n.ElseList, dot)
	return func(r *run, dot reflect.Value) {
		list := x.get(r, dot)
		for i := range list.Len() {
			v := list.Index(i)
			if index >= 0 {
				r.vars[index] = reflect.ValueOf(i)
			}
			if element >= 0 {
				r.vars[element] = v
			}
			each(r, v)
		}
		if list.Len() == 0 {
			none(r, dot)
		}
	}
}

func (c *compiler) call(n *parse.TemplateNode, dot reflect.Type) step {
	if n.Pipe == nil {
		return c.fail()
	}
	x := c.command(c.single(n.Pipe), dot)
	slot := c.slots
	body := c.template(n.Name, x.typ)
	return func(r *run, dot reflect.Value) {
		v := x.get(r, dot)
		r.vars[slot] = v
		body(r, v)
	}
}
