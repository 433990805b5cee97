"""The code that a parsed template becomes: Jinja's own, but for what our templates never need and Python would take long to compile.

No author may write `block`, `extends` or `include`; names lead somewhere, or to what says so when it is printed; filters and tests are
known, since all are looked up before any code is made of a template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import StringIO
from typing import TYPE_CHECKING, Any, Final, cast

from jinja2 import nodes, runtime
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE

if TYPE_CHECKING:
    from pipeline.language.sandbox import Sandbox

# What Python calls the file of a template's code.
TEMPLATE: Final = "<template>"
# What code can name that Jinja made.
RUNTIME: Final = {name: getattr(runtime, name) for name in runtime.exported} | {"cond_expr_undefined": runtime.Undefined}
MADE: Final[dict[str, Any]] = {"name": None, "blocks": {}, "__file__": TEMPLATE}


class Numbered(dict[str, str]):
    """What code calls filters or tests, by their names; each as soon as it is asked for."""

    def __init__(self, identifier: Callable[[], str]) -> None:
        self.identifier = identifier

    def __missing__(self, name: str) -> str:
        self[name] = given = self.identifier()
        return given


class Code(CodeGenerator):
    """Generates a template's code."""

    def __init__(self, environment: Sandbox, written: StringIO) -> None:
        super().__init__(environment, None, TEMPLATE, written, optimized=False)
        self.filters, self.tests = Numbered(self.temporary_identifier), Numbered(self.temporary_identifier)

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's own signature
        """Write the function that prints the template."""
        frame = Frame(nodes.EvalContext(self.environment))
        frame.symbols.analyze_node(node)
        frame.toplevel = frame.rootlevel = True
        self.writeline("def root(context):")
        self.indent()
        self.writeline("resolve = context.resolve")
        self.writeline("if 0: yield None")
        self.enter_frame(frame)
        self.blockvisit(node.body, frame)
        self.outdent()
        self.writeline(f"debug_info = {'&'.join(f'{line}={own}' for line, own in self.debug_info)!r}")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802, ARG002 - Jinja's own signature
        """Go on in a branch of the template, which sees the same names and may set them; see `branches`."""
        number = int(cast("nodes.Const", node.template).value)
        self.writeline(f"yield from branches[{number}](context)", node)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        """Print fixed text and values; what an author would have joined while compiling is joined while printing."""
        if frame.buffer is not None:
            self.writeline(f"{frame.buffer}.extend((")
        for part in node.nodes:
            before = "yield " if frame.buffer is None else ""
            if isinstance(part, nodes.TemplateData):
                self.writeline(before + repr(part.data), part)
            else:
                self.writeline(f"{before}printed(", part)
                self.printed(part, frame)
                self.write(")")
            self.write("," if frame.buffer is not None else "")
        if frame.buffer is not None:
            self.writeline("))")

    def printed(self, part: nodes.Expr, frame: Frame) -> None:
        """Write the value that is printed."""
        self.visit(part, frame)

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        """Write a name; one that is asked for leads somewhere, be it to what says that there is nothing."""
        ref = frame.symbols.ref(node.name)
        load = frame.symbols.find_load(ref)
        if node.ctx == "load" and load is not None and load[0] == VAR_LOAD_RESOLVE:
            self.write(ref)
        else:
            super().visit_Name(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802, FBT001, FBT002 - Jinja's own signature
        """Write a call; nothing that can be called asks what a loop has set.

        Args:
            node: the call.
            frame: where it stands.
            forward_caller: whether it is given what stands in a block that calls it.
        """
        self.write("called(context, ")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        """Write what a group holds by a name."""
        self.write("attribute(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")


def code_of(tree: nodes.Template, environment: Sandbox, kind: type[Code] = Code) -> tuple[str, dict[str, Any]]:
    """Return the code of a template, and the filters and tests that it calls, by the names that it has for them.

    Args:
        tree: the template, metered.
        environment: what it is to print.
        kind: what generates it.

    Raises:
        jinja2.TemplateSyntaxError: it cannot be compiled.
    """
    written = StringIO()
    code = kind(environment, written)
    code.visit(tree)
    called = {code.filters[name]: environment.filters[name] for name in code.filters}
    called |= {code.tests[name]: environment.tests[name] for name in code.tests}
    return written.getvalue(), called


def printing(environment: Sandbox) -> Mapping[str, Any]:
    """Return what the code of an environment's templates can name."""
    return {
        **RUNTIME,
        **MADE,
        "environment": environment,
        "undefined": environment.undefined,
        "concat": environment.concat,
        "attribute": environment.getattr,
        "called": environment.call,
        "printed": environment.shown,
    }
