"""Copy and paste: fragments of a blueprint, and tables and lists of other programs. No device is touched here."""

from model.clipboard.fragment import MIME, Fragment, fragment, is_fragment
from model.clipboard.heads import has_heads
from model.clipboard.pasting import Target, may_paste_fragment, paste_fragment
from model.clipboard.plan import LeftOut, Plan, PlanCell, PlanLane, PlanStep, may_paste, paste, plan_table
from model.clipboard.table import Shape, Table, as_cells, as_html, as_sheet, as_table, read_table

__all__ = [
    "MIME",
    "Fragment",
    "LeftOut",
    "Plan",
    "PlanCell",
    "PlanLane",
    "PlanStep",
    "Shape",
    "Table",
    "Target",
    "as_cells",
    "as_html",
    "as_sheet",
    "as_table",
    "fragment",
    "has_heads",
    "is_fragment",
    "may_paste",
    "may_paste_fragment",
    "paste",
    "paste_fragment",
    "plan_table",
    "read_table",
]
