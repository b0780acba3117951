"""The poster by QPainter on QPdfWriter, for comparison: the same boxes, lines of text, links and arrowheads."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QLineF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPageSize, QPainter, QPdfWriter, QPen, QPolygonF

from benchmarks.floors import INDENT, LINE_HEIGHT, PAD, RADIUS, SIZE, SMALL, Face, Picture, WordTable, arrow
from model.layout.fonts import BASE, FontBook

_DOTS = 96
_MM = 25.4 / _DOTS


def qt_poster(fonts: FontBook, picture: Picture, file: Path) -> None:
    """Write the poster to a file."""
    writer = QPdfWriter(str(file))
    writer.setResolution(_DOTS)
    size = QSizeF(picture.width * _MM, picture.height * _MM)
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch))
    font, small = _fonts(fonts)
    table = WordTable(fonts, SIZE)
    painter = QPainter(writer)
    painter.setPen(QPen(QColor("#555555"), 1.5))
    painter.setBrush(QColor("#555555"))
    for points in picture.links:
        spots = [QPointF(*point) for point in points]
        painter.drawLines([QLineF(one, other) for one, other in zip(spots, spots[1:], strict=False)])
        painter.drawPolygon(QPolygonF([spots[-1], *(QPointF(*corner) for corner in arrow(*points[-2:]))]))
    for face in picture.faces:
        _card(painter, face, font, small, table)
    painter.end()


def _fonts(fonts: FontBook) -> tuple[QFont, QFont]:
    number = QFontDatabase.addApplicationFontFromData(QByteArray(fonts.data(BASE.regular)))
    family = QFontDatabase.applicationFontFamilies(number)[0]
    font, small = QFont(family), QFont(family)
    font.setPixelSize(round(SIZE))
    small.setPixelSize(round(SMALL))
    return font, small


def _card(painter: QPainter, face: Face, font: QFont, small: QFont, table: WordTable) -> None:
    x, y, width, height, title, labels, signs = face
    painter.setPen(QColor("#cccccc"))
    painter.setBrush(QColor("#ffffff"))
    painter.drawRoundedRect(QRectF(x, y, width, height), RADIUS, RADIUS)
    painter.setBrush(QColor("#4c6680"))
    for a, b, size in signs:
        painter.drawRect(QRectF(x + a, y + b, size, size))
    painter.setPen(QColor("#202020"))
    painter.setFont(font)
    for number, line in enumerate(table.wrap(title, width - INDENT - PAD)):
        painter.drawText(QPointF(x + INDENT, y + PAD + SIZE + number * LINE_HEIGHT), line)
    painter.setFont(small)
    for a, b, wide, tall, text in labels:
        painter.drawRoundedRect(QRectF(x + a, y + b, wide, tall), RADIUS, RADIUS)
        painter.drawText(QPointF(x + a + 7, y + b + 12), text)
