"""The looks of everything round the map, from the theme: palette and style sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from model.layout.fonts import FAMILIES, FontBook
from model.layout.theme import Theme
from resources import path

# Text beside the map is a little larger than that of cards at 100 %.
_LARGER = 1
_DARK = 128
_STYLE = "Fusion"

_SHEET = """
QMainWindow, QDialog {{ background: {paper}; }}
QMenuBar {{ background: {paper}; border-bottom: 1px solid {grid}; padding: 1px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {head}; }}
QMenu {{ background: {card}; border: 1px solid {grid}; padding: 4px; }}
QMenu::item {{ padding: 5px 26px 5px 22px; border-radius: 4px; }}
QMenu::item:selected {{ background: {system}; color: {ink}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {grid}; margin: 4px 8px; }}
QToolBar {{ background: {paper}; border: none; border-bottom: 1px solid {grid}; spacing: 2px; padding: 3px 8px; }}
QToolBar QToolButton {{ padding: 4px 9px; border-radius: 5px; border: 1px solid transparent; }}
QToolBar QToolButton:hover {{ background: {head}; }}
QToolBar QToolButton:focus {{ border-color: {selection}; }}
QToolBar QToolButton:disabled {{ color: {faint}; }}
QStatusBar {{ background: {paper}; border-top: 1px solid {grid}; color: {muted}; }}
QStatusBar::item {{ border: none; }}
QDockWidget {{ color: {ink}; font-weight: bold; }}
QDockWidget::title {{ background: {paper}; padding: 5px 12px; }}
QTabBar {{ background: {paper}; }}
QTabBar::tab {{ background: {paper}; color: {muted}; padding: 7px 14px 6px 14px; border-bottom: 2px solid {paper}; }}
QTabBar::tab:selected {{ color: {ink}; border-bottom: 2px solid {selection}; }}
QTabBar::tab:focus {{ background: {pill}; }}
QMainWindow::separator {{ background: {grid}; width: 1px; height: 1px; }}
QTreeView {{ background: {paper}; border: none; outline: none; }}
QTreeView::item, QListView::item {{ padding: 3px 2px; }}
QTreeView::item:selected, QListView::item:selected {{ background: {system}; color: {ink}; }}
QTreeView::item:hover:!selected {{ background: {pill}; }}
QTreeView:focus {{ border: 1px solid {selection}; }}
QTableView {{ background: {card}; color: {text}; border: 1px solid {grid}; border-radius: 5px;
 gridline-color: {pill}; selection-background-color: {system}; selection-color: {ink}; outline: none; }}
QTableView:focus {{ border: 1px solid {selection}; }}
QTableView::item {{ padding: 0 4px; border: 1px solid transparent; }}
QTableView::item:selected {{ background: {system}; color: {ink}; }}
QTableView::item:focus {{ border: 1px solid {selection}; }}
QTableView QTableCornerButton::section {{ background: {paper}; border: none; }}
QHeaderView {{ background: {paper}; }}
QHeaderView::section {{ background: {paper}; color: {muted}; border: none; border-bottom: 1px solid {grid};
 border-right: 1px solid {pill}; padding: 4px 6px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {paper}; }}
QListView {{ background: {card}; border: 1px solid {grid}; border-radius: 5px; padding: 4px; outline: none; }}
QListView:focus {{ border: 1px solid {selection}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {{
 background: {card}; color: {text}; border: 1px solid {grid}; border-radius: 5px; padding: 3px 6px;
 selection-background-color: {selection};
 selection-color: {card}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus {{
 border: 1px solid {selection}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{ background: {paper}; color: {muted}; }}
QLineEdit[readOnly="true"] {{ background: {pill}; border: 1px solid {pill}; }}
QComboBox QLineEdit, QSpinBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url({down}); width: 12px; height: 12px; }}
QSpinBox::up-button, QSpinBox::down-button {{ border: none; width: 16px; background: transparent; }}
QSpinBox::up-arrow {{ image: url({up}); width: 9px; height: 9px; }}
QSpinBox::down-arrow {{ image: url({down}); width: 9px; height: 9px; }}
QComboBox QAbstractItemView {{ background: {card}; border: 1px solid {grid}; selection-background-color: {system};
 selection-color: {ink}; }}
QCheckBox::indicator, QListView::indicator {{ width: 13px; height: 13px; border: 1px solid {card_line};
 border-radius: 3px; background: {card}; }}
QCheckBox::indicator:hover, QListView::indicator:hover {{ border-color: {selection}; }}
QCheckBox::indicator:checked, QListView::indicator:checked {{
 background: {selection}; border-color: {selection}; image: url({check}); }}
QCheckBox::indicator:indeterminate {{ background: {hover}; border-color: {selection}; }}
QLabel#title {{ color: {ink}; font-size: {huge}px; font-weight: bold; }}
QPushButton#choice {{ text-align: left; padding: 9px 14px; }}
QPushButton#choice:focus {{ padding: 8px 13px; }}
QPushButton#choice:default {{ background: {card}; color: {text}; border-color: {stage_line}; }}
QPushButton#choice:default:focus {{ border-color: {selection}; }}
QCheckBox::indicator:focus {{ width: 11px; height: 11px; border: 2px solid {selection}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QDialog#palette {{ border: 1px solid {stage_line}; }}
QLabel#caption {{ color: {muted}; font-size: {small}px; margin-top: 5px; qproperty-indent: 0; }}
QWidget#filter {{ background: {head}; border-bottom: 1px solid {grid}; }}
QWidget#filter > QToolButton {{ background: {card}; border: 1px solid {grid}; border-radius: 5px;
 padding: 3px 24px 3px 9px; }}
QWidget#filter > QToolButton:focus {{ border-color: {selection}; }}
QWidget#filter > QToolButton:disabled {{ color: {faint}; }}
QWidget#filter > QToolButton::menu-indicator {{ image: url({down}); width: 12px; height: 12px;
 subcontrol-origin: padding; subcontrol-position: center right; right: 7px; }}
QLabel#view {{ color: {selection}; font-weight: bold; }}
QLabel#readout {{ color: {text}; margin-top: 3px; }}
QLabel#offer {{ color: {muted}; font-size: {small}px; margin-top: 4px; }}
QToolButton#group {{ color: {ink}; font-weight: bold; border: none; border-top: 1px solid {grid};
 padding: 6px 2px 4px 0; background: transparent; }}
QToolButton#group:hover {{ background: {pill}; }}
QToolButton#group:focus {{ border: 1px solid {selection}; }}
QPushButton#add {{ padding: 3px 10px; text-align: left; border-color: {grid}; }}
QPushButton#add:focus {{ padding: 2px 9px; border-color: {selection}; }}
QLabel#head {{ color: {ink}; font-size: {large}px; font-weight: bold; }}
QLabel#speed {{ background: {card}; color: {muted}; border: 1px solid {grid}; font-size: {small}px; padding: 5px 9px; }}
QLabel#reason {{ background: {needed}; color: {needed_line}; border: 1px solid {needed_line}; border-radius: 5px;
 padding: 4px 8px; }}
QPushButton {{ background: {card}; border: 1px solid {stage_line}; border-radius: 5px; padding: 5px 16px; }}
QPushButton:hover {{ background: {pill}; }}
QPushButton:focus {{ border: 2px solid {selection}; padding: 4px 15px; }}
QPushButton:default {{ background: {selection}; color: {card}; border-color: {selection}; }}
QPushButton:disabled {{ color: {faint}; }}
QPushButton:default:disabled {{ background: {paper}; border-color: {stage_line}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {grid}; border-radius: 4px; margin: 2px; min-width: 24px; min-height: 24px; }}
QScrollBar::handle:hover {{ background: {faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QToolTip {{ background: {card}; color: {text}; border: 1px solid {grid}; padding: 3px; }}
"""


def begun(arguments: Sequence[str]) -> QApplication:
    """Qt, in the style that all is drawn in; the one that runs already, if one does.

    Qt is told the style as it begins: what `setStyle` answers PySide6 makes a class with 560 names for.
    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        running.setStyle(_STYLE)
        return running
    return QApplication([*arguments, "-style", _STYLE])


def dress(application: QApplication, theme: Theme, fonts: FontBook) -> None:
    """Give the whole program the theme's colours and the bundled fonts."""
    keys = [key for family in FAMILIES for key in (family.regular, family.bold) if key]
    loaded = [QFontDatabase.addApplicationFont(str(fonts.path(key))) for key in keys]
    names = [name for id in loaded for name in QFontDatabase.applicationFontFamilies(id)]
    application.setFont(QFont(list(dict.fromkeys(names))))
    colour(application, theme)


def colour(application: QApplication, theme: Theme) -> None:
    """Give the whole program, dressed before, a theme's colours and size of text."""
    font, size = application.font(), round(theme.style("card").size) + _LARGER
    font.setPixelSize(size)
    application.setFont(font)
    application.setPalette(palette(theme))
    shade = "_dark" if QColor(theme.colour("card")).lightness() < _DARK else ""
    signs = {name: path("icons", f"{name}{shade}.svg").as_posix() for name in ("down", "up", "check")}
    sizes = {"small": size - 1, "large": size + 2, "huge": size + 9}
    application.setStyleSheet(_SHEET.format(**signs, **sizes, **theme.colours))


def palette(theme: Theme) -> QPalette:
    """Qt's roles in the theme's colours."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: "paper",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "card",
        QPalette.ColorRole.AlternateBase: "pill",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "paper",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.PlaceholderText: "faint",
        QPalette.ColorRole.Highlight: "selection",
        QPalette.ColorRole.HighlightedText: "card",
        QPalette.ColorRole.ToolTipBase: "card",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Link: "selection",
        QPalette.ColorRole.Mid: "stage_line",
    }
    for role, name in roles.items():
        result.setColor(role, QColor(theme.colour(name)))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.colour("faint")))
    return result
