"""PySide6 6.12.0 aborts on Python 3.11: every call that returns nothing drops a reference to None."""

from __future__ import annotations

import os
import subprocess
import sys

CALLS = 200_000
PROGRAM = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QGraphicsRectItem, QGraphicsScene

application = QApplication(sys.argv[:1])
scene = QGraphicsScene()
item = QGraphicsRectItem(0, 0, 10, 10)
scene.addItem(item)
image = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
image.fill(Qt.GlobalColor.white)
painter = QPainter(image)
pen = QPen(QColor("black"))
calls = 0
while calls < int(sys.argv[1]):
    painter.setPen(pen)
    painter.drawRect(2, 2, 8, 8)
    painter.save()
    painter.translate(1, 1)
    painter.restore()
    item.setPos(calls % 7, 3)
    item.setRect(0, 0, 10, calls % 5)
    item.setVisible(True)
    calls += 8
painter.end()
print("survived", calls)
"""


def test_a_process_survives_two_hundred_thousand_void_calls() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", PROGRAM, str(CALLS)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["survived", str(CALLS)]
