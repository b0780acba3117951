"""Capture at talking speed: what is typed into a card, and the records it names."""

from model.capture.choices import Choice, amount_in, choices
from model.capture.slash import SlashAct, SlashChoice, slash, slash_typed
from model.capture.taking import Spot, Taken, capture, may_capture
from model.capture.tokens import Sign, Token, tokens, without

__all__ = [
    "Choice",
    "Sign",
    "SlashAct",
    "SlashChoice",
    "Spot",
    "Taken",
    "Token",
    "amount_in",
    "capture",
    "choices",
    "may_capture",
    "slash",
    "slash_typed",
    "tokens",
    "without",
]
