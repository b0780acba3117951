"""Which fields the inspector shows for each kind of record, and in which groups; how each is asked for follows from
the model.
"""

from __future__ import annotations

from model import elements as e
from model import improvements as i
from model import keeping as k
from model import registers as r
from model.named import NamedTuple
from model.record import Record


class Group(NamedTuple):
    """Fields that a person thinks of together: those always in sight, and those shown once they say something.

    A name is that of a field of the record, or of the rows of `ROWS`.
    """

    name: str
    always: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, in their order."""
        return self.always + self.quiet


class Rows(NamedTuple):
    """Records that belong to another, row by row on its page.

    `parent` holds the id of the one they belong to. `head` is the field that names a row by a record of a register;
    without one a row is asked for by its `lines` of fields, with those of `quiet` that say something. `opens`: a row
    opens a page of its own. `unlinks`: what is taken away only stops belonging. `most`: so many of the last rows are
    shown.
    """

    name: str
    kind: type[Record]
    parent: str
    head: str = ""
    lines: tuple[tuple[str, ...], ...] = ()
    quiet: tuple[str, ...] = ()
    opens: bool = False
    unlinks: bool = False
    most: int = 1000


NOTES = Group("more", (), ("notes",))
GROUPS: dict[type[Record], tuple[Group, ...]] = {
    e.Card: (
        Group("what", ("title", "kind", "marks"), ("asked_by", "answered", "emotion")),
        Group("who", ("owner",), ("raci", "perceived_owner", "content_owner")),
        Group("with_what", ("systems", "channels"), ("links",)),
        Group("how_long", (), ("work_minutes", "wait_minutes")),
        Group("how_many", (), ("share", "times", "occurrences")),
        Group("how_sure", ("grounding",), ("sources", "validations", "last_checked")),
        Group("fails", (), ("fail_points",)),
        Group("value", (), ("promise", "delivered", "value_for", "moves", "contradicts")),
        Group("money", (), ("costs", "price")),
        Group("more", (), ("variants", "external_ref", "external_url", "other_blueprint", "notes")),
    ),
    e.Link: (
        Group("what", ("kind", "label"), ("variants",)),
        Group("ends", ("source", "target")),
        Group("how_long", ("wait_minutes",), ("limit_minutes",)),
        Group("agreement", ("agreed",), ("owner", "alternatives")),
    ),
    e.Step: (
        Group("what", ("title",)),
        Group("who", ("experience_owner", "operations_owner"), ("changed_by",)),
        Group("customers", ("customers_out",), ("drop_reasons",)),
        Group("metrics", (), ("metrics",)),
        Group("how_sure", (), ("observations",)),
        NOTES,
    ),
    e.Stage: (
        Group("what", ("title",), ("loops_to", "repeats", "module")),
        Group("who", ("owner",), ("routings",)),
        Group("metrics", (), ("metrics",)),
        Group("how_sure"),
        NOTES,
    ),
    e.Lane: (
        Group("what", ("title", "role"), ("beside",)),
        Group("who", ("owner",)),
        Group("metrics", (), ("metrics",)),
        Group("how_sure"),
        NOTES,
    ),
    e.Blueprint: (
        Group(
            "what",
            ("title", "service", "segment", "scenario", "start_trigger", "end_trigger", "state"),
            ("version", "dated", "language"),
        ),
        Group("who", ("owner",), ("sponsor", "mandate", "budget")),
        Group("goal", (), ("goal", "goal_baseline", "goal_target", "goal_date", "metrics")),
        Group("customers", ("volume",), ("currency",)),
        Group("life", ("life_cycle",), ("cadence", "reviews")),
        Group("how_sure", (), ("assumed_green", "assumed_amber")),
        Group("words", (), ("audiences", "jargon", "explained")),
        Group(
            "case",
            (),
            ("case_date", "horizon", "rate", "real_terms", "price_date", "with_vat", "hurdle_rate"),
        ),
        NOTES,
    ),
    e.Variant: (Group("what", ("title",)), NOTES),
    r.Owner: (
        Group("what", ("name", "kind", "unit"), ("contact",)),
        Group("money", (), ("hourly_cost",)),
        Group("goal", (), ("goal", "goal_metric", "goal_direction", "goal_against")),
        Group("used"),
        NOTES,
    ),
    r.System: (
        Group("what", ("name", "kind", "state"), ("vendor", "constraint")),
        Group("who", ("owner",), ("changed_by",)),
        Group("exchanges", (), ("exchanges",)),
        Group("money", (), ("running_cost", "running_share", "costs")),
        Group("used"),
        NOTES,
    ),
    e.Review: (Group("what", ("held", "actor", "note")),),
    r.Channel: (Group("what", ("name", "single_use")), Group("used"), NOTES),
    r.Metric: (
        Group("what", ("name", "kind", "subject", "unit"), ("guardrail",)),
        Group("target", ("direction", "leading", "target"), ("baseline", "baseline_until", "tolerance")),
        Group("who", ("owner",), ("source",)),
        Group("readings", ("readings",)),
        NOTES,
    ),
    r.Reading: (Group("what", ("taken", "value"), ("sample_size", "source")),),
    r.Source: (Group("what", ("name", "kind", "dated"), ("sample_size",)), Group("used"), NOTES),
    r.Cost: (Group("what", ("name", "subject", "amount", "basis"), ("source",)), NOTES),
    r.Forum: (
        Group("what", ("name", "kind"), ("cadence",)),
        Group("who", ("chair", "members"), ("sponsor",)),
        Group("rights", ("rights",)),
        NOTES,
    ),
    r.Decision: (
        Group("what", ("name", "forum", "needed_by"), ("subjects",)),
        Group("options", ("options",)),
        Group("outcome", (), ("chosen", "decided_on", "conditions")),
        NOTES,
    ),
    r.Objective: (Group("what", ("name", "target", "due")), Group("who", ("owners", "metrics")), NOTES),
    r.FailPoint: (
        Group("what", ("expected", "delivered", "cause")),
        Group("who", ("owner",)),
        Group("how_often", ("rate", "rate_date")),
        Group("consequences", ("consequences",)),
        Group("causes", (), ("causes",)),
        Group("more", (), ("article", "notes")),
    ),
    r.Consequence: (Group("what", ("kind", "name", "number", "unit_cost"), ("parent", "handled_by")),),
    i.Improvement: (
        Group("what", ("name", "change"), ("condition",)),
        Group("effects", ("effects",), ("soft",)),
        Group("money", ("spends", "running_cost"), ("costs", "budget_line", "spend_kind")),
        Group("when", ("go_live",), ("ramp",)),
        Group("who", ("owner", "benefit_owner", "forum")),
        Group("status", ("status",), ("statuses", "mandatory")),
        Group("hypothesis", ("expected",), ("result", "result_note")),
        Group("proof", ("metric",), ("guardrails", "measured", "measured_on")),
        Group("pilot", (), ("pilot_scope", "pilot_result")),
        Group("others", (), ("requires", "excludes")),
        Group("story", (), ("story", "acceptance")),
        NOTES,
    ),
    i.Effect: (Group("what", ("target", "kind", "amount", "benefit"), ("moves_to", "worth")),),
    i.Cause: (Group("what", ("name",)),),
    k.Observation: (Group("what", ("seen", "step", "dated", "actor")),),
    k.Workshop: (Group("what", ("name", "held", "attended")), Group("items", ("items",)), NOTES),
    k.WorkshopItem: (Group("what", ("kind", "name", "owner", "due"), ("done", "workshop")),),
}
ROWS: dict[str, Rows] = {
    row.name: row
    for row in (
        Rows("systems", e.CardSystem, "card", "system", (("essential",),)),
        Rows("channels", e.CardChannel, "card", "channel", (("share",),)),
        Rows("raci", e.RaciEntry, "card", "owner", (("role",),)),
        Rows("validations", e.Validation, "card", "", (("source_system", "dated"), ("query",))),
        Rows("links", e.Link, "source", opens=True),
        Rows("fail_points", r.FailPoint, "card", opens=True),
        Rows("costs", r.Cost, "subject", "", (("amount", "basis"),), ("name", "source"), opens=True),
        Rows("drop_reasons", e.DropReason, "step", "", (("reason", "count"),)),
        Rows("routings", e.Routing, "stage", "", (("request",), ("owner",))),
        Rows("metrics", r.Metric, "subject", opens=True, unlinks=True),
        Rows("exchanges", r.SystemExchange, "system", "other", (("what",),)),
        Rows("readings", r.Reading, "metric", "", (("taken", "value"),), opens=True, most=6),
        Rows("rights", r.DecisionRight, "forum", "", (("what", "limit"),)),
        Rows("options", r.DecisionOption, "decision", "", (("title", "amount"),)),
        Rows(
            "consequences",
            r.Consequence,
            "fail_point",
            "",
            (("kind",), ("name",), ("number", "unit_cost")),
            ("parent", "handled_by"),
            opens=True,
        ),
        Rows("causes", i.Cause, "fail_point", "", (("name",),)),
        Rows(
            "effects",
            i.Effect,
            "improvement",
            "",
            (("target",), ("kind", "amount"), ("benefit",)),
            ("moves_to", "worth"),
            opens=True,
        ),
        Rows("spends", i.Spend, "improvement", "", (("month", "amount"),)),
        Rows("statuses", i.StatusChange, "improvement", "", (("status", "dated"), ("actor",)), most=4),
        Rows("observations", k.Observation, "step", "", (("seen",), ("dated", "actor")), opens=True, most=4),
        Rows("items", k.WorkshopItem, "workshop", "", (("kind",), ("name",)), ("owner", "due", "done"), opens=True),
        Rows("reviews", e.Review, "blueprint", "", (("held", "actor"),), ("note",), opens=True, most=4),
    )
}
# Of many records only these can be set at once.
BULK: dict[type[Record], tuple[str, ...]] = {
    e.Card: ("kind", "marks", "grounding", "owner", "systems", "channels", "work_minutes", "wait_minutes"),
    e.Link: ("kind", "wait_minutes", "agreed"),
    e.Step: ("experience_owner", "operations_owner"),
    e.Stage: ("owner",),
    e.Lane: ("owner",),
}
LONG = frozenset(
    {
        *("title", "notes", "goal", "mandate", "promise", "delivered", "expected", "cause", "constraint"),
        *("conditions", "agreed", "note", "change", "result_note", "story", "acceptance", "seen"),
    }
)
ONE_LINE_TITLES = (e.Stage, e.Step, e.Lane, e.Blueprint, e.Variant, r.DecisionOption)
